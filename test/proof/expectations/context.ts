import { type Settings, withOwn } from "../../../lib/answers/settings.ts";
import type { Stage } from "../../../lib/answers/stages.ts";
import type { ServiceView, View } from "../../../lib/answers/view.ts";
import { Stack } from "../../../lib/proof/simulate/stack.ts";
import type { Plain, PlainObject, Resource, Simulation } from "../../../lib/proof/simulate/types.ts";

/** One stage of a rendered repo: what was asked for, and what there is. */
export interface Context {
  view: View;
  stage: Stage;
  stack: Stack;
  production: boolean;
  domain: string | null;
  backup: View["backup"];
  routed: ServiceView[];
  sites: ServiceView[];
  /** Of the load balancers, as logical names begin. */
  balancers: string[];
  crons: ServiceView[];
  containers: ServiceView[];
  /** It has neither tasks nor databases at night. */
  sleeps: boolean;
}

/** An answer and its effect: `actual` must equal `wanted`. */
export interface Expectation {
  answer: string;
  wanted: (context: Context) => unknown;
  actual: (context: Context) => unknown;
}

export function contextOf(view: View, stage: Stage, simulation: Simulation): Context {
  const { services } = view;
  return {
    view,
    stage,
    stack: new Stack(simulation),
    production: stage.environment === "production",
    domain: stage.domain,
    backup: view.databases.length === 0 ? null : (stage.client ?? view).backup,
    routed: services.filter((service) => service.routed),
    balancers: view.balancers.map((number) => (number === 1 ? "Alb" : `Alb${number}`)),
    sites: services.filter(({ kind }) => kind === "static"),
    crons: services.filter(({ kind }) => kind === "cron"),
    containers: services.filter((service) => service.container),
    sleeps: view.sleep?.stages.some((name) => name === stage.environment) ?? false,
  };
}

/** What the environment has, and a client of its own. */
export const settingsOf = ({ view, stage: { environment, client } }: Context): Settings =>
  withOwn(view.settings[environment], client?.sizes?.[environment]);

/** The public name of a host: not by the function that is tried here. */
export function nameOf({ stage: { environment }, domain }: Context, host: string): string {
  const suffix = environment === "production" ? "" : environment;
  const labels = host === "@" ? [suffix] : [[host, suffix].filter((part) => part !== "").join("-")];
  return [...labels, domain].filter((label) => label !== "").join(".");
}

/** The names that a service answers on, and those that lead to the first of them. */
export const namesOf = (context: Context, { host, aliases = [], redirects = [] }: ServiceView) => ({
  answers: [host, ...aliases].map((one) => nameOf(context, one)),
  redirects: redirects.map((one) => nameOf(context, one)),
});

/** The generator writes its code, and the tool for the database's migrations into it. */
export const migrates = ({ source, database }: ServiceView): boolean =>
  database !== null && database.migrations !== "none" && source !== "image" && source !== "existing";

/** What two lists have in common does not depend on their order. */
export const sorted = (list: Iterable<string>): string[] => [...new Set(list)].sort();

/** How many resources there are of a type, of those that pass a test. */
export const count = (
  answer: string,
  type: string,
  wanted: (context: Context) => number,
  test: (resource: Resource) => boolean = () => true,
): Expectation => ({
  answer,
  wanted,
  actual: ({ stack }) => stack.of(type).filter(test).length,
});

/** Something that must hold for each of some services, databases or caches. */
export const each = <Item extends { name: string }>(
  answer: string,
  items: (context: Context) => Item[],
  wanted: (item: Item, context: Context) => unknown,
  actual: (item: Item, context: Context) => unknown,
): Expectation => ({
  answer,
  wanted: (context) => Object.fromEntries(items(context).map((item) => [item.name, wanted(item, context)])),
  actual: (context) => Object.fromEntries(items(context).map((item) => [item.name, actual(item, context)])),
});

export const object = (value: unknown): PlainObject => (value ?? {}) as PlainObject;

/** The values at a dotted path, through lists and documents of JSON; null for an item of a list that has none there. */
export function valuesAt(value: Plain | undefined, path: string): Plain[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((one) => {
      const found = valuesAt(one, path);
      return found.length === 0 ? [null] : found;
    });
  if (typeof value === "string" && /^[[{]/.test(value)) return valuesAt(JSON.parse(value) as Plain, path);
  if (path === "") return [value];
  const [first = "", ...rest] = path.split(".");
  return valuesAt(object(value)[first], rest.join("."));
}
