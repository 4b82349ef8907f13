import type { Blueprint } from "../../answers/normalise.ts";
import { STORE_KINDS } from "../../answers/vocabulary.ts";
import { Stopped } from "../../errors.ts";
import { type Answered, answered } from "../../questions/answered.ts";
import type { Change } from "../../repo/workspace/index.ts";
import { amount } from "../../system/amount.ts";
import { typed } from "../../system/typed.ts";
import type { AskQuestion } from "../../terminal/ask.ts";
import { tableLines } from "../../terminal/table.ts";
import { costs, filesWritten, type Goal } from "../repo.ts";
import type { Session } from "../session.ts";

/** The last screen of a kickoff: what was answered, what it costs, and what becomes of it. */

/** What somebody wants to answer anew: one question, or everything that a preset answers. */
export type Reconsidered = Answered["prompt"];

/**
 * Shows the answers and what they cost, and asks whether they are right.
 * @returns null where they are; else what is to be asked again
 * @throws {Stopped} where somebody stops
 */
export async function review(
  session: Session,
  ask: AskQuestion,
  { blueprint }: Goal,
  changes: readonly Change[],
): Promise<{ again: Reconsidered } | null> {
  const { terminal, root } = session;
  const answers = answered(blueprint);
  terminal.print();
  for (const line of tableLines(
    [{}, {}],
    answers.map(({ label, value }) => [label, value]),
    Math.min(terminal.width, 80),
  ))
    terminal.print(line);
  for (const line of costs(session, blueprint)) terminal.print(line);
  const next = await ask({
    type: "select",
    name: "review",
    message: `Write ${amount(filesWritten(changes), "file")} to ${root}?`,
    loop: false,
    choices: [
      { value: "write", name: "Write them" },
      { value: "change", name: "Change an answer" },
      { value: "stop", name: "Stop" },
    ],
  });
  if (next === "write") return null;
  if (next === "change") return { again: await whichOne(ask, answers) };
  throw new Stopped();
}

interface Other {
  value: string;
  name: string;
}

/** Asks for one of the answers, or for something else. */
async function choose(
  ask: AskQuestion,
  message: string,
  answers: readonly Answered[],
  others: readonly Other[],
  last: readonly Other[] = [],
) {
  const single = answers.flatMap(({ prompt, label, value }) => (prompt === null ? [] : [{ prompt, label, value }]));
  const width = Math.max(...single.map(({ label }) => label.length));
  const named = single.map(({ prompt, label, value }) => ({
    value: prompt.path,
    name: `${label.padEnd(width)}  ${value}`,
  }));
  const choices = [...others, ...named, ...last];
  const path = await ask({ type: "select", name: "review-answer", message, loop: false, pageSize: 12, choices });
  return single.find(({ prompt }) => prompt.path === path)?.prompt ?? null;
}

const whichOne = (ask: AskQuestion, answers: readonly Answered[]): Promise<Reconsidered> =>
  choose(
    ask,
    "Which answer?",
    answers,
    [],
    [{ value: "lists", name: "Services and what they use: choose a preset, or one after the other" }],
  );

/**
 * In a repo that is there, where nothing was said: what is to change?
 * @returns null for its files alone
 */
export function menu({ terminal, root }: Session, ask: AskQuestion, blueprint: Blueprint): Promise<Reconsidered> {
  const commands = ["service", ...STORE_KINDS, "queue", "stage", "client", "remove"].map((name) => typed(name, root));
  terminal.help(`What it consists of changes by a command of its own: ${commands.join(", ")}.`);
  return choose(ask, "What is to change?", answered(blueprint), [
    { value: "nothing", name: "Nothing: bring its files to the answers that it has" },
  ]);
}
