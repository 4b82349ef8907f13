import { relative, resolve } from "node:path";
import { Failure, UsageError } from "../../errors.ts";
import { STORE_FILE } from "../../questions/store.ts";
import { viewOf } from "../../repo/changes.ts";
import { storedRepo } from "../../repo/edit/stored.ts";
import { ownsProof } from "../../repo/own-proof.ts";
import { renderedVersion } from "../../repo/store.ts";
import { changesBetween } from "../../repo/upgrade/changelog.ts";
import { type ControlChange, controlChanges, isStale, withoutConflict } from "../../repo/upgrade/controls.ts";
import { isDue } from "../../repo/upgrade/due.ts";
import { checkUndoable, onBranch } from "../../repo/upgrade/safety.ts";
import { stageChanges } from "../../repo/upgrade/stage.ts";
import { isNothing, overview, type UpgradeSummary, upgradeSummary } from "../../repo/upgrade/summary.ts";
import { undoCommand } from "../../repo/upgrade/undo.ts";
import { branchProblem, readWorkTree, snapshot, type WorkTree } from "../../repo/upgrade/work-tree.ts";
import { refuseNewer } from "../../repo/version.ts";
import { type Change, resolve as decide, UNKNOWN_BASE } from "../../repo/workspace/index.ts";
import { packageVersion } from "../../system/package-root.ts";
import { typedAgain } from "../../system/typed.ts";
import { conclude, decided, type Goal, plannedChanges, write } from "../repo.ts";
import type { Session } from "../session.ts";
import { inSteps } from "../steps.ts";

/** Status of `--check` where an upgrade is due. */
const DUE = 4;

/** The repo, and the version that rendered it. */
interface Repo extends Goal {
  from: string | null;
  tree: WorkTree | null;
}

interface Upgrade extends Repo {
  /** What is written; null where an upgrade is only asked about. */
  changes: readonly Change[] | null;
  /** Files whose version before is not known, so that their merge is a guess. */
  guessed: readonly string[];
  undo: string | null;
  controls: readonly ControlChange[];
  /** CONTROLS.md must be written anew by the repo's own test. */
  stale: boolean;
}

/** What finds the base of a file whose history is not here. */
function remedyOf({ tree, from }: Repo): string[] {
  if (tree?.shallow) return ["For an exact merge, undo it, run git fetch --unshallow, and upgrade again."];
  const old = `generator-space-sst@${from ?? "VERSION"}`;
  return [
    "For an exact merge, undo it, let the old version render it once more, and upgrade from there:",
    `  npx --yes ${old} ../before --answers ${STORE_FILE} --skip-install --skip-git`,
    `  ${typedAgain("upgrade --base ../before")}`,
  ];
}

type Written = Omit<Upgrade, "changes"> & { changes: readonly Change[] };

const summaryOf = ({ root, terminal }: Session, upgrade: Written): UpgradeSummary => ({
  view: viewOf(upgrade.blueprint),
  changes: upgrade.changes,
  from: upgrade.from,
  to: packageVersion,
  sections: changesBetween(upgrade.from, packageVersion),
  guessed: [...upgrade.guessed],
  remedy: remedyOf(upgrade),
  controls: upgrade.controls,
  stale: upgrade.stale,
  folder: relative(process.cwd(), root),
  undo: upgrade.undo,
  terminal,
});

const guesses = (changes: readonly Change[]): string[] =>
  changes.filter(({ reason }) => reason === UNKNOWN_BASE).map(({ path }) => path);

const withMarkers = (changes: readonly Change[]): Change[] => decide(changes, () => "markers");

/** @throws {UsageError} where the branch cannot be made */
async function checkBranch(session: Session, tree: WorkTree | null): Promise<void> {
  const name = session.text("branch");
  if (name === undefined) return;
  const problem = tree === null ? "needs a git repository" : await branchProblem(session.root, name);
  if (problem !== undefined) throw new UsageError([{ path: "--branch", message: problem }], "the flags");
}

/** @throws {Failure} where an upgrade is due */
async function sayWhetherDue(session: Session, { stored, from }: Repo): Promise<void> {
  const { root, terminal } = session;
  const due = await isDue(root, stored ?? {});
  if (session.flag("json"))
    terminal.document({ root, due, from, to: packageVersion, changelog: changesBetween(from, packageVersion) });
  if (due)
    throw new Failure(`an upgrade is due: from ${from ?? "an unknown version"} to ${packageVersion}`, { status: DUE });
  if (!session.flag("json")) terminal.print(`No upgrade is due: ${packageVersion} renders nothing differently.`);
}

/** Brings a repo to this version of the generator. There is nothing to ask: the answers are those of the repo. */
export const begin = inSteps<Repo, Upgrade, Upgrade>({
  async validate(session) {
    const { root } = session;
    const { stored, blueprint } = storedRepo(root);
    const from = renderedVersion(stored);
    refuseNewer(root, from);
    if (session.flag("check")) return { stored, blueprint, from, tree: null };
    const tree = await readWorkTree(root);
    await checkBranch(session, tree);
    return { stored, blueprint, from, tree };
  },

  async ask(session, repo) {
    if (session.flag("check")) return { ...repo, changes: null, guessed: [], undo: null, controls: [], stale: false };
    const base = session.text("base");
    const plan = base === undefined ? {} : { folder: resolve(session.cwd, base) };
    const found = await plannedChanges(session, repo, { plan });
    const planned = withoutConflict(found);
    const lists = { controls: controlChanges(found), stale: isStale(planned, ownsProof(session.root, found)) };
    const writes = !session.flag("dry-run") && !session.flag("force") && !isNothing(planned);
    if (writes) await checkUndoable(session.root, repo.tree, planned);
    // A person reads conflicts where the files are; the index has their three versions.
    const upgrade = { ...repo, ...lists, changes: withMarkers(planned), guessed: guesses(planned), undo: null };
    const lines = overview(summaryOf(session, upgrade));
    const before = async () => {
      if (isNothing(planned)) return;
      const { rehearseUpgrade } = await import("./rehearsal.ts");
      await rehearseUpgrade(session, upgrade);
    };
    return { ...upgrade, changes: await decided(session, planned, repo, { lines, conflicts: "markers", before }) };
  },

  async execute(session, upgrade) {
    const { root } = session;
    const { changes, tree } = upgrade;
    if (changes === null) {
      await sayWhetherDue(session, upgrade);
      return upgrade;
    }
    if (session.flag("dry-run") || isNothing(changes) || tree?.head == null) {
      await write(session, changes);
      return upgrade;
    }
    const branch = session.text("branch") ?? null;
    const kept = tree.uncommitted.length > 0 ? await snapshot(root) : null;
    await onBranch(root, tree, branch, () => write(session, changes));
    await stageChanges(root, changes);
    return { ...upgrade, undo: undoCommand(tree, branch, kept) };
  },

  recommend(session, upgrade) {
    const { changes, blueprint, from } = upgrade;
    if (changes === null) return;
    const said = summaryOf(session, { ...upgrade, changes });
    const { sections, guessed, undo } = said;
    const branch = session.text("branch") ?? null;
    conclude(session, {
      blueprint,
      changes,
      result: {
        from,
        to: packageVersion,
        branch,
        undo,
        guessed,
        controls: upgrade.controls,
        changelog: sections,
      },
      summary: () => upgradeSummary(said),
    });
  },
});
