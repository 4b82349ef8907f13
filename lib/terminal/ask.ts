import type { Writable } from "node:stream";
import { styleText } from "node:util";
import { wrap } from "./fold.ts";

/** One of Inquirer's questions. */
export interface Question {
  name: string;
  type: "input" | "select" | "checkbox" | "confirm";
  message: string;
  /** Esc goes back to the question before it. */
  back?: boolean;
  [option: string]: unknown;
}

/** Asks one question and gives its answer. */
export type AskQuestion = (question: Question) => Promise<unknown>;

/** Whether an error is what a prompt throws when it is left by Ctrl-C. */
export const isPromptExit = (error: unknown): boolean =>
  error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError");

/** Somebody wants the question before this one again. */
export class GoneBack extends Error {
  override readonly name = "GoneBack";
}

interface Choice {
  value: unknown;
  name: string;
  /** Other words that people look for it by. */
  also?: string;
}

/** A list that is longer than a page is looked through by typing. */
const PAGE = 10;

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The choices that have every word of a text in them. */
export function matching<T extends Choice>(choices: readonly T[], text = ""): T[] {
  const words = plain(text).split(/\s+/);
  return choices.filter(({ name, also = "" }) => words.every((word) => plain(`${name} ${also}`).includes(word)));
}

type Keys = [key: string, action: string][];
const TYPE: Keys[number] = ["type", "filter"];
const ESC: Keys[number] = ["esc", "back"];

const keysInWords = (keys: Keys): string =>
  keys.map(([key, action]) => `${styleText("bold", key)} ${styleText("dim", action)}`).join(styleText("dim", " • "));

const USUAL_COLUMNS = 80;

/** Inquirer would break lines inside words. */
const folding = (columns: number) => (text: string) => wrap(text, columns - MARGIN).join("\n  ");
/** What Inquirer puts before a line, and a column that some terminals keep free. */
const MARGIN = 5;

type Validate = (answer: unknown) => true | string;

/** The question as Inquirer draws it: a long list filters, lines end with a word, and the keys that do something are named. */
export function drawn(question: Question, columns: number): object {
  const fold = folding(columns);
  const { type, back, message } = question;
  const validate = question.validate as Validate | undefined;
  const choices = (question.choices as readonly Choice[] | undefined)?.map((choice) => ({
    ...choice,
    name: fold(choice.name),
    short: choice.name,
  }));
  const filters = type === "select" && choices !== undefined && choices.length > PAGE;
  const more: Keys = [...(filters ? [TYPE] : []), ...(back === true ? [ESC] : [])];
  const style = {
    keysHelpTip: (keys: Keys) => keysInWords([...keys, ...more]),
    description: (text: string) => styleText("cyan", fold(text)),
  };
  return {
    ...question,
    message: fold(message),
    theme: { style },
    ...(choices === undefined ? {} : { choices }),
    ...(filters ? { type: "search", source: (text?: string) => matching(choices, text) } : {}),
    ...(validate === undefined
      ? {}
      : {
          validate: (answer: unknown) => {
            const verdict = validate(answer);
            return verdict === true ? true : fold(verdict);
          },
        }),
  };
}

/** Asks at this terminal. The prompts are loaded when the first one is asked. */
export const askAt =
  (output: Writable): AskQuestion =>
  async (question) => {
    const { createPromptModule } = await import("inquirer");
    const columns = (output as { columns?: number }).columns || USUAL_COLUMNS;
    const back = new AbortController();
    const onKey = (_: string, key: { name?: string } | undefined) => {
      if (question.back === true && key?.name === "escape") back.abort();
    };
    process.stdin.on("keypress", onKey);
    try {
      const options = { input: process.stdin, output, skipTTYChecks: true, signal: back.signal };
      const answers = await createPromptModule(options as never)([drawn(question, columns) as never]);
      return (answers as Record<string, unknown>)[question.name];
    } catch (error) {
      throw back.signal.aborted ? new GoneBack() : error;
    } finally {
      process.stdin.removeListener("keypress", onKey);
    }
  };
