import type { Change, Conflict } from "./types.ts";

/** What becomes of a conflict: the file as it is, the generator's version, or both between conflict markers. */
export type Resolution = "keep" | "overwrite" | "markers";

const RESOLVE: Record<Resolution, (conflict: Conflict) => Change> = {
  keep: ({ path, before }) => ({ path, action: "keep", reason: "your version", before }),
  overwrite: ({ path, contents, before, executable }) => ({
    path,
    action: "update",
    reason: "overwritten",
    contents,
    before,
    ...(executable === undefined ? {} : { executable }),
  }),
  markers: (conflict) => {
    const { path, markers, before, executable } = conflict;
    if (markers === undefined) return RESOLVE.keep(conflict);
    return {
      path,
      action: "merge",
      reason: "conflict markers to resolve",
      contents: markers,
      before,
      unresolved: true,
      ...(executable === undefined ? {} : { executable }),
    };
  },
};

/** The changes without conflicts: each one decided. A binary file, which cannot hold markers, is kept instead. Pure. */
export const resolve = (changes: readonly Change[], decide: (conflict: Conflict) => Resolution): Change[] =>
  changes.map((change) => (change.action === "conflict" ? RESOLVE[decide(change)](change) : change));
