import { dataIn, KEPT } from "../../resources/kept.ts";
import { layerOf } from "../../resources/layers.ts";
import { isObject, type Plain, type Resource, type Simulation } from "../resources/index.ts";
import type { Change } from "../types.ts";
import { replaces } from "./replaces.ts";

/** What a deploy would change: two runs of a program, compared resource by resource. */

/** Text that is longer is named, not shown. */
const SHORT = 60;

const shown = (value: Plain | undefined): string | null => {
  if (value === undefined || value === null) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= SHORT ? text : null;
};

interface Difference {
  path: string;
  before: Plain | undefined;
  after: Plain | undefined;
}

/** Texts that hold JSON, such as policies and container definitions, are compared by what they say. */
function parsed(value: Plain | undefined): Plain | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Plain;
  } catch {
    return value;
  }
}

function* compare(one: Plain | undefined, other: Plain | undefined, path: string): Generator<Difference> {
  const [before, after] = [parsed(one), parsed(other)];
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const dot = path === "" ? "" : ".";
  if (isObject(before) && isObject(after)) {
    for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort())
      yield* compare(before[key], after[key], `${path}${dot}${key}`);
  } else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [index, item] of before.entries()) yield* compare(item, after[index], `${path}[${index}]`);
  } else yield { path, before, after };
}

const isSecret = ({ secretPaths }: Resource, path: string): boolean =>
  secretPaths.some(
    (secret) =>
      path === secret ||
      path.startsWith(`${secret}.`) ||
      path.startsWith(`${secret}[`) ||
      secret.startsWith(`${path}.`),
  );

function inputsOf(before: Resource, after: Resource): Change["inputs"] {
  const ignored = after.ignoreChanges ?? [];
  return [...compare(before.inputs, after.inputs, "")]
    .filter(({ path }) => !ignored.some((name) => path === name || path.startsWith(`${name}.`)))
    .map(({ path, ...values }) => {
      const secret = isSecret(before, path) || isSecret(after, path);
      return {
        path,
        before: secret ? null : shown(values.before),
        after: secret ? null : shown(values.after),
        replaces: replaces(after.type, path),
      };
    });
}

const entry = (action: Change["action"], { type, name, urn, protect }: Resource, inputs: Change["inputs"]): Change => ({
  action,
  type,
  name,
  urn,
  stateful: dataIn(type) !== undefined,
  protect: protect === true,
  inputs,
});

/** What loses data comes first, and among equals what takes most away. */
const ACTIONS: readonly Change["action"][] = ["deleted", "replaced", "changed", "added"];
/** The table begins with databases and ends with what is missed least. */
const weight = ({ type }: Change): number => Object.keys(KEPT).indexOf(type);
const order = (one: Change, other: Change): number =>
  Number(other.stateful) - Number(one.stateful) ||
  ACTIONS.indexOf(one.action) - ACTIONS.indexOf(other.action) ||
  weight(one) - weight(other) ||
  (one.urn < other.urn ? -1 : 1);

/** Resources that live in a cloud; parts of the program itself come and go with them. */
const real = ({ resources }: Simulation): Map<string, Resource> =>
  new Map(
    resources
      .filter((resource) => !resource.external && layerOf(resource) !== null)
      .map((resource) => [resource.urn, resource]),
  );

/**
 * What a deploy of one program changes in a stage that another one was deployed to. Resources are the same when their
 * URNs are: an alias that keeps a renamed one is not known offline, and it shows as deleted and added.
 */
export function changesOf(before: Simulation, after: Simulation): Change[] {
  const [old, now] = [real(before), real(after)];
  const changes: Change[] = [];
  for (const [urn, resource] of old) if (!now.has(urn)) changes.push(entry("deleted", resource, []));
  for (const [urn, resource] of now) {
    const was = old.get(urn);
    if (was === undefined) {
      changes.push(entry("added", resource, []));
      continue;
    }
    const inputs = inputsOf(was, resource);
    if (inputs.length > 0)
      changes.push(entry(inputs.some((input) => input.replaces) ? "replaced" : "changed", resource, inputs));
  }
  return changes.sort(order);
}
