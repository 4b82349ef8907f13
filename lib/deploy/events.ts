/** What SST says while it works, as events. */

/** A resource, by the words that SST shows: `ApiServiceTask`, `aws:ecs:TaskDefinition`. */
export interface Resource {
  name: string;
  type: string;
  /** The component that it is part of. */
  parent?: Resource;
}

export type Operation = "create" | "update" | "delete" | "replace" | "import" | "refresh";

/** An error of SST's. The resource is missing where the program or SST itself failed. */
export interface SstError {
  resource: Resource | null;
  message: string;
}

/** The last word: errors are those of the whole run, in the order in which they came. */
export interface Finished {
  type: "finished";
  result: "complete" | "failed" | "interrupted";
  errors: SstError[];
}

export type SstEvent =
  | { type: "ready"; version: string }
  /** Work on a resource begins. Only Pulumi's own event log says so. */
  | { type: "started"; operation: Operation; resource: Resource }
  | { type: "done"; operation: Operation; resource: Resource; seconds: number }
  /** The engine is through with a resource: it is as the program has it, also where nothing was to do, or it is gone. Only the log says so. */
  | { type: "settled"; as: "made" | "gone"; resource: Resource }
  | { type: "error"; error: SstError }
  | { type: "warning"; text: string }
  | { type: "downloaded"; provider: string }
  /** Somebody else's run holds the lock of the stage, or a killed one has left it. */
  | { type: "locked" }
  | Finished
  | { type: "output"; name: string; value: string }
  /** A line of what `sst diff` has found. */
  | { type: "change"; text: string }
  /** Anything else: output of image builds, lines that a later SST adds. */
  | { type: "line"; text: string };

/** One resource's identity in the words of the screen. */
export const keyOf = ({ name, type }: Resource): string => `${name} ${type}`;
