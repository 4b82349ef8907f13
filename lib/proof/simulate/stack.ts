import { isObject } from "./engine/wire.ts";
import type { Plain, PlainObject, Resource, Simulation } from "./types.ts";

/** The resources of one stage, with the questions that checks ask of them. */
export class Stack {
  readonly simulation: Simulation;
  /** The stage is called `production` or `<client>-production`. */
  readonly production: boolean;
  readonly #byType = new Map<string, Resource[]>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.production = /(^|-)production$/.test(simulation.stage);
    for (const resource of simulation.resources) {
      if (resource.external) continue;
      const known = this.#byType.get(resource.type);
      if (known === undefined) this.#byType.set(resource.type, [resource]);
      else known.push(resource);
    }
  }

  /** The resources of some types, such as "aws:rds/instance:Instance", in the order of the simulation. */
  of(...types: string[]): Resource[] {
    const [only = "", ...more] = types;
    if (more.length === 0) return [...(this.#byType.get(only) ?? [])];
    return this.simulation.resources.filter(({ type, external }) => types.includes(type) && !external);
  }
}

/** Works something out once for each stack, or for each resource. */
export function once<Key extends object, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { value: Value }>();
  return (key) => {
    const found = known.get(key) ?? { value: find(key) };
    known.set(key, found);
    return found.value;
  };
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
