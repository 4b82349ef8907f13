import { dataIn } from "../../resources/kept.ts";
import type { Call } from "../account/account.ts";
import { nameOfUrn, typeOfUrn } from "../providers/values.ts";
import type { Kept } from "../rehearsal.ts";

/** What a deploy does, resource by resource, in the order in which it begins. */

export type Action =
  | "created"
  | "changed"
  | "replaced"
  | "deleted"
  /** AWS does not do it. */
  | "refused"
  /** It stays in the account, and the stage knows it no more. */
  | "kept";

export interface Step {
  action: Action;
  type: string;
  /** The logical name. */
  name: string;
  urn: string;
  /** What it holds that nobody can make again; null where that is nothing. */
  holds: string | null;
  /** Inputs that change. */
  inputs: string[];
  /** Of a replaced one: the old one goes before the new one is there. */
  gap: boolean;
  /** Why it is refused, or its successor is. */
  reason: string | null;
}

export const holdsOf = (type: string): string | null => dataIn(type) ?? null;

const step = (action: Action, urn: string, more: Partial<Step> = {}): Step => ({
  action,
  type: typeOfUrn(urn),
  name: nameOfUrn(urn),
  urn,
  holds: holdsOf(typeOfUrn(urn)),
  inputs: [],
  gap: false,
  reason: null,
  ...more,
});

/** What a resource's calls come to. */
function stepOf(urn: string, calls: readonly Call[], existed: boolean): Step {
  const inputs = [...new Set(calls.flatMap((call) => call.inputs))].sort();
  const words = calls.filter(({ failed }) => failed === null).map(({ operation }) => operation);
  const made = words.indexOf("create");
  const gone = words.indexOf("delete");
  const refused = calls.find(({ failed }) => failed !== null);
  if (refused !== undefined) {
    // The old one is gone already where the new one is what AWS does not make.
    const action = gone >= 0 && refused.operation === "create" ? "deleted" : "refused";
    return step(action, urn, { inputs, reason: refused.failed });
  }
  if (made >= 0 && (gone >= 0 || existed)) return step("replaced", urn, { inputs, gap: gone >= 0 && gone < made });
  if (made >= 0) return step("created", urn);
  return gone >= 0 ? step("deleted", urn) : step("changed", urn, { inputs });
}

/** Resources that live outside of the program. */
const real = (state: readonly Kept[]): Kept[] =>
  state.filter(({ custom, type, external }) => custom === true && external !== true && !/^pulumi[:-]/.test(type));

/**
 * @param before the state before the deploy
 * @param after the state after it
 */
export function stepsOf(calls: readonly Call[], before: readonly Kept[], after: readonly Kept[]): Step[] {
  const existed = new Set(before.map(({ urn }) => urn));
  const byUrn = new Map<string, Call[]>();
  for (const call of calls) byUrn.set(call.urn, [...(byUrn.get(call.urn) ?? []), call]);
  const steps = [...byUrn].map(([urn, own]) => stepOf(urn, own, existed.has(urn)));
  const known = new Set(after.map(({ urn }) => urn));
  const kept = real(before).filter(({ urn }) => !known.has(urn) && !byUrn.has(urn));
  return [...steps, ...kept.map(({ urn }) => step("kept", urn))];
}

/** Steps that take away what nobody can make again, each resource once. */
export function losses(steps: readonly Step[]): Step[] {
  const lost = steps.filter(({ action, holds }) => holds !== null && (action === "deleted" || action === "replaced"));
  return lost.filter(({ urn }, index) => lost.findIndex((one) => one.urn === urn) === index);
}
