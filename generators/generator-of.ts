import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import Generator, { type BaseFeatures, type BaseOptions } from "yeoman-generator";
import { readArguments } from "../lib/commands/arguments.ts";
import type { Command } from "../lib/commands/command.ts";
import { giveErrorDocument } from "../lib/commands/error-document.ts";
import { COMMANDS } from "../lib/commands/index.ts";
import { rootOf } from "../lib/commands/root.ts";
import { Session } from "../lib/commands/session.ts";
import type { Run } from "../lib/commands/steps.ts";
import { readStore } from "../lib/questions/store.ts";
import { type InstalledPackage, ownPackage, takeover } from "../lib/system/installed-package.ts";
import { startedByYo } from "../lib/system/typed.ts";
import { askAt } from "../lib/terminal/ask.ts";
import { typedWords } from "./typed-words.ts";

type Options = BaseOptions & Record<string, unknown>;

const FEATURES = { unique: "namespace", tasksMatchingPriority: true, customInstallTask: true } as const;

/** A repo is worked on by the version that it has installed: its bin runs what `yo` was asked. */
async function takeOver(own: InstalledPackage, words: readonly string[]): Promise<never> {
  if (words.includes("--verbose")) process.stderr.write(takeover(own));
  process.argv = [process.execPath, own.bin, ...words];
  await import(pathToFileURL(own.bin).href);
  process.exit();
}

/** A command as a generator of Yeoman's: its phases are the command's steps. */
export function generatorOf(name: keyof typeof COMMANDS) {
  const command: Command = COMMANDS[name];
  return class extends Generator<Record<string, unknown>, Options> {
    #run: Promise<Run> | undefined;

    constructor(args: string[], options: Options, features: BaseFeatures = {}) {
      // Yeoman reads the folder's .yo-rc.json too, and would fail on a broken one in words of its own.
      readStore((options.env as { cwd: string }).cwd);
      super(args, options, { ...FEATURES, ...features });
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
    }

    async initializing(): Promise<void> {
      await this.#step("validate");
    }

    async prompting(): Promise<void> {
      await this.#step("ask");
    }

    async writing(): Promise<void> {
      await this.#step("execute");
    }

    async end(): Promise<void> {
      await this.#step("recommend");
    }

    /** Yeoman says what went wrong to people only. */
    async #step(step: keyof Run): Promise<void> {
      try {
        await (await this.#begun())[step]();
      } catch (error) {
        if (this.options.json === true) giveErrorDocument(error);
        throw error;
      }
    }

    /** The bin has begun already. */
    #begun(): Promise<Run> {
      this.#run ??= this.options._run === undefined ? this.#begin() : Promise.resolve(this.options._run as Run);
      return this.#run;
    }

    async #begin(): Promise<Run> {
      const { cwd } = this.env;
      const words = typedWords(this._args, this.options, command, process.argv);
      const root = rootOf(command, this._args.map(String), cwd);
      startedByYo();
      const own = ownPackage(resolve(cwd, root), command.name);
      if (own !== null) await takeOver(own, [command.name, ...words]);
      const { args, options, rest } = readArguments(command, words);
      const { begin } = await command.load();
      const at = resolve(cwd, rootOf(command, args, cwd));
      return begin(new Session({ cwd, root: at, args, options, rest, ask: askAt(process.stdout) }));
    }
  };
}
