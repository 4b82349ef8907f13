import { basename, resolve } from "node:path";
import Generator, { type BaseFeatures, type BaseOptions } from "yeoman-generator";
import type { Command } from "../lib/commands/command.ts";
import { UsageError } from "../lib/errors.ts";
import type { AskQuestion } from "../lib/questions/ask.ts";
import { readStore, repoRoot } from "../lib/questions/sources.ts";
import { promptError } from "../lib/terminal/stopped.ts";
import { Terminal } from "../lib/terminal/terminal.ts";
import { checkOptions } from "./options.ts";

export type SpaceOptions = BaseOptions & Record<string, unknown>;

/** Flags that ask for a document on standard output: people then read standard error. */
const DOCUMENTS = ["json", "mermaid"];

/** What every command shares: its flags, its folder, how it speaks and how it asks. */
export abstract class SpaceGenerator extends Generator<Record<string, unknown>, SpaceOptions> {
  readonly #command: Command;
  readonly terminal: Terminal;
  /** The folder that the command works on: its argument, or the repo that the current one is in. */
  readonly root: string;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures, command: Command) {
    // Yeoman reads the folder's .yo-rc.json too, and would fail on a broken one in words of its own.
    readStore((options.env as { cwd: string }).cwd);
    super(args, options, { unique: "namespace", tasksMatchingPriority: true, customInstallTask: true, ...features });
    this.#command = command;
    this.description = command.what;
    for (const { name, type, help, value } of command.flags) {
      if (name === "help" || name === "version") continue;
      // Yeoman's own reading of values would turn a repeated flag into its last value: they are left as they came.
      this.option(name, {
        type: type === "boolean" ? Boolean : (given: unknown) => given as string,
        description: value === undefined ? help : `${value}  ${help}`,
      } as never);
    }
    for (const { name, what } of command.positionals)
      this.argument(name, { type: String, required: false, description: what });
    // Yeoman announces a failed task by its internal name; the error itself says what is wrong.
    const { log } = this;
    if (log !== undefined) {
      const quiet = Object.assign((...words: never[]) => log(...words), log, { error: () => log });
      Object.defineProperty(this, "log", { value: quiet });
    }
    this.terminal = new Terminal({ json: DOCUMENTS.some((name) => this.flag(name)) });
    const [first] = command.positionals;
    this.root = first?.name === "folder" ? resolve(this.env.cwd, args[0] ?? ".") : repoRoot(this.env.cwd);
  }

  /** Whether a switch is given. */
  protected flag(name: string): boolean {
    return this.options[name] === true;
  }

  /** Questions are for terminals that somebody sits at. */
  protected get interactive(): boolean {
    const ci = process.env.CI ?? "";
    return process.stdin.isTTY === true && (ci === "" || ci === "false" || ci === "0") && !this.flag("yes");
  }

  get folder(): string {
    return basename(this.root)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^[^a-z]+|-+$/g, "")
      .slice(0, 16)
      .replace(/-+$/, "");
  }

  /** Asks one question; Ctrl-C at it stops the command. */
  readonly ask: AskQuestion = async (question) => {
    try {
      const answers = (await this.prompt([question as never])) as Record<string, unknown>;
      return answers[question.name];
    } catch (error) {
      throw promptError(error);
    }
  };

  /** Refuses what is wrong with the command line itself, before anything is read. */
  protected checkCommandLine(): void {
    checkOptions(this.options, this.#command);
    const more = this.#command.variadic === true ? [] : this._args.slice(this.#command.positionals.length);
    if (more.length > 0)
      throw new UsageError([{ path: more.join(" "), message: "is one word too many" }], "the command line");
  }
}
