import type { Row } from "./row.ts";
import { access } from "./rows/access.ts";
import { backup } from "./rows/backup.ts";
import { caches } from "./rows/caches.ts";
import { compute } from "./rows/compute.ts";
import { databases } from "./rows/databases.ts";
import { edge } from "./rows/edge.ts";
import { email } from "./rows/email.ts";
import { network } from "./rows/network.ts";
import { operations } from "./rows/operations.ts";
import { program } from "./rows/program.ts";
import { storage } from "./rows/storage.ts";

/** The one table of types of resources. */
export const TYPES = {
  ...databases,
  ...caches,
  ...network,
  ...storage,
  ...backup,
  ...access,
  ...compute,
  ...operations,
  ...email,
  ...edge,
  ...program,
};

export type TypeName = keyof typeof TYPES;

/** Types whose row has something: who holds a table of these is told by the compiler when one is missing. */
export type TypeWith<Part> = { [Type in TypeName]: (typeof TYPES)[Type] extends Part ? Type : never }[TypeName];

export const rows: readonly (readonly [type: string, row: Row])[] = Object.entries(TYPES);

export const rowOf = (type: string): Row | undefined =>
  Object.hasOwn(TYPES, type) ? TYPES[type as TypeName] : undefined;
