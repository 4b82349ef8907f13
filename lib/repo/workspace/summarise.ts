import { type Action, type Change, isWrite } from "./types.ts";

export interface SummaryLine {
  action: Action;
  path: string;
  /** The reason, where the action alone does not say it. */
  note: string;
  /** All of it, in columns, without colour. */
  text: string;
}

export interface Summary {
  counts: Record<Action, number>;
  /** One for each path that is changed, kept or in conflict; none for what is unchanged. */
  lines: SummaryLine[];
  /** Paths of files that hold conflict markers. */
  unresolved: string[];
}

/** Reasons that the action says already. */
const PLAIN = new Set(["new", "new version"]);

const ACTION_COLUMN = 7;

/** Counts and one line per path, for the terminal and for `--json`. Pure. */
export const summarise = (changes: readonly Change[]): Summary => {
  const counts: Summary["counts"] = { create: 0, update: 0, merge: 0, delete: 0, unchanged: 0, keep: 0, conflict: 0 };
  for (const { action } of changes) counts[action]++;
  const shown = changes.filter(({ action }) => action !== "unchanged");
  const width = Math.max(0, ...shown.filter(({ reason }) => !PLAIN.has(reason)).map(({ path }) => path.length));
  const lines = shown.map(({ action, path, reason }) => {
    const note = PLAIN.has(reason) ? "" : reason;
    const text = `${action.padEnd(ACTION_COLUMN)} ${note === "" ? path : `${path.padEnd(width)}  ${note}`}`;
    return { action, path, note, text };
  });
  const unresolved = changes
    .filter((change) => isWrite(change) && change.unresolved !== undefined)
    .map(({ path }) => path);
  return { counts, lines, unresolved };
};
