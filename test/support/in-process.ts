import { Writable } from "node:stream";
import { vi } from "vitest";
import { readArguments } from "../../lib/commands/arguments.ts";
import { COMMANDS } from "../../lib/commands/index.ts";
import { rootOf } from "../../lib/commands/root.ts";
import { Session } from "../../lib/commands/session.ts";
import type { AskQuestion, Question } from "../../lib/terminal/ask.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";

/** A command run in this process, as the bin runs it but for Yeoman: for what it says, asks and refuses. */

export interface Ran {
  /** Standard output. */
  stdout: string;
  /** Standard error. */
  stderr: string;
  /** What it threw, or null. */
  error: Error | null;
}

class Kept extends Writable {
  text = "";
  override _write(chunk: unknown, _: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

/** Steps take as long as they take. */
const timeless = (text: string): string => text.replace(/\(\d+ s\)/g, "(0 s)");

interface Run {
  name: keyof typeof COMMANDS;
  words: readonly string[];
  root: string;
  /** What the process has beside its own. */
  env: Readonly<Record<string, string | undefined>>;
  ask: AskQuestion;
}

async function ran({ name, words, root, env, ask }: Run): Promise<Ran> {
  for (const [variable, value] of Object.entries(env)) vi.stubEnv(variable, value);
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(root);
  const command = COMMANDS[name];
  const [out, err] = [new Kept(), new Kept()];
  let error: Error | null = null;
  try {
    const { args, options, rest } = readArguments(command, words);
    const terminal = new Terminal({ json: options.json === true, out, err });
    const { begin } = await command.load();
    const given = { cwd: root, root: rootOf(command, args, root), args, options, rest };
    await begin(new Session({ ...given, terminal, ask })).recommend();
  } catch (thrown) {
    error = thrown as Error;
  } finally {
    vi.unstubAllEnvs();
    cwd.mockRestore();
  }
  return { stdout: timeless(out.text), stderr: timeless(err.text), error };
}

/**
 * Where nobody sits: a question is a mistake.
 * @param env what the process has beside its own, until the next run
 */
export const runHere = (name: Run["name"], words: readonly string[], root: string, env: Run["env"]): Promise<Ran> =>
  ran({
    ...{ name, words, root, env },
    ask: async (question) => {
      throw new Error(`asks for ${question.name}, and nobody sits here`);
    },
  });

/** Somebody sits at this process's terminal, until the function that this gives is called. */
export function sitsDown(): () => void {
  const before = Object.getOwnPropertyDescriptor(process.stdin, "isTTY");
  vi.stubEnv("CI", "");
  Object.defineProperty(process.stdin, "isTTY", { value: true, configurable: true });
  return () => {
    vi.unstubAllEnvs();
    if (before === undefined) Reflect.deleteProperty(process.stdin, "isTTY");
    else Object.defineProperty(process.stdin, "isTTY", before);
  };
}

/** Ctrl-C, as an answer. */
export const LEAVES = Symbol("Ctrl-C");

interface Choice {
  value: unknown;
  checked?: boolean;
}

/** What Enter takes. */
function proposed({ type, choices, default: initial }: Question): unknown {
  const offered = choices as readonly Choice[] | undefined;
  if (type === "checkbox") return offered?.filter(({ checked }) => checked).map(({ value }) => value);
  if (offered === undefined) return initial ?? "";
  return (offered.find(({ value }) => value === initial) ?? offered[0])?.value;
}

/** A person who answers by the names of questions, and takes what the others propose; what a question refuses is a mistake. */
const person =
  (answers: Readonly<Record<string, unknown>>, asked: Question[]): AskQuestion =>
  async (question) => {
    asked.push(question);
    const answer = question.name in answers ? answers[question.name] : proposed(question);
    if (answer === LEAVES) throw Object.assign(new Error("left"), { name: "ExitPromptError" });
    const validate = question.validate as ((answer: unknown) => true | string) | undefined;
    const verdict = validate?.(answer) ?? true;
    if (verdict !== true) throw new Error(`${question.name} refuses ${JSON.stringify(answer)}: ${verdict}`);
    return answer;
  };

/** The same at a terminal: with what was asked there. What changes on a screen while somebody watches is not shown. */
export async function atTerminal(
  name: Run["name"],
  words: readonly string[],
  root: string,
  env: Run["env"],
  answers: Readonly<Record<string, unknown>> = {},
): Promise<Ran & { asked: Question[] }> {
  const asked: Question[] = [];
  const goes = sitsDown();
  try {
    return { ...(await ran({ name, words, root, env: { CI: "", ...env }, ask: person(answers, asked) })), asked };
  } finally {
    goes();
  }
}
