import { Failure } from "../../errors.ts";
import { writeWhole } from "../../system/write-whole.ts";
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

/**
 * Writes the report, whole or not at all.
 * @throws {Failure} where the file cannot be written
 */
export async function writeReport(file: string, { plan, graphOf }: Made, identity: Identity): Promise<void> {
  const sections = sectionsOf(plan);
  const drawn = sections.flatMap(([{ stage, client, errors }]) =>
    errors.length === 0 && (client === null || sections.length <= DRAWN) ? [stage] : [],
  );
  const page = pageOf(plan, new Map(drawn.map((stage) => [stage, graphOf(stage)])), identity);
  try {
    await writeWhole(file, page);
  } catch (error) {
    throw new Failure(`the report cannot be written: ${(error as Error).message}`, { cause: error });
  }
}
