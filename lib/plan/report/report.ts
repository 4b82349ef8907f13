import type { Made } from "../make.ts";
import type { Plan } from "../types.ts";
import type { Identity } from "./identity.ts";
import { pageOf } from "./page.ts";
import { sectionsOf } from "./sections.ts";

/** With more sections than this, those of clients are not drawn: they look like the project's. */
const DRAWN = 6;

/** The stage whose picture stands for the others: the project's last one, which is production where there is one. */
export function pictured({ stages }: Plan): string {
  const own = stages.filter(({ client }) => client === null);
  return (own.at(-1) ?? stages.at(-1))?.stage as string;
}

/** The report of a plan, with the pictures of its stages. */
export function reportOf({ plan, graphOf }: Made, identity: Identity): string {
  const sections = sectionsOf(plan);
  const drawn = sections.flatMap(([{ stage, client, errors }]) =>
    errors.length === 0 && (client === null || sections.length <= DRAWN) ? [stage] : [],
  );
  return pageOf(plan, new Map(drawn.map((stage) => [stage, graphOf(stage)])), identity);
}
