import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../errors.ts";
import { writeWhole } from "../../system/write-whole.ts";

/**
 * What this machine has deployed where: one record for each stage, below `.sst/`, which git ignores. A rollout goes on
 * where it stopped by what the records say of its revision.
 */

export type Status =
  | "complete"
  /** SST is done, but a service or an address does not serve the new version. */
  | "unverified"
  | "failed"
  | "interrupted"
  | "locked"
  | "killed"
  /** It was under way when the record was written: whoever wrote it has not come back. */
  | "running";

export interface Record {
  /** The git revision of the last attempt. */
  revision: string;
  status: Status;
  /** The git revision that was last deployed to its end; null where none was. */
  deployed: string | null;
  account: string;
  /** When it began, as ISO 8601 in UTC. */
  at: string;
  seconds: number;
  /** The file with all that SST printed, from the root of the repo. */
  log: string | null;
  error: string | null;
}

/** Where the fleet keeps its files, from the root of the repo. */
export const FLEET_FOLDER = ".sst/fleet";
const FILE = "records.json";

const fileOf = (root: string): string => join(root, FLEET_FOLDER, FILE);

/**
 * The records by stage; none where nothing was deployed from here.
 * @throws {Failure} where the file is no longer what was written
 */
export async function readRecords(root: string): Promise<Map<string, Record>> {
  const file = fileOf(root);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
  try {
    const { version, stages } = JSON.parse(text) as { version: number; stages: { [stage: string]: Record } };
    if (version === 1) return new Map(Object.entries(stages));
  } catch {
    // Said below, as any other content that is none of ours.
  }
  throw new Failure(`${file} cannot be read: delete it, and every stage counts as not deployed yet`);
}

/** Keeps the records, whole or not at all: a process that dies leaves the old file. */
export async function writeRecords(root: string, records: ReadonlyMap<string, Record>): Promise<void> {
  const file = fileOf(root);
  await mkdir(join(root, FLEET_FOLDER), { recursive: true });
  const stages = Object.fromEntries([...records].sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeWhole(file, `${JSON.stringify({ version: 1, stages }, null, 2)}\n`);
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/**
 * Keeps a second rollout out of the folder while one runs. The lock of a process that is gone is taken over.
 * @returns what gives it up
 * @throws {Failure} where another one runs
 */
export async function lockFleet(root: string): Promise<() => Promise<void>> {
  const file = join(root, FLEET_FOLDER, "lock");
  await mkdir(join(root, FLEET_FOLDER), { recursive: true });
  for (let attempt = 0; ; attempt += 1) {
    try {
      await writeFile(file, String(process.pid), { flag: "wx" });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const pid = Number(await readFile(file, "utf8").catch(() => "0"));
      if ((pid > 0 && isAlive(pid)) || attempt > 0)
        throw new Failure(
          `another rollout runs in this folder (process ${pid}): wait for it, or stop it with Ctrl-C there`,
        );
      await rm(file, { force: true });
    }
  }
}
