import { relative } from "node:path";
import { toDocument } from "../answers/document.ts";
import { copiesAbroad } from "../answers/jurisdictions.ts";
import type { Blueprint } from "../answers/normalise.ts";
import type { View } from "../answers/view.ts";
import { Failure, Stopped } from "../errors.ts";
import type { Document } from "../questions/document.ts";
import { STORE_FILE } from "../questions/store.ts";
import { type PlanRepoOptions, planRepo, viewOf } from "../repo/changes.ts";
import { askConflicts } from "../repo/conflicts.ts";
import { storedRepo } from "../repo/edit/stored.ts";
import { originals } from "../repo/originals.ts";
import { RECORD_FILE } from "../repo/record.ts";
import { lastLines, type Step } from "../repo/steps.ts";
import { costLines } from "../repo/summary.ts";
import { apply, type Change, type Conflict, type Resolution, resolve, summarise } from "../repo/workspace/index.ts";
import { amount } from "../system/amount.ts";
import { interruptible } from "../system/interruptible.ts";
import { run } from "../system/run.ts";
import type { Session } from "./session.ts";

/** What commands share that bring a repo to answers: plan, decide, write, install, say. */

/** What the repo that a session stands in is, for a command that only looks at it. */
export const repoOf = ({ root }: Session): View => viewOf(storedRepo(root).blueprint);

/** What a command brings its repo to. */
export interface Goal {
  /** The answers that the repo has stored, or null for a new one. */
  stored: Document | null;
  blueprint: Blueprint;
}

export interface Planning {
  plan?: PlanRepoOptions;
  /** Changes that only this command makes, instead of those of the same paths. */
  more?: readonly Change[];
}

/**
 * What bringing the repo there changes.
 * @throws {WorkspaceError} where something stands in the way
 */
export async function plannedChanges(
  { root }: Session,
  { blueprint, stored }: Goal,
  { plan = {}, more = [] }: Planning = {},
): Promise<Change[]> {
  const replaced = new Set(more.map(({ path }) => path));
  const planned = await planRepo(root, blueprint, stored, plan);
  return [...planned.filter(({ path }) => !replaced.has(path)), ...more];
}

/** What the answers cost, and what leaves the law that it is under. */
export function* costs(session: Session, blueprint: Blueprint): Iterable<string> {
  yield "";
  for (const line of copiesAbroad(blueprint)) yield `${session.terminal.paint("yellow", "Note:")} ${line}`;
  for (const line of costLines(viewOf(blueprint))) yield session.terminal.paint("dim", line);
}

/** How many files the changes write. */
export function filesWritten(changes: readonly Change[]): number {
  const { create, update, merge, conflict } = summarise(changes).counts;
  return create + update + merge + conflict;
}

async function askToWrite(
  session: Session,
  changes: readonly Change[],
  lines: Iterable<string>,
  before: () => Promise<void>,
): Promise<void> {
  const deleted = summarise(changes).counts.delete;
  const written = filesWritten(changes);
  if (written + deleted === 0) return;
  for (const line of lines) session.terminal.print(line);
  await before();
  const [files, more] = [amount(written, "file"), deleted > 0 ? `, delete ${deleted}` : ""];
  await session.goOn(
    written === 0
      ? `Delete ${amount(deleted, "file")} in ${session.root}?`
      : `Write ${files} to ${session.root}${more}?`,
  );
}

/** Decides every file that the generator would change and its owner has changed too. */
async function decideConflicts(session: Session, changes: Change[]): Promise<Change[]> {
  const conflicts = changes.filter((change): change is Conflict => change.action === "conflict");
  if (conflicts.length === 0) return changes;
  const resolved = async (decide: (conflict: Conflict) => Resolution) => {
    const overwritten = conflicts.filter((conflict) => decide(conflict) === "overwrite");
    return [...resolve(changes, decide), ...(await originals(session.root, overwritten))];
  };
  if (session.flag("force")) return resolved(() => "overwrite");
  if (session.flag("dry-run")) return changes;
  if (!session.interactive) {
    const paths = conflicts.map(({ path, reason }) => `  ${path}: ${reason}`).join("\n");
    throw new Failure(
      `${amount(conflicts.length, "file differs", "files differ")} from what would be written; nothing was changed. On a terminal you can choose for each file (keep, overwrite, merge); --force overwrites:\n${paths}`,
    );
  }
  const decisions = await askConflicts(conflicts, session.ask, session.terminal);
  return resolved(({ path }) => decisions.get(path) as Resolution);
}

export interface Deciding {
  /** What somebody reads before they say yes. */
  lines?: Iterable<string>;
  /** What is done once they have read it, and where nobody is asked. */
  before?: () => Promise<void>;
  /** Somebody has said yes already. */
  agreed?: boolean;
  /** What becomes of files that both sides have changed; asked, where nothing else is said. */
  conflicts?: Resolution;
}

/**
 * The changes with every decision made, and somebody's yes where somebody can be asked.
 * @throws {Failure} where a decision is needed, and nobody can be asked
 */
export async function decided(
  session: Session,
  changes: Change[],
  { blueprint }: Goal,
  { lines = costs(session, blueprint), before = async () => {}, agreed = false, conflicts }: Deciding = {},
): Promise<Change[]> {
  if (session.interactive && !session.flag("dry-run") && !agreed) await askToWrite(session, changes, lines, before);
  else await before();
  return conflicts === undefined ? decideConflicts(session, changes) : resolve(changes, () => conflicts);
}

/** Writes all changes or none of them; a dry run shows them. */
export async function write(session: Session, changes: readonly Change[]): Promise<void> {
  if (session.flag("dry-run")) return show(session, changes);
  const last = [RECORD_FILE, STORE_FILE];
  await interruptible((signal) => apply(session.root, changes, { last, signal }));
}

async function show(session: Session, changes: readonly Change[]): Promise<void> {
  const { preview } = await import("../repo/workspace/preview.ts");
  const whole = session.flag("diff");
  const lines = preview(changes, whole);
  for (const line of lines) session.terminal.print(line);
  session.terminal.print(
    lines.length === 0
      ? "Nothing would change."
      : `Nothing was written: this is what would change.${whole ? "" : " --diff shows every line of it."}`,
  );
}

/** Packages are installed unless told otherwise. */
export const installs = (session: Session): boolean => !session.flag("skip-install");

/** Runs programs in the repo, each with its name and its time; the files stay whatever becomes of them. */
export async function runSteps(session: Session, steps: readonly Step[]): Promise<void> {
  if (session.flag("dry-run")) return;
  const { root } = session;
  for (const { command, words, env = {}, remedy, missing } of steps) {
    const name = [command, ...words.filter((word) => !word.startsWith("-"))].slice(0, 2).join(" ");
    await session.terminal.step(name, async () => {
      const written = `all files are written to ${root}`;
      const message = `Stopped, and ${written}: ${remedy.replace(/ to see why$/, "")}.`;
      const ran = await interruptible(async (signal) => {
        const ended = await run(command, words, { cwd: root, env });
        if (signal.aborted) throw new Stopped(message);
        return ended;
      });
      if (ran.status === 0) return;
      if (ran.missing) throw new Failure(`${command} is not installed; ${written}: ${missing}.`);
      const output = lastLines(ran.output);
      throw new Failure(`${name} failed; ${written}: ${remedy}.${output === "" ? "" : `\n${output}`}`);
    });
  }
}

export interface Conclusion {
  blueprint: Blueprint;
  changes: readonly Change[];
  /** What a command adds to the document of `--json`. */
  result?: object;
  /** The lines at the end, for the folder as seen from here. */
  summary: (folder: string) => Iterable<string>;
}

/** Says what was done: as a document, or in lines; a dry run has shown it already. */
export function conclude(session: Session, { blueprint, changes, result = {}, summary }: Conclusion): void {
  const { terminal, root } = session;
  const dryRun = session.flag("dry-run");
  if (session.flag("json")) {
    const { counts, lines, unresolved } = summarise(changes);
    terminal.document({
      root,
      dryRun,
      blueprint: toDocument(blueprint),
      changes: lines.map(({ action, path, note }) => ({ action, path, note })),
      counts,
      unresolved,
      ...result,
    });
  } else if (!dryRun) {
    for (const line of summary(relative(process.cwd(), root))) terminal.print(line);
  }
}
