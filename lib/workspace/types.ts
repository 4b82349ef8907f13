import type { RenderedFile } from "../render/types.ts";

/** A rendered file as the workspace takes it: text, or bytes for what is not text. */
export type WorkspaceFile = Omit<RenderedFile, "contents"> & { contents: string | Buffer };

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

export interface Write extends Common {
  action: "create" | "update" | "merge";
  contents: Buffer;
  /** The contents hold conflict markers that somebody has to resolve. */
  unresolved?: true;
}

export interface Delete extends Common {
  action: "delete";
  before: Buffer;
}

export interface Conflict extends Common {
  action: "conflict";
  contents: Buffer;
  before: Buffer;
  /** What the generator wrote last time, if it did. */
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
