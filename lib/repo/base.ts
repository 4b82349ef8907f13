import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RenderedFile } from "../render/types.ts";
import { blobId, git } from "../system/git.ts";
import type { Rendering } from "./record.ts";
import type { RecordedFile } from "./workspace/index.ts";

/** Where the contents of a file that was rendered may be found. Each place is asked in turn, for one id at a time. */
export interface Places {
  root: string;
  /** What this version renders for the answers that the repo had: right wherever the template has not changed since. */
  rendered: () => Promise<readonly RenderedFile[]>;
  /** A folder in which the version that rendered the repo has rendered its answers again. */
  folder?: string | undefined;
}

/** Contents of a blob from the history of the repository that a folder is in, if it has it. */
async function fromHistory(root: string, id: string): Promise<Buffer | undefined> {
  const { status, stdout } = await git(root, ["cat-file", "blob", id]);
  return status === 0 ? stdout : undefined;
}

async function fromFolder(folder: string | undefined, path: string): Promise<Buffer | undefined> {
  return folder === undefined ? undefined : readFile(join(folder, path)).catch(() => undefined);
}

/** Finds what was rendered at a path by its id. What does not have this id is not it, wherever it comes from. */
const finder =
  (path: string, places: Places, known: () => Promise<ReadonlyMap<string, Buffer>>) => async (id: string) => {
    const own = (await known()).get(id);
    if (own !== undefined) return own;
    const sources = [() => fromFolder(places.folder, path), () => fromHistory(places.root, id)];
    for (const source of sources) {
      const contents = await source();
      if (contents !== undefined && blobId(contents) === id) return contents;
    }
    return undefined;
  };

const byId = (rendered: readonly RenderedFile[]): Map<string, Buffer> =>
  new Map(
    rendered.map(({ contents }) => {
      const bytes = Buffer.from(contents);
      return [blobId(bytes), bytes];
    }),
  );

/** What was rendered last time, as a plan takes it: by ids, and looked for only where a file has to be merged. */
export function recordedBase({ files, yours }: Rendering, places: Places): RecordedFile[] {
  let index: Promise<Map<string, Buffer>> | undefined;
  const known = () => {
    index ??= places.rendered().then(byId);
    return index;
  };
  return [
    ...[...files].map(
      ([path, { ids, executable }]): RecordedFile => ({
        path,
        owner: "generated",
        executable,
        ids,
        find: finder(path, places, known),
      }),
    ),
    ...[...yours]
      .filter((path) => !path.endsWith("/"))
      .map((path): RecordedFile => ({ path, owner: "yours", ids: [], find: async () => undefined })),
  ];
}

/**
 * A folder in which nothing is left of what was rendered keeps no edits: it is rendered anew, instead of every file being
 * taken for one that was deleted on purpose.
 */
export const unlessAllGone = (root: string, base: readonly RecordedFile[]): readonly RecordedFile[] | null =>
  base.some(({ path, owner }) => owner === "generated" && existsSync(join(root, path))) ? base : null;
