import { relative, resolve } from "node:path";
import type { BaseFeatures } from "yeoman-generator";
import { upgrade } from "../../lib/commands/upgrade/command.ts";
import { Failure, UsageError } from "../../lib/errors.ts";
import { STORE_FILE } from "../../lib/questions/sources.ts";
import { type PlanRepoOptions, viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { renderedVersion } from "../../lib/repo/store.ts";
import { changesBetween } from "../../lib/repo/upgrade/changelog.ts";
import { isDue } from "../../lib/repo/upgrade/due.ts";
import { checkUndoable, onBranch } from "../../lib/repo/upgrade/safety.ts";
import { stageChanges } from "../../lib/repo/upgrade/stage.ts";
import { isNothing, overview, type UpgradeSummary, upgradeSummary } from "../../lib/repo/upgrade/summary.ts";
import { undoCommand } from "../../lib/repo/upgrade/undo.ts";
import { branchProblem, readWorkTree, snapshot, type WorkTree } from "../../lib/repo/upgrade/work-tree.ts";
import { refuseNewer } from "../../lib/repo/version.ts";
import { type Change, resolve as decideConflicts, UNKNOWN_BASE } from "../../lib/repo/workspace/index.ts";
import { packageVersion } from "../../lib/system/package-root.ts";
import type { SpaceOptions } from "../base.ts";
import { RepoGenerator } from "../repo.ts";

/** Status of `--check` where an upgrade is due. */
const DUE = 4;

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
    if (problem !== undefined) throw new UsageError([{ path: "--branch", message: problem }], "the flags");
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
    await onBranch(this.root, tree, this.#branch, () => super.writing());
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

  protected override async beforeWriting(changes: readonly Change[]): Promise<void> {
    if (!this.flag("force") && !isNothing(changes)) await checkUndoable(this.root, this.#tree, changes);
  }

  protected override *beforeConfirm(changes: readonly Change[]): Iterable<string> {
    yield* overview(this.#input(decideConflicts(changes, () => "markers")));
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
  #remedy(): string[] {
    if (this.#tree?.shallow) return ["For an exact merge, undo it, run git fetch --unshallow, and upgrade again."];
    const old = `generator-space-sst@${this.#from ?? "VERSION"}`;
    return [
      "For an exact merge, undo it, let the old version render it once more, and upgrade from there:",
      `  npx --yes ${old} ../before --answers ${STORE_FILE} --skip-install --skip-git`,
      "  space-sst upgrade --base ../before",
    ];
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
}
