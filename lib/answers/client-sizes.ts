import { type ClientSizes, type OwnSettings, withoutEmpty } from "./sizes.ts";

/** What a repo has, as far as sizes depend on it. */
interface Has {
  containers: boolean;
  databases: boolean;
  instances: boolean;
  aurora: boolean;
  caches: boolean;
}

function effective({ fullScale, logDays, database, cache }: OwnSettings, has: Has): OwnSettings {
  const { instance, multiAz, storage, connections, capacity, replicas, backupDays } = database ?? {};
  return {
    ...(has.containers ? { fullScale } : {}),
    logDays,
    database: {
      ...(has.instances ? { instance, multiAz, storage, connections } : {}),
      ...(has.aurora ? { capacity, replicas } : {}),
      ...(has.databases ? { backupDays } : {}),
    },
    ...(has.caches ? { cache } : {}),
  };
}

/**
 * A client's sizes as far as the repo has what they are for. The answers keep the others: a database that goes and comes
 * back finds its sizes again.
 */
export const effectiveSizes = (sizes: ClientSizes | undefined, has: Has): ClientSizes | undefined =>
  sizes === undefined
    ? undefined
    : withoutEmpty(
        Object.fromEntries(
          Object.entries(sizes).map(([environment, settings]) => [environment, effective(settings, has)]),
        ) as ClientSizes,
      );
