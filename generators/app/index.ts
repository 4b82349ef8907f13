import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { BaseFeatures } from "yeoman-generator";
import { toDocument } from "../../lib/blueprint/document.ts";
import { simplerChoice } from "../../lib/blueprint/gate.ts";
import type { Blueprint } from "../../lib/blueprint/normalise.ts";
import { toBlueprint } from "../../lib/blueprint/parse.ts";
import { Failure } from "../../lib/cli/failure.ts";
import { Stopped } from "../../lib/cli/stopped.ts";
import { planKickoff, viewOf } from "../../lib/kickoff/changes.ts";
import { missingAnswers } from "../../lib/kickoff/missing.ts";
import { lastLines, stepsFor } from "../../lib/kickoff/steps.ts";
import { summary } from "../../lib/kickoff/summary.ts";
import { type Document, mergeDocuments } from "../../lib/questions/document.ts";
import { KICKOFF_FLAGS } from "../../lib/questions/flags.ts";
import { repeatCommand } from "../../lib/questions/repeat.ts";
import { presetAnswers, type Resolved, resolveAnswers, STORE_FILE } from "../../lib/questions/sources.ts";
import { apply, type Change, type Conflict, type Resolution, resolve, summarise } from "../../lib/workspace/index.ts";
import { confirm } from "../ask.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";
import { converse } from "../conversation.ts";

/** `yo space-sst`: from answers to a repo, and again to bring a repo to other answers. */
export default class AppGenerator extends SpaceGenerator {
  #resolved!: Resolved;
  #blueprint!: Blueprint;
  #changes: Change[] = [];

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, KICKOFF_FLAGS);
    this.description = "Render a complete SST repo from a few answers.";
  }

  /** Everything that can be refused without asking is refused here. */
  async initializing(): Promise<void> {
    this.checkCommandLine();
    this.#resolved = await resolveAnswers({ options: this.options, cwd: this.env.cwd, root: this.root });
  }

  async prompting(): Promise<void> {
    const { document, complete } = this.#resolved;
    let answers = document;
    if (this.interactive) {
      answers = await converse(
        {
          ask: this.ask,
          terminal: this.terminal,
          folder: this.folder,
          withPreset: (name, over) => mergeDocuments(presetAnswers(name, over), over),
          again: this.flag("ask-answered"),
        },
        document,
      );
    } else missingAnswers(document, { defaults: complete || this.flag("yes") });
    this.#blueprint = toBlueprint(answers, this.#source(answers));
  }

  /** What is shown and decided before anything is written. */
  async configuring(): Promise<void> {
    const { terminal } = this;
    const reason = this.#resolved.stored === null ? simplerChoice(this.#blueprint) : null;
    if (reason !== null) {
      terminal.print(`${terminal.paint("yellow", "A simpler choice:")} ${reason}`);
      if (this.interactive) await this.#goOn("Go on with SST?");
    }
    const changes = await planKickoff(this.root, this.#blueprint, this.#resolved.stored).catch((error: Error) => {
      throw new Failure(error.message, { cause: error });
    });
    if (this.interactive && !this.flag("dry-run")) {
      const { counts } = summarise(changes);
      await this.#goOn(
        `Write ${counts.create + counts.update + counts.merge + counts.conflict} files to ${this.root}?`,
      );
    }
    this.#changes = await this.#decide(changes);
  }

  async writing(): Promise<void> {
    if (this.flag("dry-run")) return this.#show();
    const stop = new AbortController();
    const onInterrupt = () => stop.abort();
    process.once("SIGINT", onInterrupt);
    try {
      await apply(this.root, this.#changes, { last: [STORE_FILE], signal: stop.signal });
    } catch (error) {
      throw stop.signal.aborted ? new Stopped() : new Failure((error as Error).message, { cause: error });
    } finally {
      process.removeListener("SIGINT", onInterrupt);
    }
  }

  async install(): Promise<void> {
    if (this.flag("dry-run")) return;
    const git = !this.flag("skip-git") && !existsSync(join(this.root, ".git")) && !(await this.#insideGit());
    const install = !this.flag("skip-install") && this.options.skipInstall !== true;
    for (const { command, words, remedy } of stepsFor(viewOf(this.#blueprint), { git, install })) {
      const name = [command, ...words.filter((word) => !word.startsWith("-"))].slice(0, 2).join(" ");
      await this.terminal.step(name, async () => {
        const result = await this.spawn(command, words, {
          cwd: this.root,
          stdin: "ignore",
          stdio: undefined,
          all: true,
          reject: false,
        } as never);
        const { exitCode, all = "" } = result as { exitCode?: number; all?: string };
        if (exitCode !== 0)
          throw new Failure(`${name} failed; all files are written to ${this.root}: ${remedy}.\n${lastLines(all)}`);
      });
    }
  }

  end(): void {
    const view = viewOf(this.#blueprint);
    const { terminal } = this;
    const dryRun = this.flag("dry-run");
    const command = repeatCommand(this.#blueprint, this.options._command as string | undefined);
    if (this.flag("json")) {
      const { counts, lines, unresolved } = summarise(this.#changes);
      terminal.document({
        root: this.root,
        dryRun,
        blueprint: toDocument(this.#blueprint),
        changes: lines.map(({ action, path, note }) => ({ action, path, note })),
        counts,
        unresolved,
        repeat: command,
      });
    } else if (!dryRun) {
      const folder = relative(process.cwd(), this.root);
      for (const line of summary({
        view,
        changes: this.#changes,
        folder,
        command,
        terminal,
        installed: !this.flag("skip-install"),
      }))
        terminal.print(line);
    }
  }

  async #goOn(message: string): Promise<void> {
    if (!(await confirm(this.ask, "go-on", message, true))) throw new Stopped();
  }

  /** Where the answers come from, for the errors about them. */
  #source(answers: Document): string {
    if (answers !== this.#resolved.document) return "the answers";
    const file = this.options.answers;
    return typeof file === "string"
      ? file === "-"
        ? "standard input"
        : file
      : this.#resolved.stored === null
        ? "the answers"
        : `the answers (${STORE_FILE} and flags)`;
  }

  /** Decides every file that the generator would change and its owner has changed too. */
  async #decide(changes: Change[]): Promise<Change[]> {
    const conflicts = changes.filter((change): change is Conflict => change.action === "conflict");
    if (conflicts.length === 0) return changes;
    if (this.flag("force")) return resolve(changes, () => "overwrite");
    if (this.flag("dry-run")) return changes;
    if (!this.interactive) {
      const paths = conflicts.map(({ path, reason }) => `  ${path}: ${reason}`);
      throw new Failure(
        `${conflicts.length} ${conflicts.length === 1 ? "file differs" : "files differ"} from what would be written; nothing was changed. Move them away, or give --force to overwrite them:\n${paths.join("\n")}`,
      );
    }
    const { askConflicts } = await import("../conflicts.ts");
    const decisions = await askConflicts(conflicts, this.ask, this.terminal);
    return resolve(changes, ({ path }) => decisions.get(path) as Resolution);
  }

  async #show(): Promise<void> {
    const { diff } = await import("../../lib/workspace/diff.ts");
    const { lines } = summarise(this.#changes);
    for (const change of this.#changes) {
      const text = diff(change);
      if (text !== "") this.terminal.print(text.trimEnd());
    }
    for (const { text } of lines) this.terminal.print(text);
    this.terminal.print(
      lines.length === 0 ? "Nothing would change." : "Nothing was written: this is what would change.",
    );
  }

  async #insideGit(): Promise<boolean> {
    try {
      const result = await this.spawn("git", ["rev-parse", "--is-inside-work-tree"], {
        cwd: this.root,
        stdio: "pipe",
        reject: false,
      });
      return result.exitCode === 0;
    } catch {
      return false;
    }
  }
}
