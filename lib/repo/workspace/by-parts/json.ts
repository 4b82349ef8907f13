import { isDeepStrictEqual } from "node:util";

/** A three-way merge of JSON, key by key: what a text has in common lines, a document has in keys. */

type Json = unknown;
type Keys = Record<string, Json>;

const isObject = (value: Json): value is Keys => value !== null && typeof value === "object" && !Array.isArray(value);

export interface MergedJson {
  value: Json;
  /** Keys that both sides want to be something else; they are as the owner has them. */
  clashes: string[];
}

const at = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

/** What the other side adds to a list is added, and what it takes away is taken. */
const mergeLists = (yours: readonly Json[], base: readonly Json[], next: readonly Json[]): Json[] => {
  const isIn = (list: readonly Json[]) => (one: Json) => list.some((other) => isDeepStrictEqual(one, other));
  const added = next.filter((one) => !isIn(base)(one) && !isIn(yours)(one));
  return [...yours.filter((one) => !isIn(base)(one) || isIn(next)(one)), ...added];
};

/**
 * Makes in `yours` what changed from `base` to `next`.
 * @param base undefined for a value that was not rendered before
 */
export function mergeJson(yours: Json, base: Json, next: Json, path = ""): MergedJson {
  if (isDeepStrictEqual(yours, next) || isDeepStrictEqual(base, next)) return { value: yours, clashes: [] };
  if (isDeepStrictEqual(yours, base)) return { value: next, clashes: [] };
  if (Array.isArray(yours) && Array.isArray(next))
    return { value: mergeLists(yours, Array.isArray(base) ? base : [], next), clashes: [] };
  if (!isObject(yours) || !isObject(next)) return { value: yours, clashes: [path] };
  const before = isObject(base) ? base : {};
  const merged: [string, Json][] = [];
  const clashes: string[] = [];
  for (const key of new Set([...Object.keys(yours), ...Object.keys(next)])) {
    const found = mergeJson(yours[key], before[key], next[key], at(path, key));
    clashes.push(...found.clashes);
    if (found.value !== undefined) merged.push([key, found.value]);
  }
  return { value: Object.fromEntries(merged), clashes };
}
