import type { Change, Conflict, Write } from "./types.ts";

/** What becomes of a conflict: the file as it is, the generator's version, or both between conflict markers. */
export type Resolution = "keep" | "overwrite" | "markers";

/** The file with these contents; one that the generator has renamed, under its new name. */
const write = (
  { path, before, executable, moved }: Conflict,
  action: "update" | "merge",
  reason: string,
  contents: Buffer,
): Write => {
  const there = moved === undefined ? before : moved.before;
  return {
    path,
    action: there === undefined ? "create" : action,
    reason,
    contents,
    ...(there === undefined ? {} : { before: there }),
    ...(executable === undefined ? {} : { executable }),
  };
};

const RESOLVE: Record<Resolution, (conflict: Conflict) => Change> = {
  keep: (conflict) => {
    const { path, before, moved } = conflict;
    if (moved !== undefined) return write(conflict, "update", `your version, ${moved.was}`, before);
    return { path, action: "keep", reason: "your version", before };
  },
  overwrite: (conflict) => write(conflict, "update", "overwritten", conflict.contents),
  markers: (conflict) => {
    const { markers, before, contents, base } = conflict;
    if (markers === undefined) return RESOLVE.keep(conflict);
    const unresolved = { yours: before, generated: contents, ...(base === undefined ? {} : { base }) };
    return { ...write(conflict, "merge", "conflict markers to resolve", markers), unresolved };
  },
};

/** The changes without conflicts: each one decided. A binary file, which cannot hold markers, is kept instead. Pure. */
export const resolve = (changes: readonly Change[], decide: (conflict: Conflict) => Resolution): Change[] =>
  changes.map((change) => (change.action === "conflict" ? RESOLVE[decide(change)](change) : change));
