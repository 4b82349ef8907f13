import { Stopped } from "../errors.ts";

let meaning: string | undefined;

/** Says what Ctrl-C at a prompt means from now on, where that is something else than that nothing was written. */
export const stoppingMeans = (message: string): void => {
  meaning = message;
};

/** What a prompt's error means: that the user stopped the command, where it was left by Ctrl-C. */
export const promptError = (error: unknown): unknown =>
  error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError")
    ? new Stopped(meaning)
    : error;
