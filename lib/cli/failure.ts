/** What could not be done, where, and what to do: one line, and status 1. */
export class Failure extends Error {
  override readonly name = "Failure";
  /** The status that `yo` exits with: it takes nothing but numbers. */
  readonly code = 1;
}
