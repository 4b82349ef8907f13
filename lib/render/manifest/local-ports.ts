import type { View } from "../../answers/view.ts";
import { claim, hash } from "../../system/hash.ts";

/**
 * The ports on a developer's machine. A port depends on what it belongs to and not on its place in the list, so that
 * adding or removing something leaves the others (and the `.env` files that name them) as they are; only two that wish
 * for the same port are told apart by their order.
 */

/** A thousand ports from the first one on. */
const assign = (names: readonly string[], first: number): Map<string, number> => {
  const taken = new Set<number>();
  return new Map(names.map((name) => [name, claim(hash(name), taken, { first, size: 1000 })]));
};

const names = (items: readonly { name: string }[]): string[] => items.map(({ name }) => name);

export const localServicePorts = (view: View): Map<string, number> =>
  assign(names(view.services.filter(({ http, kind }) => http || kind === "static")), 3000);

export const localDatabasePorts = (view: View): Map<string, number> => assign(names(view.databases), 15_000);

/** Of the one program that plays S3 for all buckets. */
export const localBucketPort = ({ project }: View): number =>
  claim(hash(project), new Set(), { first: 17_000, size: 1000 });

/** Of the one program that plays SQS for all queues. */
export const localQueuePort = ({ project }: View): number =>
  claim(hash(project), new Set(), { first: 18_000, size: 1000 });

/** Of the one that plays SES. */
export const localMailPort = ({ project }: View): number =>
  claim(hash(project), new Set(), { first: 19_000, size: 1000 });

export const localCachePorts = (view: View): Map<string, number> => assign(names(view.caches), 16_000);
