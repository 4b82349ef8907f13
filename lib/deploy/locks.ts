import type { Aws } from "../aws/client.ts";
import { type Lock, lockOf } from "../aws/sst/state.ts";
import { Failure } from "../errors.ts";
import { seconds } from "../terminal/terminal.ts";
import type { Place } from "./causes/index.ts";

/** The lock that SST puts on a stage: looked at before a deploy, and after one that did not end well. */

/** The status of a deploy that found its stage locked. */
export const LOCKED = 4;

export const unlockCommand = ({ exec, stage }: Pick<Place, "exec" | "stage">): string =>
  `${exec} sst unlock --stage ${stage}`;

/** `a deploy that began 1 min 2 s ago (2026-01-31T09:30:00Z)` */
function sayLock({ created, command }: Lock): string {
  const age = Date.now() - Date.parse(created);
  const ago = Number.isFinite(age) ? ` ${seconds(Math.max(age, 0))} ago` : "";
  return `sst ${command || "deploy"} that began${ago} (${created})`;
}

/** What to do about a stage that somebody else has locked, or that a killed run has left locked. */
export function lockedText({ stage, exec, again }: Place, lock: Lock | null): string {
  const by = lock === null ? "another deploy of it runs, or one was killed" : `by a run of ${sayLock(lock)}`;
  return `${stage} is locked: ${by}. Nothing was done. When you know that none runs: ${unlockCommand({ exec, stage })}, then ${again}`;
}

/**
 * A stage that is locked now would be refused by SST a minute later.
 * @throws {AwsFailure}
 * @throws {Failure} with a status of its own
 */
export async function refuseLocked(aws: Aws, place: Place): Promise<void> {
  const lock = await lockOf(aws, place.project, place.stage);
  if (lock !== null) throw new Failure(lockedText(place, lock), { status: LOCKED, kind: "locked" });
}

/** Whether a run has left its stage locked, and how to free it. Where AWS cannot be asked, both are said. */
export async function lockLeft(aws: Aws, place: Place): Promise<string> {
  const unlock = unlockCommand(place);
  const lock = await lockOf(aws, place.project, place.stage).catch(() => undefined);
  if (lock === null) return `It is not locked: ${place.again} goes on from there.`;
  const locked = lock === undefined ? "If it says that the stage is locked" : "It is still locked";
  return `${locked}: when no pulumi process runs any more, ${unlock}, then ${place.again}, which goes on from there.`;
}
