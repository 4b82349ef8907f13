import type { Dirent } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pool } from "../../system/pool.ts";
import { codeOf, failure, WorkspaceError } from "./errors.ts";
import { fold, parent, parents } from "./paths.ts";

/** Something on disk that stops a file from being made at its path. */
export interface Obstacle {
  kind: "symlink" | "file" | "folder" | "special" | "case";
  /** Where it is: the path itself or a folder above it. */
  at: string;
}

/** What is on disk at a path: a file, or not (and what, if anything, stops one from being made there). */
export type DiskEntry =
  | { kind: "file"; contents: Buffer; executable: boolean }
  | { kind: "missing"; obstacle?: Obstacle }
  | { kind: "other"; obstacle: Obstacle };

interface Listing {
  byName: Map<string, Dirent>;
  byFold: Map<string, string>;
}

const READS_AT_ONCE = 32;

const listing = async (folder: string): Promise<Listing> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return {
      byName: new Map(entries.map((entry) => [entry.name, entry])),
      byFold: new Map(entries.map((entry) => [fold(entry.name), entry.name])),
    };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { byName: new Map(), byFold: new Map() };
    throw failure(`${folder} could not be read`, error);
  }
};

const kindOf = (entry: Dirent): "file" | "folder" | "symlink" | "special" => {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "symlink" : "special";
};

const readEntry = async (file: string): Promise<DiskEntry> => {
  try {
    const handle = await open(file, "r");
    try {
      const { mode } = await handle.stat();
      return { kind: "file", contents: await handle.readFile(), executable: (mode & 0o100) !== 0 };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw failure(`${file} could not be read`, error);
  }
};

/** One look at a folder on disk. Folders are listed once each, and only those that the asked paths lead through. */
export class Scanner {
  readonly #root: string;
  readonly #listings = new Map<string, Promise<Listing>>();

  constructor(root: string) {
    this.#root = root;
  }

  #list(folder: string): Promise<Listing> {
    const known = this.#listings.get(folder);
    if (known !== undefined) return known;
    const fresh = listing(join(this.#root, folder));
    this.#listings.set(folder, fresh);
    return fresh;
  }

  /** What is at one path, which is reached through real folders only. */
  async #look(path: string): Promise<DiskEntry> {
    const steps = [...parents(path), path];
    for (const at of steps) {
      const folder = parent(at);
      const { byName, byFold } = await this.#list(folder);
      const entry = byName.get(folder === "" ? at : at.slice(folder.length + 1));
      if (entry === undefined) {
        const twin = byFold.get(fold(folder === "" ? at : at.slice(folder.length + 1)));
        if (twin === undefined) return { kind: "missing" };
        return { kind: "missing", obstacle: { kind: "case", at: folder === "" ? twin : `${folder}/${twin}` } };
      }
      const kind = kindOf(entry);
      if (at === path && kind === "file") return readEntry(join(this.#root, path));
      if (at === path) return { kind: "other", obstacle: { kind, at } };
      if (kind !== "folder") return { kind: "missing", obstacle: { kind, at } };
    }
    return { kind: "missing" };
  }

  /**
   * What is on disk at each of the paths.
   * @throws WorkspaceError when the root is not a folder, or a file or folder cannot be read.
   */
  async read(paths: readonly string[]): Promise<Map<string, DiskEntry>> {
    await checkRoot(this.#root);
    const entries = await pool(paths, READS_AT_ONCE, (path) => this.#look(path));
    return new Map(paths.map((path, index) => [path, entries[index] as DiskEntry]));
  }

  /** Whether nothing is left at a path (and below it) once the given files are deleted. */
  async vanishes(at: string, deleted: ReadonlySet<string>): Promise<boolean> {
    if (deleted.has(at)) return true;
    const { byName } = await this.#list(parent(at));
    const entry = byName.get(at.slice(at.lastIndexOf("/") + 1));
    if (entry === undefined || !entry.isDirectory()) return false;
    const names = [...(await this.#list(at)).byName.keys()];
    if (names.length === 0) return false;
    const gone = await Promise.all(names.map((name) => this.vanishes(`${at}/${name}`, deleted)));
    return gone.every(Boolean);
  }
}

/**
 * The root may be missing (it is made), but not be anything else than a folder.
 * @throws WorkspaceError
 */
const checkRoot = async (root: string): Promise<void> => {
  let isFolder: boolean;
  try {
    isFolder = (await stat(root)).isDirectory();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw failure(`${root} could not be read`, error);
  }
  if (!isFolder)
    throw new WorkspaceError(`${root} is a file, not a folder; choose another folder`, { system: "ENOTDIR" });
};
