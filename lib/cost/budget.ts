import type { View } from "../answers/view.ts";
import { estimate, totalOf } from "./estimate.ts";

/** Room for traffic, logs and growth, which the estimate leaves out. */
const ROOM = 1.25;
const STEP = 10;

/**
 * What an account may cost a month until somebody is told, in dollars: the project's (client null) or a client's. Null
 * where there is nobody to tell.
 */
export function budgetOf(view: View, client: string | null): number | null {
  if (view.alerts.email === null) return null;
  const { usd } = totalOf(estimate(view).stages.filter((stage) => stage.client === client));
  return Math.ceil((usd * ROOM) / STEP) * STEP;
}
