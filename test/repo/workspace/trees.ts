import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { WorkspaceFile } from "../../../lib/repo/workspace/index.ts";

/** A folder that is gone once the test is over. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "workspace-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Runs something with a folder of its own: for the many runs of a property. */
export const inFolder = async <Result>(action: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), "workspace-test-"));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export type Tree = Record<string, string | Buffer>;

export const writeTree = (root: string, tree: Tree, mode?: number): void => {
  for (const [path, contents] of Object.entries(tree)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
    if (mode !== undefined) chmodSync(file, mode);
  }
};

/** The files below a folder, as text. */
export const readTree = (root: string): Record<string, string> =>
  Object.fromEntries(
    entries(root)
      .filter((path) => lstatSync(join(root, path)).isFile())
      .map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );

const entries = (root: string): string[] => readdirSync(root, { recursive: true, encoding: "utf8" }).sort();

/** Everything about a folder that an undo has to bring back: files, folders, links, bytes and modes. */
export const photograph = (root: string): Record<string, string> =>
  Object.fromEntries(
    ["", ...entries(root)].map((path) => {
      const stats = lstatSync(join(root, path));
      const contents = stats.isFile() ? readFileSync(join(root, path)).toString("base64") : "";
      return [path, `${stats.mode.toString(8)} ${contents}`];
    }),
  );

export const generated = (tree: Tree): WorkspaceFile[] =>
  Object.entries(tree).map(([path, contents]) => ({ path, contents, owner: "generated" }));

export const yours = (tree: Tree): WorkspaceFile[] =>
  Object.entries(tree).map(([path, contents]) => ({ path, contents, owner: "yours" }));
