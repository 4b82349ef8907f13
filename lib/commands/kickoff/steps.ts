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

/** Where something simpler would do, that is said before anything is made. */
function sayWhatIsSimpler({ terminal }: Session, { stored, blueprint }: Goal): void {
  const reason = stored === null ? simplerChoice(blueprint) : null;
  if (reason !== null) terminal.print(`${terminal.paint("yellow", "A simpler choice:")} ${reason}`);
}

interface Aim {
  goal: Goal;
  /** Somebody has seen the answers, and said yes to them. */
  agreed: boolean;
}

/** The answers about the project itself: what it consists of is chosen again. */
const withoutLists = ({ services: _, databases: __, caches: ___, backup: ____, ...rest }: Document): Document => rest;

/** What a person answers; in a new repo until they say that it is right. */
async function asked(session: Session, resolved: Resolved): Promise<Aim> {
  const [{ converse, reconsider }, { review }] = await Promise.all([
    import("../../questions/conversation.ts"),
    import("./review.ts"),
  ]);
  const { ask, terminal, folder, root } = session;
  const withPreset = (name: string, over: Document) => mergeDocuments(presetAnswers(name), over);
  const conversation = { ask, terminal, folder, root, withPreset, again: session.flag("ask-answered") };
  const reviewed = resolved.stored === null && !session.flag("dry-run");
  let document = await converse(conversation, resolved.document);
  for (;;) {
    const goal = { stored: resolved.stored, blueprint: blueprintOf(document, resolved) };
    sayWhatIsSimpler(session, goal);
    const change = reviewed ? await review(session, goal) : null;
    if (change === null) return { goal, agreed: reviewed };
    document =
      change.again === null
        ? await converse(conversation, withoutLists(document))
        : await reconsider(conversation, document, change.again);
  }
}

/** What flags and files say, where nobody can be asked. */
async function given(session: Session, resolved: Resolved): Promise<Aim> {
  const { document, complete, stored } = resolved;
  const defaults = complete || session.flag("yes");
  // Where all else has a default, only the project can be missing.
  if (!defaults || document.project === undefined) {
    const { missingAnswers } = await import("../../questions/missing.ts");
    missingAnswers(document, { defaults });
  }
  const goal = { stored, blueprint: blueprintOf(document, resolved) };
  sayWhatIsSimpler(session, goal);
  return { goal, agreed: false };
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
    const { goal, agreed } = await (session.interactive ? asked : given)(session, resolved);
    return (await making()).plan(session, goal, agreed);
  },

  execute: async (session, kickoff) => (await making()).make(session, kickoff),

  recommend: async (session, kickoff) => (await making()).conclusion(session, kickoff),
});
