import type { RenderedFile } from "../../render/types.ts";

/** A rendered file as the workspace takes it: text, or bytes for what is not text. */
export type WorkspaceFile = Omit<RenderedFile, "contents"> & { contents: string | Buffer };

/** A file as it was rendered last time, where its contents may have to be looked for: `WorkspaceFile` by its ids. */
export interface RecordedFile extends Omit<WorkspaceFile, "contents"> {
  /** Ids of its contents as git makes them. More than one where branches were merged that rendered it differently. */
  ids: readonly string[];
  /** Finds contents by their id. */
  find: (id: string) => Promise<Buffer | undefined>;
}

export type Action = "create" | "update" | "merge" | "delete" | "unchanged" | "keep" | "conflict";

interface Common {
  path: string;
  /** Why this action, in a few words, as the owner of the folder would say it. */
  reason: string;
  /** What the file holds once the change is applied. Of a conflict: the generator's version. */
  contents?: Buffer;
  /** What the file holds now, if it exists. */
  before?: Buffer;
  /** The executable bit once the change is applied; absent: as it is now. */
  executable?: boolean;
}

/** The three versions of a file in conflict; without `base`, both sides made it or the base is not known. */
export interface Sides {
  base?: Buffer;
  yours: Buffer;
  generated: Buffer;
}

export interface Write extends Common {
  action: "create" | "update" | "merge";
  contents: Buffer;
  /** The contents hold conflict markers that somebody has to resolve: what stands between them, as whole files. */
  unresolved?: Sides;
}

export interface Delete extends Common {
  action: "delete";
  before: Buffer;
  /** Its contents go on in another file: it is deleted only once that one is written. */
  moved?: true;
}

export interface Conflict extends Common {
  action: "conflict";
  contents: Buffer;
  before: Buffer;
  /** The generator has renamed it, or made it of several: where it still is, in words too, and what its new path holds. */
  moved?: { from: readonly string[]; was: string; before?: Buffer };
  /** What the generator wrote last time, if it did and this is known. */
  base?: Buffer;
  /** Both versions in one text, between conflict markers. Absent for binary files. */
  markers?: Buffer;
}

export interface Leave extends Common {
  action: "unchanged" | "keep";
}

/** What happens to one path. */
export type Change = Write | Delete | Conflict | Leave;

export const isWrite = (change: Change): change is Write =>
  change.action === "create" || change.action === "update" || change.action === "merge";
