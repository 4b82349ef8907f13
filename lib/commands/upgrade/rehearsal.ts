import { rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { Failure } from "../../errors.ts";
import { confirm } from "../../questions/ask.ts";
import { type Engine, engineFor } from "../../rehearse/engine.ts";
import { rehearse, stageToRehearse } from "../../rehearse/rehearse.ts";
import { linesOf } from "../../rehearse/report/text.ts";
import type { Report } from "../../rehearse/report/types.ts";
import { verdictOf } from "../../rehearse/report/verdict.ts";
import { viewOf } from "../../repo/changes.ts";
import { revisionOf } from "../../repo/revision.ts";
import type { WorkTree } from "../../repo/upgrade/work-tree.ts";
import { apply, type Change, summarise } from "../../repo/workspace/index.ts";
import { interruptible } from "../../system/interruptible.ts";
import { withoutMark } from "../../system/mark.ts";
import { packageRoot } from "../../system/package-root.ts";
import type { Goal } from "../repo.ts";
import type { Session } from "../session.ts";

/** What a deploy of an upgrade does to a stage as the last commit makes it, before anything is written. */

export interface Rehearsed extends Goal {
  tree: WorkTree | null;
  changes: readonly Change[];
}

/** This package is at hand in the version that the upgrade asks for: it is the one that runs. */
const OWN = "generator-space-sst";

/** What is installed for a repo: packages and their versions, those of the workspaces, and SST's providers. */
const INSTALLED: Readonly<Record<string, (text: string) => unknown>> = {
  "package.json": (text) => {
    const { dependencies, devDependencies, workspaces } = JSON.parse(withoutMark(text)) as Record<
      string,
      object | undefined
    >;
    return [{ ...dependencies, [OWN]: null }, { ...devDependencies, [OWN]: null }, workspaces];
  },
  "sst.config.ts": (text) => text.match(/"?[\w-]+"?: "\d+\.\d+\.\d+"/g),
};

/** Whether it asks for packages that are not there yet. */
function asksForPackages({ path, before, contents }: Change): boolean {
  const installed = INSTALLED[basename(path)];
  if (installed === undefined || contents === undefined) return false;
  const of = (bytes: Buffer | undefined) => JSON.stringify(bytes === undefined ? null : installed(bytes.toString()));
  return of(before) !== of(contents);
}

/** What has to be done first, which only an upgrade that is written lets anybody do; null where that is nothing. */
function obstacle({ tree, changes }: Rehearsed): string | null {
  if (tree?.head == null) return "the repo has no commit to compare it with";
  if (summarise(changes).unresolved.length > 0) return "its conflicts are for somebody to resolve first";
  if (changes.some(asksForPackages)) return "it asks for packages that are to be installed first";
  return null;
}

/** @throws {Failure} where it cannot be rehearsed yet */
function engineOf(session: Session, upgrade: Rehearsed): Engine {
  const left = obstacle(upgrade);
  if (left !== null) throw new Failure(`no rehearsal before the upgrade is written: ${left}, then npm run rehearse`);
  return engineFor(session.root);
}

/** Makes the upgrade in a copy of the repo. */
async function edit(folder: string, changes: readonly Change[], signal: AbortSignal): Promise<void> {
  await apply(folder, changes, { signal });
  const own = join(folder, "node_modules", OWN);
  await rm(own, { recursive: true, force: true });
  await symlink(packageRoot, own, "junction");
}

async function report({ root, terminal }: Session, upgrade: Rehearsed, engine: Engine): Promise<Report> {
  const { blueprint, changes } = upgrade;
  const view = viewOf(blueprint);
  const since = await revisionOf(root, undefined);
  return interruptible((signal) =>
    rehearse({
      root,
      project: view.project,
      stage: stageToRehearse(view),
      engine,
      since,
      edit: (folder) => edit(folder, changes, signal),
      signal,
      step: (name, run) => terminal.step(name, run),
    }),
  );
}

/** Whether somebody at a terminal wants one. It is offered only where there can be one. */
async function isWanted(session: Session, upgrade: Rehearsed): Promise<boolean> {
  try {
    engineOf(session, upgrade);
  } catch {
    return false;
  }
  return confirm(session.ask, "rehearse", "Rehearse its deploy first? It takes a minute or two", false);
}

/**
 * Says what a rehearsal has found.
 * @param insists whoever asked for it by a flag wants nothing written that it speaks against
 * @throws {Failure} where it does
 */
export function sayRehearsed({ terminal }: Session, rehearsed: Report, insists: boolean): void {
  for (const line of linesOf(rehearsed, terminal)) terminal.print(line);
  const verdict = verdictOf(rehearsed);
  if (verdict === null) return;
  if (insists) throw new Failure(`${verdict.message}; nothing was written`, { status: verdict.status });
  terminal.print(`${terminal.paint("red", "✖")} ${verdict.message}`);
}

/**
 * Rehearses an upgrade where it is asked for, by a flag or at the terminal.
 * @throws {Failure} where the flag asks for one, and there can be none or it speaks against the upgrade
 */
export async function rehearseUpgrade(session: Session, upgrade: Rehearsed): Promise<void> {
  const asked = session.flag("rehearse");
  const offered = session.interactive && !session.flag("dry-run");
  if (!asked && !(offered && (await isWanted(session, upgrade)))) return;
  sayRehearsed(session, await report(session, upgrade, engineOf(session, upgrade)), asked);
}
