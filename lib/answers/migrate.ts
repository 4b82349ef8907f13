import type { Problem } from "../errors.ts";
import { packageVersion } from "../system/package-root.ts";

/**
 * Documents of answers that were written for an older shape of the blueprint. A repo keeps its answers for years: whatever
 * a published version has stored, every later one reads.
 */

type Document = Readonly<Record<string, unknown>>;

/** Version of the blueprint's shape that this package reads and writes. */
export const BLUEPRINT = 1;

/** What makes a document of version n one of version n + 1, under n. */
export type Migrations = Readonly<Record<number, (document: Document) => Document>>;

export const MIGRATIONS: Migrations = {};

/**
 * The document in this version's shape, or why it cannot be. One that names no version is of this one; what is no
 * document or no version at all is left to the schema.
 */
export function migrate(
  document: unknown,
  { to = BLUEPRINT, migrations = MIGRATIONS }: { to?: number; migrations?: Migrations } = {},
): { document: unknown } | { problem: Problem } {
  if (document === null || typeof document !== "object" || Array.isArray(document)) return { document };
  const { blueprint: from = to } = document as Document;
  if (!Number.isInteger(from) || (from as number) < 1) return { document };
  if ((from as number) > to) {
    const message = `is ${from}, of a newer version than generator-space-sst ${packageVersion} reads (${to}): npm install --global generator-space-sst@latest`;
    return { problem: { path: "blueprint", message } };
  }
  let current = document as Document;
  for (let version = from as number; version < to; version++) {
    const next = migrations[version];
    if (next === undefined) throw new Error(`no migration from blueprint ${version} to ${version + 1}`);
    current = { ...next(current), blueprint: version + 1 };
  }
  return { document: current };
}
