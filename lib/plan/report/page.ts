import type { Graph } from "../../render/diagram/graph.ts";
import type { Plan } from "../types.ts";
import { documentOf } from "./document.ts";
import type { Identity } from "./identity.ts";
import { setReport } from "./set.ts";

/**
 * The report of a plan.
 * @param graphs the picture of each stage that is drawn, by its name
 */
export function pageOf(plan: Plan, graphs: ReadonlyMap<string, Graph>, identity: Identity): string {
  const it = documentOf(plan, graphs, identity);
  return setReport("plan.html.ejs", it, `${it.title}: infrastructure plan`, it.day);
}
