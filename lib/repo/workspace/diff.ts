import { formatPatch, structuredPatch } from "diff";
import { amount } from "../../system/amount.ts";
import { isBinary } from "./text.ts";
import type { Change } from "./types.ts";

const NOTHING = Buffer.alloc(0);

/** Texts that differ in more lines than this are shown as replaced; the exact difference would take too long. */
const MOST_EDITS = 1000;

const size = (contents: Buffer | undefined): string =>
  contents === undefined ? "nothing" : amount(contents.length, "byte");

const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const marked = (sign: string, text: string): string[] =>
  lines(text).flatMap((line) =>
    line.endsWith("\n") ? [sign + line.slice(0, -1)] : [sign + line, "\\ No newline at end of file"],
  );

/** The one hunk that replaces all of a text by all of another. */
const replaced = (before: string, after: string) => {
  const oldLines = lines(before).length;
  const newLines = lines(after).length;
  const hunk = { oldStart: 1, oldLines, newStart: 1, newLines, lines: [...marked("-", before), ...marked("+", after)] };
  return oldLines + newLines === 0 ? [] : [hunk];
};

const hunks = (before: string, after: string) => {
  if (before === "" || after === "") return replaced(before, after);
  const patch = structuredPatch("", "", before, after, "", "", { context: 3, maxEditLength: MOST_EDITS });
  return patch?.hunks ?? replaced(before, after);
};

const patchOf = (path: string, before: Buffer | undefined, after: Buffer | undefined, executable = false): string => {
  if (before !== undefined && after !== undefined && before.equals(after)) return "";
  if (isBinary(before ?? NOTHING) || isBinary(after ?? NOTHING)) {
    return `Binary file ${path}: ${size(before)} → ${size(after)}\n`;
  }
  return formatPatch({
    oldFileName: before === undefined ? "/dev/null" : `a/${path}`,
    newFileName: after === undefined ? "/dev/null" : `b/${path}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: hunks((before ?? NOTHING).toString(), (after ?? NOTHING).toString()),
    isGit: true,
    isCreate: before === undefined,
    isDelete: after === undefined,
    ...(before === undefined && executable ? { newMode: "100755" } : {}),
  });
};

/**
 * What a change does to its file, as `git diff` shows it: for `--dry-run`. A new file is all additions, a binary file
 * is named with its sizes, a conflict shows what overwriting would do; what stays as it is shows nothing. Pure.
 */
export const diff = (change: Change): string => {
  const { action, path, before, contents, executable } = change;
  if (action === "unchanged" || action === "keep") return "";
  return patchOf(path, before, contents, executable);
};
