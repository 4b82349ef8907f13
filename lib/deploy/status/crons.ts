import { pool } from "../../system/pool.ts";
import { type Deployed, valuesOf } from "../deployed.ts";
import { groupOf, LOGS_AT_ONCE } from "../logs/events.ts";
import { lastLine } from "../logs/last.ts";
import { messageOf } from "../logs/line.ts";
import type { CronStatus } from "./types.ts";

type Target = { ecsParameters?: { group?: string } } | undefined;

/** The scheduled tasks of a stage, as their schedules say it: infra/kit/cron-guard.ts of the repo. */
const cronsOf = (deployed: Deployed): string[] =>
  valuesOf(deployed, "schedule")
    .flatMap((target) => /^cron:([^:]+):/.exec((target as Target)?.ecsParameters?.group ?? "")?.[1] ?? [])
    .sort();

/** When each scheduled task ran last, and how that ended: what it wrote last. ECS forgets a task within the hour. */
export const crons = (deployed: Deployed): Promise<CronStatus[]> =>
  pool(cronsOf(deployed), LOGS_AT_ONCE, async (name): Promise<CronStatus> => {
    const line = await lastLine(deployed.aws, groupOf(deployed, name), name);
    if (line === null) return { name, well: true, at: null, said: null };
    const well = !/^(error|fatal)$/i.test(line.level ?? "");
    return { name, well, at: new Date(line.at).toISOString(), said: messageOf(line) };
  });
