import { WAIT } from "../deploy/target.ts";
import { type Problem, UsageError } from "../errors.ts";
import type { Session } from "./session.ts";

/** A number that a flag gives, or what is wrong with it. */
export type Read = { value: number } | { problem: Problem };

interface Bounds {
  otherwise: number;
  /** What it should be, in words: `a number of seconds`. */
  what: string;
  least?: number;
  most?: number;
}

export function numberOf(
  session: Session,
  name: string,
  { otherwise, what, least = 0, most = Number.POSITIVE_INFINITY }: Bounds,
): Read {
  const given = session.text(name);
  if (given === undefined) return { value: otherwise };
  const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  return value >= least && value <= most
    ? { value }
    : { problem: { path: `--${name}`, message: `"${given}" should be ${what}` } };
}

/** Seconds that services and addresses may take once SST is done. */
export const waitOf = (session: Session): Read =>
  numberOf(session, "wait", { otherwise: WAIT, what: "a number of seconds" });

export const problemsOf = (...reads: readonly Read[]): Problem[] =>
  reads.flatMap((read) => ("problem" in read ? [read.problem] : []));

/** @throws {UsageError} where the flag is no such number */
export function checkedNumber(read: Read): number {
  if ("problem" in read) throw new UsageError([read.problem], "the command line");
  return read.value;
}
