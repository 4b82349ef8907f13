import gt from "semver/functions/gt.js";

/**
 * A generated file that has another path from a version on; `*` stands for one name, the same in both. Several that are one
 * file from then on are named in the order in which they stand in it.
 */
export interface Rename {
  since: string;
  from: string | readonly string[];
  to: string;
}

const kit = (...names: string[]): string[] => names.map((name) => `infra/kit/${name}.ts`);

/** In the order of their versions: the edits of an owner follow from the path that their version rendered to today's. */
export const RENAMES: readonly Rename[] = [
  { since: "0.2.0", from: "infra/components/*", to: "infra/kit/*" },
  { since: "0.2.0", from: [...kit("topic"), "infra/alerts.ts"], to: "infra/alerts.ts" },
  { since: "0.2.0", from: ["infra/monitoring.ts", "infra/database-events.ts"], to: "infra/monitoring.ts" },
  { since: "0.2.0", from: ["infra/secrets.ts", ...kit("secret")], to: "infra/secrets.ts" },
  { since: "0.2.0", from: kit("health-check", "https"), to: "infra/kit/https.ts" },
  { since: "0.2.0", from: kit("entrance", "log-bucket", "load-balancer"), to: "infra/kit/load-balancer.ts" },
  { since: "0.2.0", from: kit("ecs-service", "worker"), to: "infra/kit/ecs-service.ts" },
  { since: "0.2.0", from: kit("run-task", "migration"), to: "infra/kit/run-task.ts" },
  { since: "0.2.0", from: kit("grant", "database"), to: "infra/kit/database.ts" },
  {
    since: "0.2.0",
    from: kit("image", "workspace-image", "directory-image", "public-image"),
    to: "infra/kit/image.ts",
  },
  // The package has these now, unless their owner had edited them: see own-proof.ts.
  { since: "0.2.0", from: "infra/controls/*", to: "infra/proof/controls/*" },
  { since: "0.2.0", from: "infra/testing/engine/catalog/*", to: "infra/proof/simulate/engine/catalog/*" },
  { since: "0.2.0", from: "infra/testing/engine/*", to: "infra/proof/simulate/engine/*" },
  { since: "0.2.0", from: "infra/testing/*", to: "infra/proof/simulate/*" },
  { since: "0.2.0", from: "policy/pack.ts", to: "infra/proof/policy.ts" },
];

const STAR = "([^/]+)";

/** What `*` stands for in a path that a pattern fits. */
function starIn(path: string, pattern: string): string | undefined {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const found = new RegExp(`^${parts.join(STAR)}$`).exec(path);
  return found === null ? undefined : (found[1] ?? "");
}

/** Where a file is, and where it stands among those that are one file with it. */
interface Place {
  path: string;
  part: number;
}

function apply(place: Place, { from, to }: Rename): Place {
  const stars = [from].flat().map((pattern) => starIn(place.path, pattern));
  const part = stars.findIndex((star) => star !== undefined);
  return part === -1 ? place : { path: to.replaceAll("*", stars[part] as string), part };
}

/**
 * The files that have other paths since a version rendered them: today's path → the paths that they had, in the order in
 * which they stand in it. Pure.
 * @param version null where it is not known: every rename may be one of the repo's
 */
export function renamesOf(
  paths: Iterable<string>,
  version: string | null,
  table: readonly Rename[] = RENAMES,
): Map<string, string[]> {
  const later = table.filter(({ since }) => version === null || gt(since, version));
  const places = [...paths].map((from) => ({ from, ...later.reduce(apply, { path: from, part: 0 }) }));
  const renames = new Map<string, string[]>();
  for (const { from, path } of places.sort((a, b) => a.part - b.part))
    renames.set(path, [...(renames.get(path) ?? []), from]);
  return new Map([...renames].filter(([to, from]) => from.some((path) => path !== to)));
}
