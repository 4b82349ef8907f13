import { isObject } from "../../proof/simulate/engine/wire.ts";
import type { PlainObject } from "../../proof/simulate/types.ts";
import type { Schema } from "./schema.ts";
import { DEFAULTS, nameOfUrn } from "./values.ts";

/** The inputs of a resource as Pulumi's Terraform bridge checks them: names and tags that it adds, what is missing. */

/** Inputs that the bridge names by the logical name where the program does not. */
const AUTO_NAMED = ["name", "bucket", "identifier", "clusterIdentifier"];

export interface CheckOptions {
  pkg: string;
  urn: string;
  schema: Schema | undefined;
  olds: PlainObject;
  news: PlainObject;
  /** What the name ends with. */
  suffix: string;
  defaultTags: PlainObject | undefined;
}

/** Names that are random once and kept: the old one stays. */
function namesFor({ urn, schema, olds, news, suffix }: CheckOptions): PlainObject {
  const names: PlainObject = {};
  const before = Array.isArray(olds[DEFAULTS]) ? olds[DEFAULTS] : [];
  for (const key of AUTO_NAMED) {
    const input = schema?.inputs[key];
    if (input === undefined || input.required || input.type !== "pulumi.Input<string>") continue;
    if (news[key] !== undefined || news[`${key}Prefix`] !== undefined) continue;
    const name = nameOfUrn(urn);
    const kept = before.includes(key) ? olds[key] : undefined;
    names[key] = kept ?? `${key === "name" ? name : name.toLowerCase()}-${suffix}`;
  }
  return names;
}

/** The provider's default tags, below the resource's own. */
function tagsFor({ schema, news, defaultTags }: CheckOptions): PlainObject {
  if (defaultTags === undefined || schema?.inputs.tags === undefined) return {};
  return news.tags === undefined || isObject(news.tags) ? { tags: { ...defaultTags, ...news.tags } } : {};
}

/** Whether the package is one that the bridge makes from a Terraform provider. */
export const isBridged = (pkg: string): boolean => pkg !== "docker-build" && pkg !== "command";

/** Packages that name nothing themselves. */
const NAMELESS = new Set(["random", "docker-build", "command", "tls"]);

export function checked(options: CheckOptions): PlainObject {
  const { pkg, news } = options;
  const names = NAMELESS.has(pkg) ? {} : namesFor(options);
  const tags = tagsFor(options);
  const defaults = [...Object.keys(names), ...Object.keys(tags).filter((key) => news[key] === undefined)];
  return { ...news, ...names, ...tags, ...(isBridged(pkg) ? { [DEFAULTS]: defaults } : {}) };
}

export interface Problem {
  property: string;
  reason: string;
}

/** What no provider would take. */
export function problemsOf(pkg: string, schema: Schema | undefined, news: PlainObject): Problem[] {
  if (schema === undefined) return [];
  const unknown = Object.keys(news)
    .filter((key) => schema.inputs[key] === undefined && key !== DEFAULTS && isBridged(pkg))
    .map((property) => ({ property, reason: "there is no such input" }));
  const missing = Object.entries(schema.inputs)
    .filter(([key, { required }]) => required && news[key] === undefined)
    .map(([property]) => ({ property, reason: "Missing required argument" }));
  return [...unknown, ...missing];
}

/** The program chose the name itself: it is taken until the old resource is gone. */
export const isNamedByProgram = (schema: Schema | undefined, news: PlainObject): boolean => {
  const defaults = Array.isArray(news[DEFAULTS]) ? news[DEFAULTS] : null;
  return (
    defaults !== null &&
    AUTO_NAMED.some((key) => news[key] !== undefined && schema?.inputs[key] !== undefined && !defaults.includes(key))
  );
};
