import { basename } from "node:path";
import { Stopped } from "../errors.ts";
import { type Asker, type AskQuestion, confirm } from "../questions/ask.ts";
import { isPromptExit } from "../terminal/ask.ts";
import { Terminal } from "../terminal/terminal.ts";

/** Flags that ask for a document on standard output: people then read standard error. */
const DOCUMENTS = ["json", "mermaid"];

/** Text that could be a project's name. */
const asName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 16)
    .replace(/-+$/, "");

export interface SessionInput {
  /** The folder that the command was called in. */
  cwd: string;
  /** The folder that it works on. */
  root: string;
  args: readonly string[];
  /** Flags by their names: text, a list of texts, or true. */
  options: Readonly<Record<string, unknown>>;
  /** What stands after `--`. */
  rest?: readonly string[];
  ask: AskQuestion;
  /** Default: this process's own. */
  terminal?: Terminal;
}

/** One run of a command: what was typed, where, and how it speaks and asks. */
export class Session implements Asker {
  readonly cwd: string;
  readonly root: string;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly rest: readonly string[];
  readonly terminal: Terminal;
  /** What Ctrl-C at a prompt means, where that is something else than that nothing was written. */
  #stopping: string | undefined;
  readonly #ask: AskQuestion;

  constructor({ cwd, root, args, options, rest = [], ask, terminal }: SessionInput) {
    this.cwd = cwd;
    this.root = root;
    this.args = args;
    this.options = options;
    this.rest = rest;
    this.#ask = ask;
    this.terminal = terminal ?? new Terminal({ json: DOCUMENTS.some((name) => this.flag(name)) });
  }

  /** Whether a switch is given. */
  flag(name: string): boolean {
    return this.options[name] === true;
  }

  /** The text of a flag. */
  text(name: string): string | undefined {
    const given = this.options[name];
    return typeof given === "string" ? given : undefined;
  }

  /** Questions are for terminals that somebody sits at. */
  get interactive(): boolean {
    const ci = process.env.CI ?? "";
    return process.stdin.isTTY === true && (ci === "" || ci === "false" || ci === "0") && !this.flag("yes");
  }

  /** Name of the folder that it works on, as a project may have it. */
  get folder(): string {
    return asName(basename(this.root));
  }

  /** From here on, this is what Ctrl-C at a prompt means. */
  stoppingMeans(message: string): void {
    this.#stopping = message;
  }

  /** Asks one question; Ctrl-C at it stops the command. */
  readonly ask: AskQuestion = async (question) => {
    try {
      return await this.#ask(question);
    } catch (error) {
      throw isPromptExit(error) ? new Stopped(this.#stopping) : error;
    }
  };

  /** Stops, unless somebody says yes. */
  async goOn(message: string, initial = true): Promise<void> {
    if (!(await confirm(this.ask, "go-on", message, initial))) throw new Stopped(this.#stopping);
  }
}
