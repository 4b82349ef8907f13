import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { git } from "../../system/git.ts";
import { failure, WorkspaceError } from "./errors.ts";
import { isCrlfCheckout, toLf, withLineEndings } from "./text.ts";

/** The names that conflict markers carry. */
const YOURS = "yours";
const GENERATED = "generated";

/** `git merge-file` exits with the number of conflicts, at most this; above are errors. */
const MOST_CONFLICTS = 127;

export interface Merged {
  contents: Buffer;
  /** Holds conflict markers. */
  conflicted: boolean;
}

async function merge(args: readonly string[], cwd: string): Promise<Merged> {
  const { status, missing, stdout, stderr, problem } = await git(cwd, args);
  if (missing)
    throw new WorkspaceError("git is not installed, and merging your edits needs it; install git and run again", {
      system: "ENOENT",
    });
  if (status <= MOST_CONFLICTS) return { contents: stdout, conflicted: status > 0 };
  throw new WorkspaceError(`git merge-file failed: ${stderr.trim().split("\n")[0] || problem}`);
}

const SIDES = ["mine", "base", "theirs"] as const;

/** Runs `git merge-file` on three texts in a folder of its own. */
const mergeFile = async (texts: readonly [Buffer, Buffer, Buffer], style: readonly string[]): Promise<Merged> => {
  const folder = await mkdtemp(join(tmpdir(), "space-sst-merge-"));
  try {
    await Promise.all(SIDES.map((side, index) => writeFile(join(folder, side), texts[index] as Buffer)));
    const labels = [YOURS, "before", GENERATED].flatMap((label) => ["-L", label]);
    // The owner's own conflict style is for the owner's merges: this one is what the next run recognises.
    return await merge(["-c", "merge.conflictStyle=merge", "merge-file", "-p", ...style, ...labels, ...SIDES], folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * The three-way merge of a text, as git does it: what changed from `base` to `next` is made in `disk`. Without a base
 * (both sides made the file) everything that differs is a conflict. A file that was checked out with CRLF is merged
 * by its lines and keeps its line endings.
 * @throws WorkspaceError when git is missing or fails, or the temporary folder cannot be written.
 */
export const mergeTexts = async (disk: Buffer, base: Buffer | undefined, next: Buffer): Promise<Merged> => {
  const origin = base ?? Buffer.alloc(0);
  const mine = isCrlfCheckout(disk, origin, next) ? toLf(disk) : disk;
  try {
    const found = await mergeFile([mine, origin, next], []);
    // What git's own merge finds no conflict in is none; with --diff3 it would look less closely. With an empty base,
    // --diff3 would put the whole of both files between markers.
    const marked = found.conflicted && base !== undefined;
    const merged = marked ? await mergeFile([mine, origin, next], ["--diff3"]) : found;
    return mine === disk ? merged : { ...merged, contents: withLineEndings(merged.contents, disk) };
  } catch (error) {
    throw failure(`the temporary folder ${tmpdir()} could not be used`, error);
  }
};

/**
 * Whether a text holds the changes from `base` to `next` already, although merging them again would be a conflict (as
 * it can be where lines are repeated): taken out and merged in again, they give the same text. So is a file that a run
 * merged before it was killed.
 * @throws WorkspaceError as `mergeTexts` does.
 */
export const isMerged = async (disk: Buffer, base: Buffer, next: Buffer): Promise<boolean> => {
  const without = await mergeTexts(disk, next, base);
  if (without.conflicted) return false;
  const again = await mergeTexts(without.contents, base, next);
  return !again.conflicted && again.contents.equals(disk);
};

const OPENING = new RegExp(`^<{7} ${YOURS}\\r?$`, "m");
const CLOSING = new RegExp(`^>{7} ${GENERATED}\\r?$`, "m");

/** The text still holds conflict markers of an earlier run. */
export const hasMarkers = (contents: Buffer): boolean => {
  if (!contents.includes("<<<<<<< ")) return false;
  const text = contents.toString("latin1");
  return OPENING.test(text) && CLOSING.test(text);
};
