import { setTimeout as sleep } from "node:timers/promises";

/** A deploy waits no longer for a migration. */
const WAIT_MS = 14 * 60_000;
const AGAIN_MS = 1_000;

/**
 * Waits for a lock of the database, by asking again and again. A statement that waits for it would be in the way of the one
 * that has it: `CREATE INDEX CONCURRENTLY` waits for all others.
 * @param take takes it where it is free, and says so
 */
export async function untilTaken(take: () => Promise<boolean>, waitMs = WAIT_MS, againMs = AGAIN_MS): Promise<void> {
  const end = Date.now() + waitMs;
  while (!(await take())) {
    if (Date.now() + againMs > end) throw new Error("another migration has not ended in time");
    await sleep(againMs);
  }
}
