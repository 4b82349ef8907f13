import { dirname } from "node:path";
import { simplerChoice } from "../../answers/gate.ts";
import type { Blueprint } from "../../answers/normalise.ts";
import { parseBlueprint } from "../../answers/parse.ts";
import { UsageError } from "../../errors.ts";
import { type Document, mergeDocuments } from "../../questions/document.ts";
import { withOrigins } from "../../questions/origin.ts";
import { presetAnswers, type Resolved, resolveAnswers } from "../../questions/sources.ts";
import { repoOf, storedAnswers } from "../../questions/store.ts";
import type { Goal } from "../repo.ts";
import type { Session } from "../session.ts";
import { inSteps } from "../steps.ts";
import type { Kickoff } from "./make.ts";

/** What makes a repo is loaded once there are answers to make it of. */
const making = () => import("./make.ts");

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
    const defaults = complete || session.flag("yes");
    // Where all else has a default, only the project can be missing.
    if (defaults && document.project !== undefined) return document;
    const { missingAnswers } = await import("../../questions/missing.ts");
    missingAnswers(document, { defaults });
    return document;
  }
  const { converse } = await import("../../questions/conversation.ts");
  const { ask, terminal, folder, root } = session;
  const withPreset = (name: string, over: Document) => mergeDocuments(presetAnswers(name), over);
  return converse({ ask, terminal, folder, root, withPreset, again: session.flag("ask-answered") }, document);
}

/** Where something simpler would do, that is said before anything is made. */
async function sayWhatIsSimpler(session: Session, { stored, blueprint }: Goal): Promise<void> {
  const reason = stored === null ? simplerChoice(blueprint) : null;
  if (reason === null) return;
  session.terminal.print(`${session.terminal.paint("yellow", "A simpler choice:")} ${reason}`);
  if (session.interactive) await session.goOn("Go on with SST?");
}

/** From answers to a repo, and again to bring a repo to other answers. */
export const begin = inSteps<Resolved, Kickoff, Kickoff>({
  async validate(session) {
    refuseNested(session);
    const { options, cwd, root, terminal } = session;
    const resolved = await resolveAnswers({ options, cwd, root });
    if (resolved.stored === null) return resolved;
    const { checkRenderedByThis } = await import("../../repo/version.ts");
    checkRenderedByThis(root, resolved.stored);
    if (session.args.length === 0 && root !== cwd) terminal.print(terminal.paint("dim", `The repo: ${root}`));
    return resolved;
  },

  async ask(session, resolved) {
    refuseUnreadable(resolved);
    const goal = { stored: resolved.stored, blueprint: blueprintOf(await answersOf(session, resolved), resolved) };
    await sayWhatIsSimpler(session, goal);
    return (await making()).plan(session, goal);
  },

  execute: async (session, kickoff) => (await making()).make(session, kickoff),

  recommend: async (session, kickoff) => (await making()).conclusion(session, kickoff),
});
