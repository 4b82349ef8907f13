import { isDeepStrictEqual } from "node:util";
import { parseBlueprint } from "../../answers/parse.ts";
import { STORES } from "../../answers/vocabulary.ts";
import { Stopped } from "../../errors.ts";
import { type Conversation, converse, reconsider } from "../../questions/conversation.ts";
import { type Document, mergeDocuments } from "../../questions/document.ts";
import { draftOf, keepDraft } from "../../questions/drafts.ts";
import { emailOf, outerGitOf, timezoneOf } from "../../questions/ground.ts";
import { type Said, withBack } from "../../questions/replay.ts";
import { presetAnswers, type Resolved } from "../../questions/sources.ts";
import { amount } from "../../system/amount.ts";
import type { AskQuestion } from "../../terminal/ask.ts";
import { typedLines } from "../../terminal/shell.ts";
import { plannedChanges } from "../repo.ts";
import type { Session } from "../session.ts";
import { goalOf } from "./goal.ts";
import { type Kickoff, plan } from "./make.ts";
import { goOnOf, repeatOf } from "./repeat.ts";
import { menu, review } from "./review.ts";

/** A kickoff on a terminal. */

/** The answers about the project itself: what it consists of is chosen again. */
const withoutLists = (document: Document): Document => {
  const parts = ["services", ...Object.values(STORES), "backup"];
  return Object.fromEntries(Object.entries(document).filter(([key]) => !parts.includes(key)));
};

/** Says where it writes, how much it asks, and how to get out. */
function introduce({ terminal, root }: Session, { document }: Resolved): void {
  terminal.print(`The repo goes to ${terminal.paint("bold", root)}. Nothing is written before the last screen.`);
  const outer = outerGitOf(root);
  if (outer !== null) terminal.print(`It is part of the git repository ${outer}: workflows go to the top of that.`);
  if (document.services === undefined)
    terminal.print(
      "A preset asks 5 to 8 questions, a choice of your own about 20; the last screen changes any answer.",
    );
  terminal.print(terminal.paint("dim", "Esc goes back to the question before; Ctrl-C stops, and keeps the answers."));
}

/** What somebody said here when no repo came of it, and says again now. */
async function saidBefore({ ask, root }: Session): Promise<Said[]> {
  const draft = draftOf(root);
  if (draft === null) return [];
  const goesOn = await ask({
    type: "select",
    name: "draft",
    message: `There is a draft of ${draft.at.slice(0, 16).replace("T", " ")} UTC, with ${amount(draft.said.length, "answer")}`,
    loop: false,
    choices: [
      { value: true, name: "Go on with it", description: "its last question is asked next; Esc goes back from there" },
      { value: false, name: "Begin anew" },
    ],
  });
  return goesOn === true ? draft.said : [];
}

/** A repo that is there, of which nothing new was said. */
const isUnchanged = ({ stored, document }: Resolved): boolean =>
  stored !== null && isDeepStrictEqual(document, mergeDocuments({}, stored));

/** What somebody said of the project; what they said to the last screen is no answer. */
const answersIn = (said: readonly Said[]): readonly Said[] =>
  said.at(-1)?.name === "review" && said.at(-1)?.answer !== "change" ? said.slice(0, -1) : said;

/** Keeps what was answered: until the repo is written, anything may happen. */
async function keep({ root }: Session, said: readonly Said[]): Promise<boolean> {
  const answers = answersIn(said);
  return answers.length > 0 && keepDraft(root, answers);
}

/** Keeps what was answered, and says how to go on with it. */
async function stopped(session: Session, said: readonly Said[], command: string | null): Promise<Stopped> {
  const { terminal } = session;
  if (command !== null) {
    terminal.print("The same answers again:");
    for (const line of typedLines(command, terminal)) terminal.print(line);
  }
  if (!(await keep(session, said))) return new Stopped();
  return new Stopped("Stopped. Nothing was written; the next run in this folder offers these answers.");
}

/** What a person answers; in a new repo until they say that it is right. */
export async function asked(session: Session, resolved: Resolved): Promise<Kickoff> {
  const { terminal, folder, root } = session;
  const begins = resolved.stored === null;
  if (begins) introduce(session, resolved);
  const said = begins ? await saidBefore(session) : [];
  const reviewed = begins && !session.flag("dry-run");
  /** The command that has the answers so far. */
  let command: string | null = null;

  const talk = async (ask: AskQuestion): Promise<Kickoff> => {
    const conversation: Conversation = {
      ...{ ask, terminal, folder, root, email: emailOf(root), timezone: timezoneOf() },
      withPreset: (name, over) => mergeDocuments(presetAnswers(name), over),
      again: session.flag("ask-answered"),
      heard: (document) => {
        const result = parseBlueprint(document);
        if ("blueprint" in result) command = goOnOf(session, result.blueprint);
      },
    };
    let document = await converse(conversation, resolved.document);
    if (isUnchanged(resolved) && !conversation.again) {
      const prompt = await menu(session, ask, goalOf(session, document, resolved).blueprint);
      if (prompt !== null) document = await reconsider(conversation, document, prompt);
    }
    for (;;) {
      const goal = goalOf(session, document, resolved);
      if (!reviewed) return plan(session, goal);
      command = repeatOf(session, goal.blueprint);
      const changes = await plannedChanges(session, goal);
      const change = await review(session, ask, goal, changes);
      if (change === null) return plan(session, goal, changes);
      document =
        change.again === null
          ? await converse(conversation, withoutLists(document))
          : await reconsider(conversation, document, change.again);
    }
  };

  try {
    const kickoff = await withBack(session, said, talk);
    if (begins) await keep(session, said);
    return kickoff;
  } catch (error) {
    throw error instanceof Stopped && begins ? await stopped(session, said, command) : error;
  }
}
