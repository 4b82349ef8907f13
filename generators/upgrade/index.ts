import { relative, resolve } from "node:path";
import type { BaseFeatures } from "yeoman-generator";
import { InvalidAnswers } from "../../lib/blueprint/problems.ts";
import { upgrade } from "../../lib/cli/commands/upgrade.ts";
import { Failure } from "../../lib/cli/failure.ts";
import { storedRepo } from "../../lib/edit/stored.ts";
import { packageVersion } from "../../lib/package-root.ts";
import { STORE_FILE } from "../../lib/questions/sources.ts";
import { sh } from "../../lib/render/encode.ts";
import { type PlanRepoOptions, viewOf } from "../../lib/repo/changes.ts";
import { renderedVersion } from "../../lib/repo/store.ts";
import { refuseNewer } from "../../lib/repo/version.ts";
import { changesBetween } from "../../lib/upgrade/changelog.ts";
import { isDue } from "../../lib/upgrade/due.ts";
import { stageChanges } from "../../lib/upgrade/stage.ts";
import { isNothing, outcome, type UpgradeSummary, upgradeSummary } from "../../lib/upgrade/summary.ts";
import { undoCommand } from "../../lib/upgrade/undo.ts";
import { branchProblem, readWorkTree, snapshot, untracked, type WorkTree } from "../../lib/upgrade/work-tree.ts";
import { type Change, resolve as decideConflicts, UNKNOWN_BASE } from "../../lib/workspace/index.ts";
import type { SpaceOptions } from "../base.ts";
import { RepoGenerator } from "../repo.ts";

/** Status of `--check` where an upgrade is due. */
const DUE = 4;

const MOST_NAMES = 5;

/** A few names, and how many more there are. */
const some = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(", ")
    : `${names.slice(0, MOST_NAMES).join(", ")} and ${names.length - MOST_NAMES} more`;

/** `yo space-sst:upgrade`: brings a repo to this version of the generator. */
export default class UpgradeGenerator extends RepoGenerator {
  #from: string | null = null;
  #tree: WorkTree | null = null;
  #undo: string | null = null;
  #guessed: string[] = [];

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, upgrade);
  }

  initializing(): void {
    this.checkCommandLine();
    const { stored, blueprint } = storedRepo(this.root);
    this.stored = stored;
    this.blueprint = blueprint;
    this.#from = renderedVersion(stored);
    refuseNewer(this.root, this.#from);
  }

  /** There is nothing to ask: the answers are those of the repo. */
  async prompting(): Promise<void> {
    if (this.flag("check")) return this.#check();
    this.#tree = await readWorkTree(this.root);
    const name = this.#branch;
    if (name === null) return;
    const problem = this.#tree === null ? "needs a git repository" : await branchProblem(this.root, name);
    if (problem !== undefined) throw new InvalidAnswers([{ path: "--branch", message: problem }], "the flags");
  }

  override async configuring(): Promise<void> {
    if (!this.flag("check")) await super.configuring();
  }

  override async writing(): Promise<void> {
    if (this.flag("check")) return;
    if (this.flag("dry-run") || isNothing(this.changes)) return super.writing();
    const tree = this.#tree;
    if (tree?.head == null) return super.writing();
    const kept = tree.uncommitted.length > 0 ? await snapshot(this.root) : null;
    await this.#switch("--create");
    try {
      await super.writing();
    } catch (error) {
      await this.#switch("--back");
      throw error;
    }
    this.#undo = undoCommand(tree, this.#branch, kept);
    await stageChanges(this.root, this.changes);
  }

  override end(): void {
    if (!this.flag("check")) super.end();
  }

  protected override get planOptions(): PlanRepoOptions {
    const { base } = this.options;
    return typeof base === "string" ? { folder: resolve(this.env.cwd, base) } : {};
  }

  /** This is the command that other versions' repos are for. */
  protected override async checkVersion(): Promise<void> {}

  /** A person reads conflicts where the files are; the index has their three versions. */
  protected override async decide(changes: Change[]): Promise<Change[]> {
    this.#guessed = changes.filter(({ reason }) => reason === UNKNOWN_BASE).map(({ path }) => path);
    return decideConflicts(changes, () => "markers");
  }

  /** Nothing is written that git could not take back. */
  protected override async beforeWriting(changes: readonly Change[]): Promise<void> {
    if (this.flag("force") || isNothing(changes)) return;
    const tree = this.#tree;
    const advice = "or --force goes on without";
    if (tree === null) throw new Failure(`${this.root} is in no git repository: git init and commit first, ${advice}`);
    if (tree.head === null) throw new Failure(`${this.root} has no commit yet: commit first, ${advice}`);
    if (tree.uncommitted.length > 0)
      throw new Failure(`not everything is committed (${some(tree.uncommitted)}): commit or stash first, ${advice}`);
    const unknown = await untracked(this.root, changes);
    if (unknown.length > 0)
      throw new Failure(`git does not have ${some(unknown)}, which would change: commit first, ${advice}`);
  }

  protected override *beforeConfirm(changes: readonly Change[]): Iterable<string> {
    yield* outcome(this.#input(changes));
  }

  protected override result(): object {
    const { sections, guessed, undo } = this.#input(this.changes);
    return { from: this.#from, to: packageVersion, branch: this.#branch, undo, guessed, changelog: sections };
  }

  protected override summary(): Iterable<string> {
    return upgradeSummary(this.#input(this.changes));
  }

  get #branch(): string | null {
    return typeof this.options.branch === "string" ? this.options.branch : null;
  }

  #input(changes: readonly Change[]): UpgradeSummary {
    return {
      view: viewOf(this.blueprint),
      changes,
      from: this.#from,
      to: packageVersion,
      sections: changesBetween(this.#from, packageVersion),
      guessed: this.#guessed,
      remedy: this.#remedy(),
      folder: relative(process.cwd(), this.root),
      undo: this.#undo,
      terminal: this.terminal,
    };
  }

  /** What finds the base of a file whose history is not here. */
  #remedy(): string {
    if (this.#tree?.shallow) return "Undo it, `git fetch --unshallow`, and upgrade again for an exact merge.";
    const version = this.#from ?? "VERSION";
    const render = `npx --yes generator-space-sst@${version} ../before --answers ${sh(STORE_FILE)} --skip-install --skip-git`;
    return `For an exact merge, undo it, render it as it was (${render}), and upgrade again with --base ../before.`;
  }

  async #check(): Promise<void> {
    const due = await isDue(this.root, this.stored ?? {});
    const { sections } = this.#input([]);
    if (this.flag("json"))
      this.terminal.document({ root: this.root, due, from: this.#from, to: packageVersion, changelog: sections });
    const from = this.#from ?? "an unknown version";
    if (due) throw new Failure(`an upgrade is due: from ${from} to ${packageVersion}`, { status: DUE });
    if (!this.flag("json")) this.terminal.print(`No upgrade is due: ${packageVersion} renders nothing differently.`);
  }

  /** To the branch that was asked for, or back from it. */
  async #switch(way: "--create" | "--back"): Promise<void> {
    const name = this.#branch;
    const tree = this.#tree;
    if (name === null || tree === null) return;
    const back = tree.branch === null ? ["--detach", tree.head as string] : [tree.branch];
    const steps =
      way === "--create"
        ? [["switch", "--quiet", "--create", name]]
        : [
            ["switch", "--quiet", ...back],
            ["branch", "--quiet", "--delete", "--force", name],
          ];
    const { git } = await import("../../lib/git.ts");
    for (const words of steps) {
      const { status, stderr } = await git(this.root, words);
      if (status !== 0) throw new Failure(`git ${words[0]} failed: ${stderr.trim().split("\n")[0]}`);
    }
  }
}
