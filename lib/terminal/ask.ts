import type { Writable } from "node:stream";

/** One of Inquirer's questions. */
export interface Question {
  name: string;
  type: "input" | "select" | "checkbox" | "confirm";
  message: string;
  [option: string]: unknown;
}

/** Asks one question and gives its answer. */
export type AskQuestion = (question: Question) => Promise<unknown>;

/** Whether an error is what a prompt throws when it is left by Ctrl-C. */
export const isPromptExit = (error: unknown): boolean =>
  error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError");

/** Asks at this terminal. The prompts are loaded when the first one is asked. */
export const askAt =
  (output: Writable): AskQuestion =>
  async (question) => {
    const { createPromptModule } = await import("inquirer");
    const answers = await createPromptModule({ input: process.stdin, output, skipTTYChecks: true } as never)([
      question as never,
    ]);
    return (answers as Record<string, unknown>)[question.name];
  };
