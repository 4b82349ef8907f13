import { Failure } from "../../errors.ts";

/** What went wrong with the folder, in one line that says what to do; `problems` has every one of them. */
export class WorkspaceError extends Failure {
  override readonly name = "WorkspaceError";
  readonly problems: readonly string[];
  /** The system's code (`ENOSPC`, `EACCES` …), or `ABORTED`. */
  readonly system: string | undefined;

  constructor(problems: string | readonly string[], options: { system?: string; cause?: unknown } = {}) {
    const list = typeof problems === "string" ? [problems] : problems;
    super(list.join("; "), { cause: options.cause });
    this.problems = list;
    this.system = options.system;
  }
}

/** What the system's codes mean, and what the reader can do about them. */
const MEANINGS: Record<string, readonly [what: string, advice: string]> = {
  ENOSPC: ["no space is left on the disk", "free some space"],
  EDQUOT: ["the disk quota is used up", "free some space"],
  EACCES: ["permission is denied", "make it yours to write (chown, chmod)"],
  EPERM: ["the operation is not permitted", "make it yours to write (chown, chmod)"],
  EROFS: ["the file system is read-only", "choose a folder that can be written"],
  ENAMETOOLONG: ["the path is too long", "choose a folder with a shorter path"],
  ENOTDIR: ["a part of the path is a file, not a folder", "move that file away"],
  EISDIR: ["a folder is in the way", "move that folder away"],
  EBUSY: ["it is in use", "close the program that uses it"],
  EMFILE: ["too many files are open", "close some programs, or raise `ulimit -n`"],
  EIO: ["the disk reports an error", "check the disk"],
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

export const codeOf = (error: unknown): string | undefined =>
  isObject(error) && typeof error.code === "string" ? error.code : undefined;

/** What a failed operation says about itself: the system's own code in plain words, or the first line of its message. */
const explain = (error: unknown): string => {
  const meaning = MEANINGS[codeOf(error) ?? ""];
  if (meaning !== undefined) return `${meaning[0]}; ${meaning[1]} and run again`;
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0] ?? message;
};

/** Turns a failed file operation into one line: what could not be done, why, what to do. */
export const failure = (what: string, error: unknown): WorkspaceError => {
  if (error instanceof WorkspaceError) return error;
  const system = codeOf(error);
  return new WorkspaceError(`${what}: ${explain(error)}`, {
    cause: error,
    ...(system === undefined ? {} : { system }),
  });
};
