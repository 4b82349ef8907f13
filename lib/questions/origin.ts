import { type Problem, UsageError } from "../errors.ts";
import { type Document, isObject } from "./document.ts";

/** Where an answer comes from, when several sources are laid over each other. */

export interface Layer {
  document: Document;
  /** A file, or "the flags". */
  source: string;
}

/** `services[1].port` → `services`, 1, `port`. */
const keysOf = (path: string): (string | number)[] =>
  [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, key, index]) =>
    index === undefined ? String(key) : Number(index),
  );

/** The value of one key; an item of a list by its name, where it has one: lists are merged by names. */
function step(value: unknown, whole: unknown, key: string | number): unknown {
  if (typeof key === "string") return isObject(value) ? value[key] : undefined;
  if (!Array.isArray(value)) return undefined;
  const item = Array.isArray(whole) ? whole[key] : undefined;
  return isObject(item) && "name" in item
    ? value.find((candidate) => isObject(candidate) && candidate.name === item.name)
    : value[key];
}

/** How many of a path's keys a layer has. */
function depth(layer: Document, merged: Document, path: string): number {
  let [value, whole]: unknown[] = [layer, merged];
  for (const [n, key] of keysOf(path).entries()) {
    value = step(value, whole, key);
    if (value === undefined) return n;
    whole = typeof key === "number" ? (whole as unknown[])?.[key] : (whole as Document)?.[key];
  }
  return keysOf(path).length;
}

/** The layer that says most of what stands at a path; of equals the uppermost, which is the last. */
function originOf(path: string, layers: readonly Layer[], merged: Document): string {
  let [best, source] = [0, ""];
  for (const layer of layers) {
    const found = depth(layer.document, merged, path);
    if (found >= best && found > 0) [best, source] = [found, layer.source];
  }
  return source;
}

/** The problems of a document that several layers make, each with the file that it comes from. */
export function withOrigins(problems: readonly Problem[], layers: readonly Layer[], merged: Document): UsageError {
  const origins = problems.map(({ path }) => originOf(path, layers, merged));
  const [first = ""] = origins;
  if (first !== "" && origins.every((origin) => origin === first)) return new UsageError(problems, first);
  return new UsageError(
    problems.map(({ path, message }, i) => ({
      path,
      message: origins[i] === "" ? message : `${message} (from ${origins[i]})`,
    })),
    "the answers",
  );
}
