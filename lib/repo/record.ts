import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { blobId } from "../system/git.ts";
import { rewritten } from "./own-file.ts";
import type { Change, WorkspaceFile } from "./workspace/index.ts";

/**
 * What a repo was rendered as: a line for each generated file, with the id that git gives its contents. It is what tells
 * an edited file from an untouched one in any clone, whatever version of the generator rendered it.
 *
 * Lines may be merged by git (`merge=union` in .gitattributes): a file that two branches rendered differently has two
 * lines, and either id stands for it. A line that is missing or broken makes its file one that was edited, never one that
 * is overwritten.
 */
export const RECORD_FILE = ".space-sst/rendered";

const HEADING =
  "# What generator-space-sst rendered here, as git names it: with it, an upgrade keeps your edits. Not to edit.";

/** A generated file as it was rendered. */
export interface Recorded {
  ids: readonly string[];
  executable: boolean;
}

export interface Rendering {
  /** Generated files by their paths. */
  files: ReadonlyMap<string, Recorded>;
  /** What is the owner's since it was written: files, and folders (with a slash at the end) that were written as a whole. */
  yours: ReadonlySet<string>;
}

/** The code of a service, and a proof that its owner has taken, are written once, as a whole. */
const CODE_FOLDER = /^(services\/[^/]+|infra\/proof)\//;

/** What stands for a file of the owner's. */
export const yoursOf = (path: string): string => CODE_FOLDER.exec(path)?.[0] ?? path;

/** The proof is merged with the edits of its owner once, when it becomes theirs. */
export const isYours = ({ path, owner }: Pick<WorkspaceFile, "path" | "owner">): boolean =>
  owner === "yours" || path.startsWith("infra/proof/");

/** What a set of rendered files is recorded as. */
export function renderingOf(rendered: readonly WorkspaceFile[]): Rendering {
  const files = new Map<string, Recorded>();
  const yours = new Set<string>();
  for (const { path, contents, owner, executable = false } of rendered) {
    if (isYours({ path, owner })) yours.add(yoursOf(path));
    else files.set(path, { ids: [blobId(contents)], executable });
  }
  return { files, yours };
}

const byPath = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

/** The record as text, sorted by path. */
export function formatRecord({ files, yours }: Rendering): string {
  const lines = [
    ...[...files].flatMap(([path, { ids, executable }]) =>
      ids.map((id): [string, string] => [path, `${id}${executable ? "+x" : ""} ${path}`]),
    ),
    ...[...yours].map((path): [string, string] => [path, `yours ${path}`]),
  ];
  return `${[HEADING, ...lines.sort(byPath).map(([, line]) => line)].join("\n")}\n`;
}

const LINE = /^(?:yours|([0-9a-f]{40})(\+x)?) (.+)$/;

/** The record that a text holds; lines that are none (a heading, conflict markers) are passed over. */
export function parseRecord(text: string): Rendering {
  const files = new Map<string, Recorded>();
  const yours = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const [whole, id, bit, path = ""] = LINE.exec(line) ?? [];
    if (whole === undefined) continue;
    if (id === undefined) yours.add(path);
    else {
      const before = files.get(path);
      const ids = [...new Set([...(before?.ids ?? []), id])];
      files.set(path, { ids, executable: bit !== undefined || before?.executable === true });
    }
  }
  return { files, yours };
}

/** The record of a repo, or null where it has none. */
export function readRecord(root: string): Rendering | null {
  const path = join(root, RECORD_FILE);
  return existsSync(path) ? parseRecord(readFileSync(path, "utf8")) : null;
}

/** Whether two records name the same files with the same contents. */
export const sameRecord = (a: Rendering, b: Rendering): boolean => {
  const [one, other] = [a, b].map(({ files }) => formatRecord({ files, yours: new Set() }));
  return one === other;
};

/** The change of the file that keeps the record. */
export const recordChange = (root: string, rendering: Rendering): Change =>
  rewritten(root, RECORD_FILE, formatRecord(rendering));
