import type { Kind, Queue } from "./vocabulary.ts";

/** Where the jobs of a service wait; null for one that takes none: a worker without a queue does its work again and again. */
export const queueOf = (service: { kind: Kind; cache: string | null; queue: Queue | null }): Queue | null => {
  const { kind, cache, queue } = service;
  return kind === "worker" ? (queue ?? (cache === null ? null : "bullmq")) : null;
};
