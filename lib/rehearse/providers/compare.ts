import { isObject } from "../../proof/simulate/engine/wire.ts";
import type { Plain, PlainObject } from "../../proof/simulate/types.ts";
import { IGNORED } from "./images.ts";
import type { Schema } from "./schema.ts";
import { DEFAULTS, SIGN } from "./values.ts";

/** How old and new inputs differ, property by property. Lists are compared in their order. */

export interface Difference {
  /** `containerDefinitions[0].image` */
  path: string;
  before: Plain | undefined;
  after: Plain | undefined;
}

/** Text that holds JSON is compared by what it says, and a file by its content. */
function meaning(value: Plain | undefined): Plain | undefined {
  if (isObject(value) && SIGN in value && typeof value.hash === "string") return value.hash;
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Plain;
  } catch {
    return value;
  }
}

function* compare(one: Plain | undefined, other: Plain | undefined, path: string): Generator<Difference> {
  const [before, after] = [meaning(one), meaning(other)];
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (isObject(before) && isObject(after)) {
    for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort())
      yield* compare(before[key], after[key], path === "" ? key : `${path}.${key}`);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1)
      yield* compare(before[index], after[index], `${path}[${index}]`);
  } else yield { path, before, after };
}

/** The input that a path is in. */
export const topOf = (path: string): string => path.split(/[.[]/)[0] ?? "";

const isWithin = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);

/** @param ignored the program's `ignoreChanges` */
export function differences(
  schema: Schema | undefined,
  olds: PlainObject,
  news: PlainObject,
  ignored: readonly string[] = [],
): Difference[] {
  return [...compare(olds, news, "")].filter(({ path, after }) => {
    const top = topOf(path);
    if (top === DEFAULTS || IGNORED.test(path) || ignored.some((place) => isWithin(path, place))) return false;
    // What is no longer given and the provider fills in stays as it is.
    const output = schema?.outputs[top];
    return !(after === undefined && path === top && output !== undefined && !output.optional && top !== "tags");
  });
}
