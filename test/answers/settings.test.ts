import { describe, expect, it } from "vitest";
import { SETTINGS, STORAGE_GB, settingsFor, withOwn, ZONES } from "../../lib/answers/settings.ts";
import { ENVIRONMENTS } from "../../lib/answers/vocabulary.ts";

/** What stages have, held to what AWS makes of it. */

/** Memory of RDS's classes in GiB. */
const MEMORY: Record<string, number> = { "t4g.micro": 1, "t4g.medium": 4 };

describe.each(ENVIRONMENTS)("%s", (environment) => {
  const { database, cache, backup, logDays } = SETTINGS[environment];

  it("is warned of connections while there are some left, and before half of them are taken is too early", () => {
    // What RDS lets PostgreSQL take: DBInstanceClassMemory / 9531392.
    const most = ((MEMORY[database.instance] ?? 0) * 2 ** 30) / 9_531_392;
    expect(database.connections / most).toBeGreaterThan(0.5);
    expect(database.connections / most).toBeLessThan(0.75);
  });

  it("keeps data for as long as RDS and ElastiCache can, and longer where it matters", () => {
    expect(database.backupDays).toBeGreaterThanOrEqual(7);
    expect(database.backupDays).toBeLessThanOrEqual(35);
    expect(cache.snapshotDays).toBeLessThanOrEqual(35);
    expect(backup.days ?? 7).toBe(7);
    const isProduction = environment === "production";
    expect([database.backupDays, cache.snapshotDays, logDays]).toEqual(isProduction ? [30, 7, 365] : [7, 1, 30]);
    expect(backup.disasterRecovery).toBe(isProduction);
  });

  it("has a disk that may grow, and a capacity that Aurora takes", () => {
    expect(Number.parseInt(database.storage, 10)).toBeGreaterThan(2 * STORAGE_GB);
    const [min, max] = [database.capacity.min, database.capacity.max].map(Number.parseFloat);
    // Half a unit where it never pauses: at 0 the first request waits for 15 seconds.
    expect([min, max]).toEqual(environment === "production" ? [0.5, 8] : [0, 2]);
    // RDS measures by the minute, or not at all.
    expect(database.monitoring).toBe(environment === "production" ? 60 : 0);
  });
});

it("a stage of high availability is in two zones, where the second takes over", () => {
  const { database, cache } = SETTINGS.production;
  expect([ZONES, database.multiAz, database.replicas, cache.replicas]).toEqual([2, true, 1, 1]);
  for (const name of ["dev", "staging"] as const)
    expect([SETTINGS[name].database.multiAz, SETTINGS[name].database.replicas, SETTINGS[name].cache.replicas]).toEqual([
      false,
      0,
      0,
    ]);
});

it("answers change what they are about, and in production nothing that costs availability", () => {
  const plain = { capacity: "on-demand", sleep: null, tracing: null, tunnel: "always" } as const;
  const of = (more: object) => {
    const found = settingsFor({ ...plain, ...more });
    return ENVIRONMENTS.map((name) => [found[name].spot, found[name].sleeps, found[name].tunnel, found[name].traces]);
  };
  const sleep = { hours: "19:00-07:00", timezone: "UTC", stages: ["staging"] };
  const base = [false, false, true, 0];
  expect(of({})).toEqual([base, base, base]);
  expect(of({ capacity: "spot" })).toEqual([[true, false, true, 0], [true, false, true, 0], base]);
  expect(of({ sleep })).toEqual([base, [false, true, true, 0], base]);
  expect(of({ tunnel: "none" })).toEqual(ENVIRONMENTS.map(() => [false, false, false, 0]));
  expect(of({ tracing: 25 })).toEqual([
    [false, false, true, 1],
    [false, false, true, 1],
    [false, false, true, 0.25],
  ]);
});

it("a client's own sizes stand over the project's, each by itself", () => {
  const base = SETTINGS.production;
  expect(withOwn(base, undefined)).toEqual(base);
  expect(withOwn(base, { fullScale: false, database: { replicas: 3 }, cache: { node: "t4g.large" } })).toEqual({
    ...base,
    fullScale: false,
    database: { ...base.database, replicas: 3 },
    cache: { ...base.cache, node: "t4g.large" },
  });
  expect(withOwn(base, { logDays: 30 })).toEqual({ ...base, logDays: 30 });
});
