import { Failure } from "../errors.ts";

let meaning = "Stopped. Nothing was written.";

/** Says what Ctrl-C at a prompt means from now on, where that is something else than that nothing was written. */
export const stoppingMeans = (message: string): void => {
  meaning = message;
};

/** The user stopped the command: Ctrl-C at a prompt, or "abort". Status 130, as for any interrupted program. */
export class Stopped extends Failure {
  override readonly name = "Stopped";

  constructor(message = meaning) {
    super(message, { status: 130 });
  }
}

/** Whether an error is what a prompt throws when it is left by Ctrl-C. */
export const isPromptExit = (error: unknown): boolean =>
  error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError");
