import { isObject } from "./engine/wire.ts";
import type { Plain, PlainObject, Resource, Simulation } from "./types.ts";

/** The resources of one stage, with the questions that checks ask of them. */
export class Stack {
  readonly simulation: Simulation;
  /** The stage is called `production` or `<client>-production`. */
  readonly production: boolean;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.production = /(^|-)production$/.test(simulation.stage);
  }

  /** The resources of some types, such as "aws:rds/instance:Instance". */
  of(...types: string[]): Resource[] {
    return this.simulation.resources.filter(({ type, external }) => types.includes(type) && !external);
  }
}

/** A list of objects, whatever the value is. */
export const objects = (value: Plain | undefined): PlainObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
/** A list of texts, whatever the value is. */
export const texts = (value: Plain | undefined): string[] => (Array.isArray(value) ? value : [value]).filter(isText);
const isText = (value: Plain | undefined): value is string => typeof value === "string";

/** The containers of a task definition. */
export const containersOf = ({ inputs }: Resource): PlainObject[] =>
  objects(typeof inputs.containerDefinitions === "string" ? JSON.parse(inputs.containerDefinitions) : []);

/** Every text inside a value, with its dotted path. */
export function textsIn(value: Plain, path = ""): { path: string; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, path === "" ? key : `${path}.${key}`));
}

/** How a problem names a resource. */
export const label = ({ type, name }: Resource): string => `${type.replace(/^.*:/, "")} ${name}`;
