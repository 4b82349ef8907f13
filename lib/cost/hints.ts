import { toBlueprint } from "../answers/parse.ts";
import { toView } from "../answers/view.ts";
import { type Estimate, estimate } from "./estimate.ts";

/** Prices as a prompt shows them: what an answer costs a month outside production and in it. */

const estimateOf = (answers: object): Estimate =>
  estimate(toView(toBlueprint({ project: "hint", ...answers }), { repeat: "", generator: "" }));

const dollars = (usd: number): string => `$${Math.round(usd)}`;

/** What the lines cost that a test picks; what has no known price makes it the least. */
function costOf({ stages }: Estimate, environment: string, picks: (id: string) => boolean): string {
  const lines = stages.find(({ stage }) => stage === environment)?.lines.filter(({ id }) => picks(id)) ?? [];
  const least = lines.some(({ unknown }) => unknown.length > 0) ? "at least " : "";
  return `${least}${dollars(lines.reduce((sum, { usd }) => sum + (usd ?? 0), 0))}`;
}

function pair(answers: object, picks: (id: string) => boolean): string {
  const found = estimateOf(answers);
  return `about ${costOf(found, "dev", picks)} a month in dev, ${costOf(found, "production", picks)} in production`;
}

export const databaseHint = (engine: string, region?: string): string =>
  (engine.startsWith("aurora") ? "sleeps when idle outside production; " : "") +
  pair({ region, services: [{ name: "api", database: "main" }], databases: [{ name: "main", engine }] }, (id) =>
    id.startsWith("database:"),
  );

export const cacheHint = (engine: string, region?: string): string =>
  pair({ region, services: [{ name: "api", cache: "main" }], caches: [{ name: "main", engine }] }, (id) =>
    id.startsWith("cache:"),
  );

export const sizeHint = (cpu: string, memory: string, region?: string): string =>
  pair({ region, services: [{ name: "api", cpu, memory }] }, (id) => id.startsWith("service:"));

/** A whole preset, in dev and in production; its clients cost as much again, each. */
export const presetHint = (answers: { clients?: unknown[] | undefined }): string => {
  const own = pair({ ...answers, clients: [] }, () => true);
  return (answers.clients ?? []).length > 0 ? `${own}, and about as much for each client` : own;
};

/** What every stage of an environment costs before it has any service of its own. */
export function environmentHint(environment: string, region?: string): string {
  const found = estimateOf({ region });
  const nat = costOf(found, environment, (id) => id === "nat");
  const network =
    nat === "$0"
      ? "no NAT: tasks have public addresses, reached only from the load balancer"
      : `private tasks behind NAT gateways (${nat} of it)`;
  return `from ${costOf(found, environment, (id) => !id.startsWith("service:"))} a month; ${network}`;
}
