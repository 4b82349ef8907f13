import { toBlueprint } from "../answers/parse.ts";
import { toView } from "../answers/view.ts";
import { type Estimate, estimate } from "./estimate.ts";

/** Prices as a prompt shows them: what an answer costs a month outside production and in it. */

const estimateOf = (answers: object): Estimate =>
  estimate(toView(toBlueprint({ project: "hint", ...answers }), { repeat: "", generator: "" }));

const dollars = (usd: number): string => `$${Math.round(usd)}`;

/** Sum of the lines that a test picks, or null where one of them has no known price. */
function sumOf({ stages }: Estimate, environment: string, picks: (id: string) => boolean): number | null {
  const lines = stages.find(({ stage }) => stage === environment)?.lines.filter(({ id }) => picks(id)) ?? [];
  return lines.some(({ usd }) => usd === null) ? null : lines.reduce((sum, { usd }) => sum + (usd ?? 0), 0);
}

function pair(answers: object, picks: (id: string) => boolean): string {
  const found = estimateOf(answers);
  const [dev, production] = (["dev", "production"] as const).map((environment) => sumOf(found, environment, picks));
  if (dev === null || production === null || dev === undefined || production === undefined) return "price unknown";
  return `about ${dollars(dev)} a month in dev, ${dollars(production)} in production`;
}

export const databaseHint = (engine: string): string =>
  (engine.startsWith("aurora") ? "sleeps when idle outside production; " : "") +
  pair({ services: [{ name: "api", database: "main" }], databases: [{ name: "main", engine }] }, (id) =>
    id.startsWith("database:"),
  );

export const cacheHint = (engine: string): string =>
  pair({ services: [{ name: "api", cache: "main" }], caches: [{ name: "main", engine }] }, (id) =>
    id.startsWith("cache:"),
  );

export const sizeHint = (cpu: string, memory: string): string =>
  pair({ services: [{ name: "api", cpu, memory }] }, (id) => id.startsWith("service:"));

/** A whole preset, in dev and in production; its clients cost as much again, each. */
export const presetHint = (answers: { clients?: unknown[] | undefined }): string => {
  const own = pair({ ...answers, clients: [] }, () => true);
  return (answers.clients ?? []).length > 0 ? `${own}, and about as much for each client` : own;
};

/** What every stage of an environment costs before it has any service of its own. */
export function environmentHint(environment: string): string {
  const found = estimateOf({});
  const all = sumOf(found, environment, (id) => !id.startsWith("service:"));
  const nat = sumOf(found, environment, (id) => id === "nat");
  if (all === null || nat === null) return "price unknown";
  const network =
    nat > 0
      ? `private tasks behind NAT gateways (${dollars(nat)} of it)`
      : "no NAT: tasks have public addresses, reached only from the load balancer";
  return `from ${dollars(all)} a month; ${network}`;
}
