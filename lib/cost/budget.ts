import type { View } from "../answers/view.ts";
import type { Environment } from "../answers/vocabulary.ts";
import { estimate, totalOf } from "./estimate.ts";

/** Room for traffic, logs and growth, which the estimate leaves out. */
const ROOM = 1.25;
const STEP = 10;

/** What may be spent in a month until somebody is told, in dollars. */
export interface Budgets {
  /** By all that shares the account. */
  account: number;
  stages: Partial<Record<Environment, number>>;
}

const limitOf = (usd: number): number => Math.max(Math.ceil((usd * ROOM) / STEP), 1) * STEP;

/** Of the project (client null) or of a client; null where there is nobody to tell. */
export function budgetsOf(view: View, client: string | null): Budgets | null {
  if (view.alerts.email === null) return null;
  const stages = estimate(view).stages.filter((stage) => stage.client === client);
  return {
    account: limitOf(totalOf(stages).usd),
    stages: Object.fromEntries(stages.map(({ environment, usd }) => [environment, limitOf(usd)])),
  };
}
