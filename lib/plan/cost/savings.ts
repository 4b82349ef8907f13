import { cents } from "../../cost/round.ts";
import type { Usage } from "../../cost/usage.ts";
import { Resources } from "../resources/index.ts";
import type { Bill, Saving } from "../types.ts";
import { billOf } from "./bill.ts";
import { type Edit, LOSSES } from "./ideas/idea.ts";
import { IDEAS } from "./ideas/index.ts";

const edited = ({ simulation }: Resources, edit: Edit): Resources =>
  new Resources({ ...simulation, resources: simulation.resources.flatMap((resource) => edit(resource) ?? []) });

/** What an edit takes off the bill; null where a price that changes is not known. */
function savedBy(edit: Edit, resources: Resources, bill: Bill, usage: Usage): number | null {
  const after = billOf(edited(resources, edit), usage);
  const known = after.unknown.length === bill.unknown.length;
  return known ? cents(bill.usd - after.usd) : null;
}

/** Less than this is not worth a change, in dollars a month. */
const LEAST = 0.5;
const SHOWN = 5;

/** The ways to save that take least away, and of those the ones that save most. What has no known price is not offered. */
export const savingsOf = (resources: Resources, bill: Bill, usage: Usage): Saving[] =>
  IDEAS.flatMap((find) => find(resources))
    .flatMap(({ edit, ...idea }) => {
      const usd = savedBy(edit, resources, bill, usage);
      return usd === null || usd < LEAST ? [] : [{ ...idea, usd }];
    })
    .sort((one, other) => LOSSES.indexOf(one.loss) - LOSSES.indexOf(other.loss) || other.usd - one.usd)
    .slice(0, SHOWN)
    .map(({ loss: _, ...saving }) => saving);
