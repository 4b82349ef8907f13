/** What could not be done, where, and what to do: one line, and a status of its own where scripts tell failures apart. */
export class Failure extends Error {
  override readonly name = "Failure";
  /** The status that `yo` and the bin exit with. */
  readonly code: number;

  /** @param status 1, unless the command's page documents another one */
  constructor(message: string, { status = 1, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options);
    this.code = status;
  }
}
