import type { Deployed } from "../deployed.ts";
import { READINGS, type Reading } from "./readings.ts";
import { serviceStatuses } from "./services.ts";
import type { Readings, StageStatus } from "./types.ts";

/** What is read of a stage, of which nothing is known yet. */
export const NOTHING: Readings = {
  lock: null,
  asleepUntil: null,
  addresses: null,
  alarms: null,
  crons: null,
  backups: null,
  restoreTest: null,
  certificates: null,
  maintenance: null,
  cost: null,
};

type Read = Pick<StageStatus, "unknown"> & { readings: Partial<Readings> };

async function readAll(deployed: Deployed, readings: readonly Reading[]): Promise<Read> {
  const read: Read = { readings: {}, unknown: [] };
  await Promise.all(
    readings.map(async ({ key, what, read: ask }) => {
      try {
        Object.assign(read.readings, { [key]: await ask(deployed) });
      } catch (error) {
        read.unknown.push({ what, why: (error as Error).message });
      }
    }),
  );
  return read;
}

/** The keys whose reading is quick and free: what a table of many stages asks. */
const BRIEF = new Set<keyof Readings>(["lock", "asleepUntil", "addresses", "alarms"]);
export const brief: readonly Reading[] = READINGS.filter(({ key }) => BRIEF.has(key));

/**
 * How a stage does. What cannot be read beside its services is said, and hides nothing else.
 * @param earlier what need not be read again
 * @throws {AwsFailure} where the services themselves cannot be read
 */
export async function stageStatus(
  deployed: Deployed,
  readings: readonly Reading[] = READINGS,
  earlier?: StageStatus,
): Promise<StageStatus> {
  const { stage, identity, release } = deployed;
  const kept = readings.filter(({ once }) => once === true && earlier !== undefined);
  const [services, read] = await Promise.all([
    serviceStatuses(deployed),
    readAll(
      deployed,
      readings.filter((reading) => !kept.includes(reading)),
    ),
  ]);
  const before = Object.fromEntries(kept.map(({ key }) => [key, earlier?.[key]]));
  const all: Readings = { ...NOTHING, ...before, ...read.readings };
  const unknown = earlier?.unknown.filter(({ what }) => kept.some((reading) => reading.what === what)) ?? [];
  return {
    stage: stage.stage,
    account: identity.account,
    region: stage.region,
    release,
    well:
      all.asleepUntil !== null ||
      (services.every(({ well }) => well) &&
        (all.addresses ?? []).every(({ ok }) => ok) &&
        (all.alarms ?? []).length === 0 &&
        (all.crons ?? []).every(({ well }) => well)),
    ...all,
    services,
    unknown: [...read.unknown, ...unknown].sort((a, b) => a.what.localeCompare(b.what)),
  };
}
