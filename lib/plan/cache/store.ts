import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { cacheFolder } from "../../system/cache-folder.ts";
import { writeWhole } from "../../system/write-whole.ts";
import type { Reply } from "../simulate/pool.ts";

/**
 * Simulations that need not be run again, in the user's cache folder: outside the repo, which may be read-only or shared.
 * Losing them costs time only, so that no failure here stops a plan.
 */

/** About 40 KB each. */
const MOST = 1000;

const folder = (): string => cacheFolder("simulations");

const fileOf = (key: string): string => join(folder(), `${key}.json.gz`);

/** What was kept under a key; null where there is nothing, or nothing that can be read. */
export function recall(key: string): Reply | null {
  try {
    const file = fileOf(key);
    const reply = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Reply;
    const now = new Date();
    utimesSync(file, now, now);
    return reply;
  } catch {
    return null;
  }
}

/** A value of the environment that is long enough to be a secret, and not one of AWS's own words. */
const mayBeSecret = (value: string): boolean => value.length >= 8;

/**
 * Keeps a simulation, unless its program failed or it carries the value of an environment variable: that may be a secret,
 * and no secret is written to a disk.
 */
export async function keep(key: string, reply: Reply, environment: readonly [string, string][]): Promise<void> {
  if (reply.simulation.errors.length > 0) return;
  const text = JSON.stringify(reply);
  if (environment.some(([, value]) => mayBeSecret(value) && text.includes(JSON.stringify(value).slice(1, -1)))) return;
  try {
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    await writeWhole(fileOf(key), gzipSync(text, { level: 1 }), { mode: 0o600 });
  } catch {
    // A full disk or a read-only home: the next plan takes as long as this one.
  }
}

/** Those that were not used for longest go. */
export function prune(): void {
  try {
    const files = readdirSync(folder()).map((name) => join(folder(), name));
    if (files.length <= MOST) return;
    const aged = files.map((file) => ({ file, used: statSync(file).mtimeMs })).sort((a, b) => b.used - a.used);
    for (const { file } of aged.slice(MOST)) rmSync(file, { force: true });
  } catch {
    // Another plan may be pruning.
  }
}
