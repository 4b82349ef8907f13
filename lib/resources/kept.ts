import { DATA, type Row } from "./row.ts";
import { rowOf, rows } from "./types.ts";

/**
 * What must not be lost, by type: the program of a rendered repo (infra/keep.ts), the gate before a deploy, the plan and the
 * documents read it.
 */
export interface Kept {
  /** What it holds that nobody can make again. Without it, something that holds data stands on it, or is guarded by it. */
  holds?: string;
  stays?: true;
}

const rank = ({ holds }: Row): number => (holds === null ? DATA.length : DATA.indexOf(holds));

/** What is missed most comes first. */
export const KEPT: Readonly<Record<string, Kept>> = Object.fromEntries(
  rows
    .filter(([, { holds, stays }]) => holds !== null || stays)
    .sort(([, one], [, other]) => rank(one) - rank(other))
    .map(([type, { holds, stays }]) => [type, { ...(holds && { holds }), ...(stays && { stays }) }]),
);

/** What a type of resource holds that nobody can make again, if it holds anything. */
export const dataIn = (type: string): string | undefined => rowOf(type)?.holds ?? undefined;
