import { existsSync } from "node:fs";
import { join } from "node:path";
import { forgetDraft } from "../../questions/drafts.ts";
import { outerGitOf } from "../../questions/ground.ts";
import { viewOf } from "../../repo/changes.ts";
import { type Consequence, consequences } from "../../repo/edit/consequences.ts";
import { stepsFor } from "../../repo/steps.ts";
import { candidates } from "../../repo/store.ts";
import { summary } from "../../repo/summary.ts";
import type { Change } from "../../repo/workspace/index.ts";
import { gitTopOf } from "../../system/git.ts";
import { acceptConsequences } from "../losses.ts";
import { conclude, decided, filesWritten, type Goal, installs, plannedChanges, runSteps, write } from "../repo.ts";
import type { Session } from "../session.ts";
import { repeatOf } from "./repeat.ts";

/** From valid answers to a repo. */

export interface Kickoff extends Goal {
  changes: readonly Change[];
}

/** What the answers do to data that was deployed with those before them. */
async function consequencesOf({ root }: Session, { stored, blueprint }: Goal): Promise<Consequence[]> {
  if (stored === null) return [];
  // Answers that were edited by hand are stored already: the last commit has those before.
  const found = (await candidates(root, stored)).map((before) => consequences(before, blueprint));
  return found.find(({ length }) => length > 0) ?? [];
}

/**
 * What becomes of the folder, with every decision made.
 * @param agreed the changes, where somebody has seen the answers and said yes
 */
export async function plan(session: Session, goal: Goal, agreed?: readonly Change[]): Promise<Kickoff> {
  if (session.text("deploy") !== undefined) {
    const { checkDeploy } = await import("./offer.ts");
    checkDeploy(session, viewOf(goal.blueprint));
  }
  await acceptConsequences(session, await consequencesOf(session, goal));
  const changes = agreed ?? (await plannedChanges(session, goal));
  return { ...goal, changes: await decided(session, [...changes], goal, { agreed: agreed !== undefined }) };
}

const needsGit = ({ root }: Session): boolean => gitTopOf(root) !== root && outerGitOf(root) === null;

/** Whether there is anything new to install. */
const needsInstall = ({ root }: Session, changes: readonly Change[]): boolean =>
  !existsSync(join(root, "node_modules")) || changes.some(({ action }) => action !== "unchanged" && action !== "keep");

/** Writes the files; then git, and the packages. */
export async function make(session: Session, kickoff: Kickoff): Promise<Kickoff> {
  const { blueprint, changes } = kickoff;
  await write(session, changes);
  if (session.flag("dry-run")) return kickoff;
  forgetDraft(session.root);
  const makes = {
    git: !session.flag("skip-git") && needsGit(session),
    install: installs(session) && needsInstall(session, changes),
  };
  await runSteps(session, stepsFor(viewOf(blueprint), makes));
  return kickoff;
}

/** Says what was made, and offers the first deploy. */
export async function conclusion(session: Session, { stored, blueprint, changes }: Kickoff): Promise<void> {
  const view = viewOf(blueprint);
  const [command, installed, { terminal }] = [repeatOf(session, blueprint), installs(session), session];
  const priced = session.interactive && !session.flag("dry-run") && filesWritten(changes) > 0;
  conclude(session, {
    blueprint,
    changes,
    result: { repeat: command },
    summary: (folder) => summary({ view, changes, folder, command, terminal, installed, priced }),
  });
  const first = stored === null && session.interactive && installed;
  const goesOn = first || session.text("deploy") !== undefined;
  if (!goesOn || session.flag("dry-run") || session.flag("json")) return;
  // What a deploy needs is loaded only where there may be one.
  const { goOn } = await import("./offer.ts");
  await goOn(session, view);
}
