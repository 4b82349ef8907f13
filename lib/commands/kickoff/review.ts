import { Stopped } from "../../errors.ts";
import { type Answered, answered } from "../../questions/answered.ts";
import { tableLines } from "../../terminal/table.ts";
import { costs, filesWritten, type Goal, plannedChanges } from "../repo.ts";
import type { Session } from "../session.ts";
import { repeatOf } from "./repeat.ts";

/** The last screen of a kickoff: what was answered, what it costs, and what becomes of it. */

/** What somebody wants to answer anew: one question, or everything that a preset answers. */
export type Reconsidered = Answered["prompt"];

/**
 * Shows the answers, and asks whether they are right.
 * @returns null where they are; else what is to be asked again
 * @throws {Stopped} where somebody stops; the command that goes on from here is printed
 */
export async function review(session: Session, goal: Goal): Promise<{ again: Reconsidered } | null> {
  const { terminal, root, ask } = session;
  const answers = answered(goal.blueprint);
  const rows = answers.map(({ label, value }) => [label, value]);
  const files = filesWritten(await plannedChanges(session, goal));
  terminal.print();
  for (const line of tableLines([{}, {}], rows, 80)) terminal.print(line);
  for (const line of costs(session, goal.blueprint)) terminal.print(line);
  const next = await ask({
    type: "select",
    name: "review",
    message: `Write ${files} files to ${root}?`,
    loop: false,
    choices: [
      { value: "write", name: "Write them" },
      { value: "change", name: "Change an answer" },
      { value: "stop", name: "Stop" },
    ],
  });
  if (next === "write") return null;
  if (next === "change") return { again: await whichOne(session, answers) };
  terminal.print(`The same answers again, without questions:\n  ${repeatOf(session, goal.blueprint)}`);
  throw new Stopped();
}

async function whichOne({ ask }: Session, answers: readonly Answered[]): Promise<Reconsidered> {
  const single = answers.filter(({ prompt }) => prompt !== null);
  const width = Math.max(...single.map(({ label }) => label.length));
  const choices = [
    ...single.map(({ prompt, label, value }) => ({ value: prompt, name: `${label.padEnd(width)}  ${value}` })),
    { value: null, name: "Services, databases and caches: choose a preset, or one after the other" },
  ];
  const message = "Which answer?";
  return (await ask({
    type: "select",
    name: "review-answer",
    message,
    loop: false,
    pageSize: 20,
    choices,
  })) as Reconsidered;
}
