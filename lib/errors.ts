/**
 * What could not be done, where, and what to do: one line, and a status of its own where scripts tell failures apart. The
 * root of all errors that say everything themselves; whatever else is thrown is a fault of this program.
 */
export class Failure extends Error {
  override readonly name: string = "Failure";
  /** The status that `yo` and the bin exit with. */
  readonly code: number;
  /** What kind of failure it is, in a word that programs decide by. */
  readonly kind: string;

  /** @param status 1, unless the command's page documents another one */
  constructor(
    message: string,
    { status = 1, kind = "failed", ...options }: ErrorOptions & { status?: number; kind?: string } = {},
  ) {
    super(message, options);
    this.code = status;
    this.kind = kind;
  }
}

/** One thing that is wrong with what somebody typed or wrote. */
export interface Problem {
  /** Where, as a path such as `services[1].port`, or a flag; empty for the document as a whole. */
  path: string;
  /** What is wrong and what to do, in one line. */
  message: string;
}

/** Answers or a command line that are not valid, with everything that is wrong: nothing has been written. Status 2. */
export class UsageError extends Failure {
  override readonly name = "UsageError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], source = "the answers") {
    const lines = problems.map(({ path, message }) => `  ${path === "" ? "" : `${path}: `}${message}`);
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${count} in ${source}:\n${lines.join("\n")}`, { status: 2, kind: "usage" });
    this.problems = problems;
  }
}

/** The user stopped the command. Status 130, as for any interrupted program. */
export class Stopped extends Failure {
  override readonly name = "Stopped";

  constructor(message = "Stopped. Nothing was written.") {
    super(message, { status: 130, kind: "stopped" });
  }
}
