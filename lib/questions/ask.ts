import { styleText } from "node:util";
import { storedForm } from "../answers/forms/read.ts";
import type { AskQuestion } from "../terminal/ask.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { problemOf, type Scope } from "./check.ts";
import { type Document, setPath } from "./document.ts";
import type { Context, Prompt } from "./prompts/types.ts";

export type { AskQuestion, Question } from "../terminal/ask.ts";

/** Asking: one prompt of the tables as a question of Inquirer's, and back. */

/** Where prompts are asked. */
export interface Asker {
  ask: AskQuestion;
  terminal: Terminal;
  /** Name of the folder that the repo goes to. */
  folder: string;
  /** That folder itself. */
  root: string;
  /** Whoever works there, as git knows them. */
  email?: string | null;
  /** The time zone of this machine. */
  timezone?: string;
}

/** What a question may look at. */
export const contextOf = (
  { folder, root, email = null, timezone = "UTC" }: Asker,
  document: Document,
  item: Document,
): Context => ({
  ...{ document, item, folder, root, email, timezone },
});

/** The name of a question: `region`, `services-name`. */
const nameOf = (scope: Scope, path: string): string =>
  (scope === "document" ? path : `${scope}.${path}`).replaceAll(".", "-");

/** Text as the value that a prompt asks for, in the form that is stored. What can be read in two ways stays as it is typed. */
function read(prompt: Prompt, scope: Scope, text: string): unknown {
  const trimmed = text.trim();
  if (prompt.optional && trimmed === "") return null;
  return storedForm(scope === "document" ? null : scope, prompt.path, trimmed);
}

/** A value as people read it. */
const shown = (value: unknown): string => (Array.isArray(value) ? value.join(" ") : String(value ?? ""));

/** How a question is left without an answer: Enter alone takes the default, where there is one. */
function emptied({ empty }: Prompt, suggested: string): string | undefined {
  if (empty === undefined) return undefined;
  return suggested === "" ? `Leave it empty ${empty}.` : `Backspace, then Enter, leaves it empty ${empty}.`;
}

/**
 * Asks one prompt.
 * @param current an answer that it has already: its default now
 * @param place which of how many it is: `3 of 7`
 */
export async function askPrompt(
  { ask, terminal }: Asker,
  prompt: Prompt,
  context: Context,
  scope: Scope,
  { current, place }: { current?: unknown; place?: string } = {},
): Promise<unknown> {
  const initial = current ?? prompt.initial?.(context);
  const help = [prompt.help, emptied(prompt, shown(initial))].filter((text) => text !== undefined).join(" ");
  const above = [place, help].filter((text) => text !== undefined && text !== "");
  if (above.length > 0) terminal.help(above.join(" · "));
  const question = { name: nameOf(scope, prompt.path), message: prompt.message };
  const choices = prompt.choices?.(context);
  if (choices === undefined) {
    const validate = (text: string) =>
      problemOf(scope, prompt.path, read(prompt, scope, text), context) ??
      prompt.check?.(read(prompt, scope, text), context) ??
      true;
    const transformer = (text: string, { isFinal }: { isFinal: boolean }) =>
      isFinal ? styleText("cyan", shown(read(prompt, scope, text))) : text;
    const answer = await ask({
      ...question,
      type: "input",
      ...(initial == null ? {} : { default: shown(initial) }),
      validate,
      transformer,
    });
    return read(prompt, scope, String(answer ?? ""));
  }
  const list = { ...question, loop: false, pageSize: 10 };
  if (prompt.several !== true) return ask({ ...list, type: "select", choices, default: initial });
  const checked = choices.map((choice) => ({ ...choice, checked: (initial as unknown[]).includes(choice.value) }));
  const validate = (chosen: unknown[]) =>
    chosen.length === 0 && prompt.optional !== true ? "choose at least one" : true;
  return ask({ ...list, type: "checkbox", choices: checked, validate });
}

const isGiven = (item: Document, path: string): boolean => path in item || (path === "size" && "cpu" in item);

/** Asks a table of prompts for what is not given, and returns the item that they make. */
export async function askItem(
  asker: Asker,
  prompts: readonly Prompt[],
  document: Document,
  scope: Scope,
  given: Document = {},
): Promise<Document> {
  let item = given;
  for (const prompt of prompts) {
    const context = contextOf(asker, document, item);
    if (isGiven(item, prompt.path) || prompt.when?.(context) === false) continue;
    const value = await askPrompt(asker, prompt, context, scope);
    // A size is two answers in one.
    item = prompt.path === "size" ? { ...item, ...(value as Document) } : setPath(item, prompt.path, value);
  }
  return item;
}

/** A yes or no. */
export const confirm = async (ask: AskQuestion, name: string, message: string, initial: boolean): Promise<boolean> =>
  (await ask({ type: "confirm", name, message, default: initial })) === true;
