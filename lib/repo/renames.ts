import { gt } from "semver";

/** A generated file that has another path from a version on. `*` stands for one name, the same in both. */
export interface Rename {
  since: string;
  from: string;
  to: string;
}

/** In the order of their versions: the edits of an owner follow from the path that their version rendered to today's. */
export const RENAMES: readonly Rename[] = [
  { since: "0.2.0", from: "infra/components/*", to: "infra/kit/*" },
  // The package has these now, unless their owner had edited them: see own-proof.ts.
  { since: "0.2.0", from: "infra/controls/*", to: "infra/proof/controls/*" },
  { since: "0.2.0", from: "infra/testing/engine/catalog/*", to: "infra/proof/simulate/engine/catalog/*" },
  { since: "0.2.0", from: "infra/testing/engine/*", to: "infra/proof/simulate/engine/*" },
  { since: "0.2.0", from: "infra/testing/*", to: "infra/proof/simulate/*" },
  { since: "0.2.0", from: "policy/pack.ts", to: "infra/proof/policy.ts" },
];

const STAR = "([^/]+)";

function apply(path: string, { from, to }: Rename): string {
  const pattern = from.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const [whole, name = ""] = new RegExp(`^${pattern.join(STAR)}$`).exec(path) ?? [];
  return whole === undefined ? path : to.replaceAll("*", name);
}

/**
 * Today's path of each file that has moved since a version rendered it: old path → new path. Pure.
 * @param version null where it is not known: every rename may be one of the repo's
 */
export function renamesOf(
  paths: Iterable<string>,
  version: string | null,
  table: readonly Rename[] = RENAMES,
): Map<string, string> {
  const later = table.filter(({ since }) => version === null || gt(since, version));
  const moved = [...paths].map((path): [string, string] => [path, later.reduce(apply, path)]);
  return new Map(moved.filter(([from, to]) => from !== to));
}
