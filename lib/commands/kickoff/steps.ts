import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { simplerChoice } from "../../answers/gate.ts";
import type { Blueprint } from "../../answers/normalise.ts";
import { parseBlueprint } from "../../answers/parse.ts";
import { UsageError } from "../../errors.ts";
import { converse } from "../../questions/conversation.ts";
import { type Document, mergeDocuments } from "../../questions/document.ts";
import { missingAnswers } from "../../questions/missing.ts";
import { withOrigins } from "../../questions/origin.ts";
import { repeatCommand } from "../../questions/repeat.ts";
import { presetAnswers, type Resolved, repoOf, resolveAnswers, storedAnswers } from "../../questions/sources.ts";
import { sh } from "../../render/encode.ts";
import { viewOf } from "../../repo/changes.ts";
import { consequences } from "../../repo/edit/consequences.ts";
import { stepsFor } from "../../repo/steps.ts";
import { candidates } from "../../repo/store.ts";
import { summary } from "../../repo/summary.ts";
import { checkRenderedByThis } from "../../repo/version.ts";
import type { Change } from "../../repo/workspace/index.ts";
import { git } from "../../system/git.ts";
import { conclude, decided, type Goal, installs, plannedChanges, runSteps, write } from "../repo.ts";
import type { Session } from "../session.ts";
import { inSteps } from "../steps.ts";

interface Kickoff extends Goal {
  changes: readonly Change[];
}

/** A folder that is said as a path is meant as one. */
const isPath = (word: string): boolean => /[/\\]|^\.{1,2}$/.test(word);

/**
 * A repo inside a repo is seldom meant: a word may be a command that does not exist.
 * @throws {UsageError} where it is not said as a path
 */
function refuseNested({ args: [folder], root }: Session): void {
  if (folder === undefined || isPath(folder) || storedAnswers(root) !== null) return;
  const outer = repoOf(dirname(root));
  if (outer === null) return;
  const message = `would be a repo inside ${outer}: for a folder of that name say ./${folder}`;
  throw new UsageError([{ path: folder, message }], "the command line");
}

/** What flags say that cannot be read is refused together with what is wrong with the rest. */
function refuseUnreadable({ document, problems }: Resolved): void {
  if (problems.length === 0) return;
  const result = parseBlueprint(document);
  throw new UsageError([...problems, ...("problems" in result ? result.problems : [])], "the flags and answers");
}

/** The answers as a blueprint; what is wrong is said with the file that it comes from. */
function blueprintOf(answers: Document, { layers }: Resolved): Blueprint {
  const result = parseBlueprint(answers);
  if ("blueprint" in result) return result.blueprint;
  throw withOrigins(result.problems, layers, answers);
}

async function answersOf(session: Session, { document, complete }: Resolved): Promise<Document> {
  if (!session.interactive) {
    missingAnswers(document, { defaults: complete || session.flag("yes") });
    return document;
  }
  const { ask, terminal, folder, root } = session;
  const withPreset = (name: string, over: Document) => mergeDocuments(presetAnswers(name, over), over);
  return converse({ ask, terminal, folder, root, withPreset, again: session.flag("ask-answered") }, document);
}

/** Where something simpler would do, that is said before anything is made. */
async function sayWhatIsSimpler(session: Session, { stored, blueprint }: Goal): Promise<void> {
  const reason = stored === null ? simplerChoice(blueprint) : null;
  if (reason === null) return;
  session.terminal.print(`${session.terminal.paint("yellow", "A simpler choice:")} ${reason}`);
  if (session.interactive) await session.goOn("Go on with SST?");
}

/** What other answers do to data is said before anything is written, and data is not lost without a yes. */
async function acceptConsequences(session: Session, { stored, blueprint }: Goal): Promise<void> {
  if (stored === null) return;
  const { terminal } = session;
  // Answers that were edited by hand are stored already: the last commit has those before.
  const found =
    (await candidates(session.root, stored))
      .map((before) => consequences(before, blueprint))
      .find(({ length }) => length > 0) ?? [];
  for (const { path, message, loses } of found)
    terminal.print(
      `${loses ? terminal.paint("red", "Data:") : terminal.paint("yellow", "Note:")} ${path}: ${message}.`,
    );
  const losses = found.filter(({ loses }) => loses);
  if (losses.length === 0 || session.flag("lose-data") || session.flag("dry-run")) return;
  if (session.interactive) return session.goOn("Go on all the same?", false);
  throw new UsageError(
    losses.map(({ path, message }) => ({ path, message: `needs --lose-data: ${message}` })),
    "the answers",
  );
}

async function needsGit({ root }: Session): Promise<boolean> {
  if (existsSync(join(root, ".git"))) return false;
  return (await git(root, ["rev-parse", "--is-inside-work-tree"])).status !== 0;
}

/** Whether there is anything new to install. */
const needsInstall = ({ root }: Session, changes: readonly Change[]): boolean =>
  !existsSync(join(root, "node_modules")) || changes.some(({ action }) => action !== "unchanged" && action !== "keep");

/** The command that gives this repo again, by the way in that was taken. */
function repeatOf({ typed, args: [folder] }: Session, blueprint: Blueprint): string {
  return repeatCommand(blueprint, folder === undefined ? typed : `${typed} ${sh(folder)}`);
}

/** From answers to a repo, and again to bring a repo to other answers. */
export const begin = inSteps<Resolved, Kickoff, Kickoff>({
  async validate(session) {
    refuseNested(session);
    const { options, cwd, root, terminal } = session;
    const resolved = await resolveAnswers({ options, cwd, root });
    await checkRenderedByThis(root, resolved.stored);
    if (resolved.stored !== null && session.args.length === 0 && root !== cwd)
      terminal.print(terminal.paint("dim", `The repo: ${root}`));
    return resolved;
  },

  async ask(session, resolved) {
    refuseUnreadable(resolved);
    const goal = { stored: resolved.stored, blueprint: blueprintOf(await answersOf(session, resolved), resolved) };
    await sayWhatIsSimpler(session, goal);
    await acceptConsequences(session, goal);
    return { ...goal, changes: await decided(session, await plannedChanges(session, goal), goal) };
  },

  async execute(session, kickoff) {
    const { blueprint, changes } = kickoff;
    await write(session, changes);
    if (session.flag("dry-run")) return kickoff;
    const makes = {
      git: !session.flag("skip-git") && (await needsGit(session)),
      install: installs(session) && needsInstall(session, changes),
    };
    await runSteps(session, stepsFor(viewOf(blueprint), makes));
    return kickoff;
  },

  async recommend(session, { stored, blueprint, changes }) {
    const view = viewOf(blueprint);
    const [command, installed, { terminal }] = [repeatOf(session, blueprint), installs(session), session];
    conclude(session, {
      blueprint,
      changes,
      result: { repeat: command },
      summary: (folder) => summary({ view, changes, folder, command, terminal, installed }),
    });
    const first = stored === null && session.interactive && installed;
    if (!first || session.flag("dry-run") || session.flag("json")) return;
    // What a deploy needs is loaded only where one is offered.
    const { offerDeploy } = await import("./offer.ts");
    await offerDeploy(session, view);
  },
});
