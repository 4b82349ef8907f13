import { isDeepStrictEqual } from "node:util";
import { type AskQuestion, GoneBack, type Question } from "../terminal/ask.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * A conversation that can be gone back in, and be gone on with another day: what was answered is written down, and is
 * answered again to the same questions. So there is no question that has to know of this.
 */

/** What somebody has answered. */
export interface Said {
  name: string;
  answer: unknown;
}

type Choices = readonly { value: unknown; checked?: boolean }[] | undefined;

/** Whether a question still takes an answer: other answers, or another version, may offer something else. */
function takes({ choices, type, validate }: Question, answer: unknown): boolean {
  const offered = choices as Choices;
  const chosen = type === "checkbox" ? (answer as unknown[]) : [answer];
  if (offered?.length && !chosen.every((one) => offered.some(({ value }) => isDeepStrictEqual(value, one))))
    return false;
  return ((validate as ((answer: unknown) => unknown) | undefined)?.(answer) ?? true) === true;
}

/** The question with an answer as its default. */
function proposing(question: Question, answer: unknown): Question {
  const choices = question.choices as Choices;
  if (choices === undefined) return { ...question, default: answer };
  if (question.type !== "checkbox")
    return { ...question, default: choices.find(({ value }) => isDeepStrictEqual(value, answer))?.value };
  return {
    ...question,
    choices: choices.map((choice) => ({ ...choice, checked: (answer as unknown[]).includes(choice.value) })),
  };
}

/**
 * Runs a conversation in which Esc goes back to the question before.
 * @param said what was answered already; grows, and shrinks, with the conversation
 */
export async function withBack<T>(
  { ask, terminal }: { ask: AskQuestion; terminal: Terminal },
  said: Said[],
  converse: (ask: AskQuestion) => Promise<T>,
): Promise<T> {
  /** What was gone back from, the last first: proposed again where the same questions come. */
  let undone: Said[] = [];
  for (;;) {
    let at = 0;
    const askAgain: AskQuestion = async (question) => {
      const known = said[at];
      if (known?.name === question.name && takes(question, known.answer)) {
        at += 1;
        terminal.hold();
        return known.answer;
      }
      said.length = at;
      terminal.release();
      const proposal = undone.pop();
      if (proposal?.name !== question.name) undone = [];
      const fits = proposal?.name === question.name && takes(question, proposal.answer);
      const asked = fits ? proposing(question, proposal.answer) : question;
      try {
        said.push({ name: question.name, answer: await ask({ ...asked, back: at > 0 }) });
      } catch (error) {
        if (error instanceof GoneBack && proposal !== undefined) undone.push(proposal);
        throw error;
      }
      at += 1;
      return said.at(-1)?.answer;
    };
    try {
      if (said.length > 0) terminal.hold();
      return await converse(askAgain);
    } catch (error) {
      if (!(error instanceof GoneBack)) throw error;
      undone.push(said.pop() as Said);
    } finally {
      terminal.release();
    }
  }
}
