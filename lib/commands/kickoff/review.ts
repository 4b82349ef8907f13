import { Stopped } from "../../errors.ts";
import { type Answered, answered } from "../../questions/answered.ts";
import type { Change } from "../../repo/workspace/index.ts";
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
    message: `Write ${filesWritten(changes)} files to ${root}?`,
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

async function whichOne(ask: AskQuestion, answers: readonly Answered[]): Promise<Reconsidered> {
  const single = answers.flatMap(({ prompt, label, value }) => (prompt === null ? [] : [{ prompt, label, value }]));
  const width = Math.max(...single.map(({ label }) => label.length));
  const path = await ask({
    type: "select",
    name: "review-answer",
    message: "Which answer?",
    loop: false,
    choices: [
      ...single.map(({ prompt, label, value }) => ({ value: prompt.path, name: `${label.padEnd(width)}  ${value}` })),
      { value: null, name: "Services, databases and caches: choose a preset, or one after the other" },
    ],
  });
  return single.find(({ prompt }) => prompt.path === path)?.prompt ?? null;
}
