import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { missing } from "../support/boot/binaries.ts";
import { eventually } from "../support/boot/container.ts";
import type { Server } from "../support/boot/servers.ts";
import { databaseEngine } from "../support/boot/surroundings.ts";
import { DEMOTIONS, FAULTS } from "../support/faults/faults.ts";
import { Producer } from "../support/faults/jobs.ts";
import { Load } from "../support/faults/load.ts";
import { FaultyStage, type Running, type Store } from "../support/faults/stage.ts";

/**
 * Rendered services under a steady load, on networks and servers that fail: each fault heals by itself in the time
 * that a service's README states, and no job that was accepted is lost.
 */

/** Every way to a database: framework, ORM and engine; each of them with requests, and with jobs. */
const answers: Answers = {
  project: "acme",
  services: [
    { name: "node-pg", kind: "api", source: "node", database: "pg", cache: "main" },
    { name: "nest-pg-prisma", kind: "api", source: "nestjs", database: "pg-prisma" },
    { name: "node-pg-plain", kind: "api", source: "node", database: "pg-plain" },
    { name: "nest-mysql", kind: "api", source: "nestjs", database: "mysql", cache: "main" },
    { name: "node-mysql-prisma", kind: "api", source: "node", database: "mysql-prisma" },
    { name: "nest-mysql-plain", kind: "api", source: "nestjs", database: "mysql-plain" },
    { name: "nest-jobs-pg", kind: "worker", source: "nestjs", database: "pg", cache: "main" },
    { name: "node-jobs-pg-prisma", kind: "worker", source: "node", database: "pg-prisma", cache: "main" },
    { name: "node-jobs-mysql", kind: "worker", source: "node", database: "mysql", cache: "main" },
    { name: "nest-jobs-prisma", kind: "worker", source: "nestjs", database: "mysql-prisma", cache: "main" },
  ],
  databases: [
    { name: "pg", engine: "postgres" },
    { name: "pg-prisma", engine: "postgres", migrations: "prisma" },
    { name: "pg-plain", engine: "postgres", migrations: "none" },
    { name: "mysql", engine: "mysql" },
    { name: "mysql-prisma", engine: "mysql", migrations: "prisma" },
    { name: "mysql-plain", engine: "mysql", migrations: "none" },
  ],
  caches: [{ name: "main", engine: "redis" }],
};

const PER_SECOND = 4;
/** For a machine that has other things to do. */
const SLACK_MS = 20_000;
/** A job that was under way when its cache went: BullMQ's lock runs out after 30 s, which it looks for every 30 s. */
const UNDER_WAY_MS = 60_000;
/** What was under way fails with the server that is no longer the primary: no more than a pool has connections. */
const POOL = 10;
const reason = missing("postgres", "mariadb", "redis");
if (reason !== "") console.warn(`faults: ${reason}`);

describe.skipIf(reason !== "")(`faults${reason && `: ${reason}`}`, () => {
  const stage = new FaultyStage();
  const producer = new Producer();
  const loads = new Map<string, Load>();
  /** The store that each of those who ask is about. */
  const about = new Map<string, Store | null>();
  /** Where the rows of each database are: after a failover, on two servers. */
  const homes: Record<"postgres" | "mariadb", Server[]> = { postgres: [], mariadb: [] };
  let producing = true;
  const all = (role: string) => [...stage.services.values()].filter(({ item }) => item.role === role);

  beforeAll(async () => {
    await stage.begin(answers);
    homes.postgres.push(stage.server("postgres"));
    homes.mariadb.push(stage.server("mariadb"));
    await Promise.all(stage.sources.items.map(({ name }) => stage.start(name)));
    const queues = all("queue").map(({ item }) => item.name);
    await producer.connect(queues, stage.server("redis"));
    for (const { item, env } of all("http")) {
      const path = item.events ? item.eventsPath : item.readyPath;
      loads.set(item.name, new Load(PER_SECOND, () => ask(`${env.SELF_URL}${path}`)));
      about.set(item.name, databaseEngine(item) as Store | null);
      if (item.cache === null) continue;
      const withCache = `${item.name}, with its cache`;
      loads.set(withCache, new Load(1, () => ask(`${env.SELF_URL}${item.readyPath}`)));
      about.set(withCache, "redis");
    }
    for (const queue of queues) {
      loads.set(
        queue,
        new Load(PER_SECOND, async (index) => {
          if (producing) await producer.add(queue, `job-${index}`);
          return "";
        }),
      );
    }
  }, 900_000);

  afterAll(async () => {
    await Promise.all([...loads.values()].map((load) => load.stop()));
    await producer.end();
    await stage.end();
  });

  async function ask(url: string): Promise<string> {
    const response = await fetch(url, { signal: AbortSignal.timeout(35_000) });
    await response.arrayBuffer();
    return response.ok ? "" : String(response.status);
  }

  /** The jobs that are done: a row each. */
  async function done({ item, env }: Running): Promise<string[]> {
    const engine = databaseEngine(item) as "postgres" | "mariadb";
    const rows = await Promise.all(
      homes[engine].map((server) => server.sql(env.DB_NAME ?? "", "SELECT name FROM events")),
    );
    return rows.flatMap((text) => text.split("\n")).filter(Boolean);
  }

  /** Everything that was accepted until now is done; how long that took. */
  async function caughtUp(worker: Running, limitMs: number): Promise<number> {
    const began = Date.now();
    const until = [...(producer.accepted.get(worker.item.name) ?? [])];
    await eventually(
      `${worker.item.name} has caught up`,
      async () => {
        const names = new Set(await done(worker));
        return until.every((name) => names.has(name)) || undefined;
      },
      limitMs,
    );
    return Date.now() - began;
  }

  const print = (title: string, rows: { name: string }[]): void => {
    console.info(title);
    console.table(Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest])));
  };

  const asked = () => [...loads].filter(([name]) => !producer.accepted.has(name));

  /** What those who asked had to bear, from a moment on. */
  const borne = (from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>) =>
    asked().map(([name, load]) => {
      const during = load.between(from.get(name) ?? 0, to.get(name) ?? 0);
      const after = load.between(to.get(name) ?? 0, Number.POSITIVE_INFINITY);
      return {
        name,
        asked: during.asked + after.asked,
        "failed during": during.failed,
        "failed after": after.failed,
        "healed after ms": after.failed === 0 ? 0 : after.healedMs,
        "slowest ms": Math.max(during.slowestMs, after.slowestMs),
      };
    });
  const moments = () => new Map(asked().map(([name, load]) => [name, load.now]));

  async function jobsBorne(heals: number) {
    const workers = all("queue");
    const caught = await Promise.all(workers.map((worker) => caughtUp(worker, heals + UNDER_WAY_MS + SLACK_MS)));
    return workers.map(({ item: { name } }, index) => ({
      name,
      accepted: producer.accepted.get(name)?.length,
      "all done after ms": caught[index],
    }));
  }

  test.each(FAULTS)(
    "$title",
    async ({ title, lasts, heals, harmless, begin, end }) => {
      await delay(2_000);
      const from = moments();
      await begin(stage);
      await delay(lasts);
      await end?.(stage);
      const to = moments();
      const [jobs] = await Promise.all([jobsBorne(heals), delay(heals + 3_000)]);
      const requests = borne(from, to);
      print(title, requests);
      print(title, jobs);
      expect(requests.filter((one) => one["healed after ms"] > heals)).toEqual([]);
      if (harmless) expect(requests.filter((one) => one["failed during"] + one["failed after"] > 0)).toEqual([]);
    },
    180_000,
  );

  test.each(["postgres", "mariadb", "redis"] as const)(
    "%s: another server becomes the primary",
    async (store) => {
      // What a replica has not got yet is lost with its primary: that is Redis, and no service can change it.
      producing = store !== "redis";
      await delay(1_000);
      const from = moments();
      const primary = await DEMOTIONS[store](stage);
      const to = moments();
      if (store === "mariadb") homes.mariadb.push(primary);
      if (store === "redis") await producer.connect([...producer.accepted.keys()], primary);
      producing = true;
      const [jobs] = await Promise.all([delay(2_000).then(() => jobsBorne(10_000)), delay(12_000)]);
      const requests = borne(from, to);
      print(`${store}: another server becomes the primary`, [...requests, ...jobs]);
      const beyond = (one: (typeof requests)[number]) =>
        store === "redis" ? one["healed after ms"] > 10_000 : one["failed after"] > POOL;
      expect(requests.filter(({ name }) => about.get(name) === store).filter(beyond)).toEqual([]);
    },
    180_000,
  );

  test("no job that was accepted is lost, and hardly one is done twice", async () => {
    producing = false;
    await delay(1_000);
    await jobsBorne(30_000);
    const rows = await Promise.all(
      all("queue").map(async (worker) => {
        const accepted = producer.accepted.get(worker.item.name) ?? [];
        const names = await done(worker);
        const lost = accepted.filter((name) => !names.includes(name)).length;
        return { name: worker.item.name, accepted: accepted.length, lost, twice: names.length - new Set(names).size };
      }),
    );
    print("jobs", rows);
    for (const { accepted, lost, twice } of rows) {
      expect(accepted).toBeGreaterThan(100);
      expect(lost).toBe(0);
      expect(twice).toBeLessThan(accepted / 20);
    }
  }, 180_000);

  test("nothing but JSON has been printed, a request on one line, and no service has ended", () => {
    for (const { item, running, lines } of stage.services.values()) {
      expect(running(), item.name).toBe(true);
      expect(lines().length, item.name).toBeGreaterThan(0);
    }
  });

  test("a worker that is stopped ends its job first", async () => {
    const worker = all("queue")[0] as Running;
    stage.wire(databaseEngine(worker.item) as Store).slow(1_500);
    producing = true;
    await delay(3_000);
    worker.signal("SIGTERM");
    expect(await worker.ended).toBe(0);
    stage.wire(databaseEngine(worker.item) as Store).heal();
    const counts = await producer.counts(worker.item.name);
    expect(counts).toMatchObject({ active: 0, failed: 0 });
  }, 120_000);
});
