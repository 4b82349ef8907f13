import { isObject } from "../simulate/engine/wire.ts";
import type { Stack } from "../simulate/stack.ts";
import type { Plain, Resource } from "../simulate/types.ts";
import { handles } from "./look.ts";

const closures = new WeakMap<Stack, Map<string, ReadonlySet<string>>>();

/** URNs of all that a resource waits for: what it depends on, what that depends on, and so on. */
export function upstream(resource: Resource, stack: Stack): ReadonlySet<string> {
  const known = closures.get(stack) ?? new Map<string, ReadonlySet<string>>();
  closures.set(stack, known);
  const found = known.get(resource.urn);
  if (found !== undefined) return found;
  const byUrn = new Map(stack.simulation.resources.map((one) => [one.urn, one]));
  const seen = new Set<string>();
  const left = [...resource.dependsOn];
  for (let urn = left.pop(); urn !== undefined; urn = left.pop()) {
    if (seen.has(urn)) continue;
    seen.add(urn);
    left.push(...(byUrn.get(urn)?.dependsOn ?? []));
  }
  known.set(resource.urn, seen);
  return seen;
}

/** Every text inside a value, also inside JSON that is kept as text. */
function* texts(value: Plain | undefined): Generator<string> {
  if (typeof value === "string") {
    yield value;
    if (/^\s*[[{]/.test(value)) yield* texts(parsed(value));
  } else if (Array.isArray(value)) for (const item of value) yield* texts(item);
  else if (isObject(value)) for (const item of Object.values(value)) yield* texts(item);
}

function parsed(text: string): Plain | undefined {
  try {
    return JSON.parse(text) as Plain;
  } catch {
    return undefined;
  }
}

/** The resources of some types that a resource names in its inputs: by id, ARN or name, or something within them. */
export function namedBy(resource: Resource, stack: Stack, ...types: string[]): Resource[] {
  const words = new Set(texts(resource.inputs));
  const within = (handle: Plain) =>
    typeof handle === "string" && handle.startsWith("arn:") && [...words].some((word) => word.startsWith(`${handle}:`));
  return stack.of(...types).filter((one) => handles(one).some((handle) => words.has(String(handle)) || within(handle)));
}
