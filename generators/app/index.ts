import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BaseFeatures } from "yeoman-generator";
import { simplerChoice } from "../../lib/answers/gate.ts";
import type { Blueprint } from "../../lib/answers/normalise.ts";
import { parseBlueprint } from "../../lib/answers/parse.ts";
import { kickoff } from "../../lib/commands/kickoff/command.ts";
import { type Problem, UsageError } from "../../lib/errors.ts";
import { converse } from "../../lib/questions/conversation.ts";
import { type Document, mergeDocuments } from "../../lib/questions/document.ts";
import { missingAnswers } from "../../lib/questions/missing.ts";
import { withOrigins } from "../../lib/questions/origin.ts";
import { repeatCommand } from "../../lib/questions/repeat.ts";
import { presetAnswers, type Resolved, resolveAnswers } from "../../lib/questions/sources.ts";
import { sh } from "../../lib/render/encode.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { stepsFor } from "../../lib/repo/steps.ts";
import { summary } from "../../lib/repo/summary.ts";
import { git } from "../../lib/system/git.ts";
import type { SpaceOptions } from "../base.ts";
import { RepoGenerator } from "../repo.ts";

/** `yo space-sst`: from answers to a repo, and again to bring a repo to other answers. */
export default class AppGenerator extends RepoGenerator {
  #resolved!: Resolved;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, kickoff);
  }

  /** Everything that can be refused without asking is refused here. */
  async initializing(): Promise<void> {
    this.checkCommandLine();
    this.#resolved = await resolveAnswers({ options: this.options, cwd: this.env.cwd, root: this.root });
    this.stored = this.#resolved.stored;
    await this.checkVersion();
  }

  async prompting(): Promise<void> {
    const { document, complete, problems } = this.#resolved;
    if (problems.length > 0) this.#refuse(document, problems);
    const answers = this.interactive ? await this.#converse(document) : document;
    if (!this.interactive) missingAnswers(document, { defaults: complete || this.flag("yes") });
    this.blueprint = this.#parse(answers);
  }

  async install(): Promise<void> {
    if (this.flag("dry-run")) return;
    const git = !this.flag("skip-git") && !existsSync(join(this.root, ".git")) && !(await this.#insideGit());
    await this.runSteps(stepsFor(viewOf(this.blueprint), { git, install: this.installs && this.#changed() }));
  }

  override async end(): Promise<void> {
    super.end();
    const first = this.stored === null && this.interactive && this.installs;
    if (!first || this.flag("dry-run") || this.flag("json")) return;
    // What a deploy needs is loaded only where one is offered.
    const { offerDeploy } = await import("../../lib/commands/kickoff/offer.ts");
    await offerDeploy(this.root, viewOf(this.blueprint), this.terminal, this.ask);
  }

  protected override async beforePlan(): Promise<void> {
    const { terminal } = this;
    const reason = this.stored === null ? simplerChoice(this.blueprint) : null;
    if (reason === null) return;
    terminal.print(`${terminal.paint("yellow", "A simpler choice:")} ${reason}`);
    if (this.interactive) await this.goOn("Go on with SST?");
  }

  protected override result(): object {
    return { repeat: this.#repeat() };
  }

  protected override summary(folder: string): Iterable<string> {
    const view = viewOf(this.blueprint);
    return summary({
      view,
      changes: this.changes,
      folder,
      command: this.#repeat(),
      terminal: this.terminal,
      installed: this.installs,
    });
  }

  /** What is wrong is said with the file that it comes from. */
  #parse(answers: Document): Blueprint {
    const result = parseBlueprint(answers);
    if ("blueprint" in result) return result.blueprint;
    throw withOrigins(result.problems, this.#resolved.layers, answers);
  }

  /** What flags say that cannot be read is refused together with what is wrong with the rest. */
  #refuse(document: Document, problems: Problem[]): never {
    const result = parseBlueprint(document);
    throw new UsageError([...problems, ...("problems" in result ? result.problems : [])], "the flags and answers");
  }

  #converse(document: Document): Promise<Document> {
    const withPreset = (name: string, over: Document) => mergeDocuments(presetAnswers(name, over), over);
    const { ask, terminal, folder, root } = this;
    return converse({ ask, terminal, folder, root, withPreset, again: this.flag("ask-answered") }, document);
  }

  /** The command that gives this repo again, by the way in that was taken. */
  #repeat(): string {
    const [folder] = this._args;
    const command = String(this.options._command ?? "npx yo space-sst");
    return repeatCommand(this.blueprint, folder === undefined ? command : `${command} ${sh(folder)}`);
  }

  /** Whether there is anything new to install. */
  #changed(): boolean {
    return (
      !existsSync(join(this.root, "node_modules")) ||
      this.changes.some(({ action }) => action !== "unchanged" && action !== "keep")
    );
  }

  async #insideGit(): Promise<boolean> {
    return (await git(this.root, ["rev-parse", "--is-inside-work-tree"])).status === 0;
  }
}
