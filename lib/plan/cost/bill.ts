import { sumOf } from "../../cost/bill.ts";
import { type Usage, usageOf } from "../../cost/usage.ts";
import { number, type Resources } from "../resources/index.ts";
import type { Bill } from "../types.ts";
import { billingOf, pricesOf, usesOf } from "./billing.ts";

const DAYS_A_MONTH = 365 / 12;

/** Months that a stage keeps its logs: as long as most of its log groups. */
function logMonths(resources: Resources): number {
  const days = resources.of("aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => number(inputs.retentionInDays, 0));
  const [middle = 0] = days.sort((one, other) => one - other).slice(Math.floor(days.length / 2));
  return middle / DAYS_A_MONTH;
}

/** What a stage costs a month, line by line, from its resources: while it stands there, and for the use that is expected. */
export function billOf(resources: Resources, usage: Usage): Bill {
  const items = resources.all.flatMap((resource) => pricesOf(resource, resources));
  const { region } = resources.simulation;
  const used = usageOf({
    ...{ region, usage, lines: items.map(({ line }) => line) },
    priced: new Set(items.flatMap(({ units }) => units.map(({ price }) => price))),
    ...{ uses: new Set(resources.all.flatMap(usesOf)), logMonths: logMonths(resources) },
  });
  const sum = sumOf([...items, ...used.items]);
  const nameless = resources.all.filter((resource) => billingOf(resource) === "unknown");
  return {
    currency: "USD",
    region,
    ...sum,
    unknown: [...sum.unknown, ...nameless.map(({ type, name }) => `${name} (${type})`)],
    byUse: used.named,
    savings: [],
  };
}
