import type { Plain, PlainObject } from "../types.ts";
import type { Row } from "./catalog/row.ts";
import { catalog, dynamicResources } from "./catalog.ts";
import { digest, randomPassword } from "./secrets.ts";
import { unknown } from "./wire.ts";

export interface Request {
  urn: string;
  type: string;
  name: string;
  inputs: PlainObject;
  account: string;
  region: string;
  /** The id of a resource that is looked up or imported. */
  knownId?: string | undefined;
}

export interface Made {
  id: string;
  outputs: PlainObject;
}

/** A type without a row still gets an id and an ARN, of the usual form. */
function rowOf({ type, name }: Request): Row {
  if (type.startsWith("pulumi-nodejs:dynamic")) {
    return { id: "{hash}", more: dynamicResources[name.split(".").at(-1) ?? ""] ?? {} };
  }
  const [, service = "unknown", kind = "resource"] = /^aws:([^/]+)\/.*:([^:]+)$/.exec(type) ?? [];
  return catalog[type] ?? { id: "{host}", arn: `arn:aws:${service}:{region}:{account}:${kind.toLowerCase()}/{host}` };
}

const uuid = (text: string) => digest(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const defaultPort = (inputs: PlainObject) => inputs.port ?? (String(inputs.engine).includes("mysql") ? 3306 : 5432);

/** Outputs that are computed from the inputs rather than filled into a text. */
const computed: Record<string, (inputs: PlainObject, sha: string, urn: string) => PlainObject> = {
  // As long as it was asked for: names are made of it.
  "random:index/randomId:RandomId": ({ byteLength }, _, urn) => ({ hex: digest(urn, 2 * Number(byteLength)) }),
  "docker-build:index:Image": ({ tags }, sha) => {
    const tag = String((Array.isArray(tags) && tags[0]) || "image");
    return { digest: sha, ref: `${tag.replace(/:[^:/]*$/, "")}@${sha}` };
  },
  "aws:rds/instance:Instance": (inputs) => ({ port: defaultPort(inputs) }),
  "aws:rds/cluster:Cluster": (inputs) => ({ port: defaultPort(inputs) }),
  "aws:elasticache/replicationGroup:ReplicationGroup": ({ port }) => ({ port: port ?? 6379 }),
};

/** Plays AWS: makes the id and the outputs of one resource, which depend on nothing but the request. */
export function make(request: Request): Made {
  const { urn, name, type, inputs, account, region, knownId } = request;
  const row = rowOf(request);
  const hash = digest(urn, 17);
  const given = row.name === undefined ? undefined : inputs[row.name];
  // AWS completes a prefix; Pulumi names the rest by the logical name and seven characters.
  const begin = inputs[`${row.name}Prefix`] ?? `${name}-`;
  const physical = typeof given === "string" && given !== "" ? given : `${begin}${hash.slice(0, 7)}`;
  // A new content gives a new digest or version, as in AWS.
  const content = urn + JSON.stringify(inputs);
  const sha = `sha256:${digest(content, 64)}`;
  const extra = computed[type]?.(inputs, sha, urn) ?? {};
  const words: Record<string, () => string> = {
    account: () => account,
    region: () => region,
    name: () => physical,
    hash: () => hash,
    host: () => `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-${hash.slice(0, 7)}`,
    uuid: () => uuid(urn),
    version: () => uuid(content),
    digest: () => sha,
    password: () => randomPassword(urn, type.startsWith("random:") ? inputs : { length: 64, special: false }),
    arn: () => fill(row.arn ?? ""),
    id: () => knownId || fill(row.id ?? "{host}"),
  };
  const word = (key: string): string => {
    const more = row.more?.[key];
    return words[key]?.() ?? (typeof more === "string" ? fill(more) : String(extra[key] ?? inputs[key] ?? ""));
  };
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => word(key));
  const fillAll = (value: Plain): Plain => {
    if (typeof value === "string") return fill(value);
    if (Array.isArray(value)) return value.map(fillAll);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillAll(item)]));
  };
  const outputs: PlainObject = {
    // What is given an ARN, such as a topic's policy, has none of its own.
    ...(row.arn === undefined || inputs.arn !== undefined ? {} : { arn: fill(row.arn) }),
    ...(row.name === undefined ? {} : { [row.name]: physical }),
    ...(fillAll(row.more ?? {}) as PlainObject),
    ...extra,
  };
  return { id: word("id"), outputs };
}

/** What a preview knows of a resource that is not there yet: what it was given, and a name without a prefix. */
export function foresee(request: Request): Made {
  const { inputs } = request;
  const { name } = rowOf(request);
  const isKnown = (key: string) => key in inputs || (key === name && !(`${name}Prefix` in inputs));
  const outputs = Object.entries(make(request).outputs);
  return { id: "", outputs: Object.fromEntries(outputs.map(([key, value]) => [key, isKnown(key) ? value : unknown])) };
}
