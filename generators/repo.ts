import { relative } from "node:path";
import type { BaseFeatures } from "yeoman-generator";
import { toDocument } from "../lib/answers/document.ts";
import type { Blueprint } from "../lib/answers/normalise.ts";
import type { Command } from "../lib/commands/command.ts";
import { Failure, Stopped } from "../lib/errors.ts";
import { confirm } from "../lib/questions/ask.ts";
import type { Document } from "../lib/questions/document.ts";
import { STORE_FILE } from "../lib/questions/sources.ts";
import { type PlanRepoOptions, planRepo, viewOf } from "../lib/repo/changes.ts";
import { RECORD_FILE } from "../lib/repo/record.ts";
import { lastLines, type Step } from "../lib/repo/steps.ts";
import { costLines } from "../lib/repo/summary.ts";
import { checkRenderedByThis } from "../lib/repo/version.ts";
import { apply, type Change, type Conflict, type Resolution, resolve, summarise } from "../lib/repo/workspace/index.ts";
import { interruptible } from "../lib/system/interruptible.ts";
import { run } from "../lib/system/run.ts";
import { SpaceGenerator, type SpaceOptions } from "./base.ts";

/** A command that brings a repo to a blueprint. What the blueprint is, each command finds out in its own way. */
export abstract class RepoGenerator extends SpaceGenerator {
  /** The answers that the repo has stored, or null. Set while initializing. */
  protected stored: Document | null = null;
  /** What the repo is brought to. Set while prompting. */
  protected blueprint!: Blueprint;
  protected changes: Change[] = [];

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures, command: Command) {
    super(args, options, { ...features, inheritTasks: true }, command);
  }

  /** What is shown and decided before anything is written. */
  async configuring(): Promise<void> {
    await this.checkVersion();
    await this.beforePlan();
    let changes = await planRepo(this.root, this.blueprint, this.stored, this.planOptions);
    const more = await this.moreChanges();
    const replaced = new Set(more.map(({ path }) => path));
    changes = [...changes.filter(({ path }) => !replaced.has(path)), ...more];
    if (!this.flag("dry-run")) await this.beforeWriting(changes);
    if (this.interactive && !this.flag("dry-run")) await this.#confirm(changes);
    this.changes = await this.decide(changes);
  }

  async writing(): Promise<void> {
    if (this.flag("dry-run")) return this.#show();
    await interruptible((signal) => apply(this.root, this.changes, { last: [RECORD_FILE, STORE_FILE], signal }));
  }

  end(): void | Promise<void> {
    if (this.flag("json")) {
      const { counts, lines, unresolved } = summarise(this.changes);
      this.terminal.document({
        root: this.root,
        dryRun: this.flag("dry-run"),
        blueprint: toDocument(this.blueprint),
        changes: lines.map(({ action, path, note }) => ({ action, path, note })),
        counts,
        unresolved,
        ...this.result(),
      });
    } else if (!this.flag("dry-run")) {
      for (const line of this.summary(relative(process.cwd(), this.root))) this.terminal.print(line);
    }
  }

  /** Packages are installed unless told otherwise. */
  protected get installs(): boolean {
    return !this.flag("skip-install") && this.options.skipInstall !== true;
  }

  /** Runs programs in the repo, each with its name and its time; the files stay whatever becomes of them. */
  protected async runSteps(steps: readonly Step[]): Promise<void> {
    if (this.flag("dry-run")) return;
    for (const { command, words, remedy, missing } of steps) {
      const name = [command, ...words.filter((word) => !word.startsWith("-"))].slice(0, 2).join(" ");
      await this.terminal.step(name, async () => {
        const { status, missing: absent, output: printed } = await run(command, words, { cwd: this.root });
        if (status === 0) return;
        const written = `all files are written to ${this.root}`;
        if (absent) throw new Failure(`${command} is not installed; ${written}: ${missing}.`);
        const output = lastLines(printed);
        throw new Failure(`${name} failed; ${written}: ${remedy}.${output === "" ? "" : `\n${output}`}`);
      });
    }
  }

  /** Changes that only this command makes, after all others. */
  protected async moreChanges(): Promise<Change[]> {
    return [];
  }

  /** @throws {Failure} where another version rendered the repo: one command changes the version, all others the answers. */
  protected async checkVersion(): Promise<void> {
    await checkRenderedByThis(this.root, this.stored);
  }

  /** What a command tells the planning. */
  protected get planOptions(): PlanRepoOptions {
    return {};
  }

  /** What a command refuses once it is known what would change. */
  protected async beforeWriting(_changes: readonly Change[]): Promise<void> {}

  /** What somebody reads before they say yes. */
  protected *beforeConfirm(_changes: readonly Change[]): Iterable<string> {
    yield "";
    for (const line of costLines(viewOf(this.blueprint))) yield this.terminal.paint("dim", line);
  }

  /** What a command says or asks before it plans. */
  protected async beforePlan(): Promise<void> {}

  /** What a command adds to the document of `--json`. */
  protected result(): object {
    return {};
  }

  /** The lines at the end. */
  protected abstract summary(folder: string): Iterable<string>;

  protected async goOn(message: string, initial = true): Promise<void> {
    if (!(await confirm(this.ask, "go-on", message, initial))) throw new Stopped();
  }

  async #confirm(changes: readonly Change[]): Promise<void> {
    const { create, update, merge, conflict, delete: deleted } = summarise(changes).counts;
    const written = create + update + merge + conflict;
    if (written + deleted === 0) return;
    for (const line of this.beforeConfirm(changes)) this.terminal.print(line);
    await this.goOn(`Write ${written} files to ${this.root}${deleted > 0 ? `, delete ${deleted}` : ""}?`);
  }

  /** Decides every file that the generator would change and its owner has changed too. */
  protected async decide(changes: Change[]): Promise<Change[]> {
    const conflicts = changes.filter((change): change is Conflict => change.action === "conflict");
    if (conflicts.length === 0) return changes;
    if (this.flag("force")) return resolve(changes, () => "overwrite");
    if (this.flag("dry-run")) return changes;
    if (!this.interactive) {
      const count = conflicts.length === 1 ? "1 file differs" : `${conflicts.length} files differ`;
      const paths = conflicts.map(({ path, reason }) => `  ${path}: ${reason}`).join("\n");
      throw new Failure(
        `${count} from what would be written; nothing was changed. On a terminal you can choose for each file (keep, overwrite, merge); --force overwrites:\n${paths}`,
      );
    }
    const { askConflicts } = await import("../lib/repo/conflicts.ts");
    const decisions = await askConflicts(conflicts, this.ask, this.terminal);
    return resolve(changes, ({ path }) => decisions.get(path) as Resolution);
  }

  async #show(): Promise<void> {
    const { diff } = await import("../lib/repo/workspace/diff.ts");
    const { lines } = summarise(this.changes);
    for (const change of this.changes) {
      const text = diff(change);
      if (text !== "") this.terminal.print(text.trimEnd());
    }
    for (const { text } of lines) this.terminal.print(text);
    this.terminal.print(
      lines.length === 0 ? "Nothing would change." : "Nothing was written: this is what would change.",
    );
  }
}
