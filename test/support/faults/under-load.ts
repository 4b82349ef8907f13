import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { missing } from "../boot/binaries.ts";
import { eventually } from "../boot/container.ts";
import type { Server } from "../boot/servers.ts";
import { databaseEngine } from "../boot/surroundings.ts";
import { Producer } from "./jobs.ts";
import { Load } from "./load.ts";
import { FaultyStage, type Running, type Store } from "./stage.ts";

/** Every way to a database: framework, ORM and engine; each of them with requests, and with jobs. */
const ANSWERS: Answers = {
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

/** When, by the clock of each load. */
export type Moments = ReadonlyMap<string, number>;

/** What those who asked a service had to bear, from a moment on. */
export interface Borne {
  name: string;
  asked: number;
  "failed during": number;
  "failed after": number;
  "healed after ms": number;
  "slowest ms": number;
}

async function ask(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(35_000) });
  await response.arrayBuffer();
  return response.ok ? "" : String(response.status);
}

export function print(title: string, rows: readonly { name: string }[]): void {
  console.info(title);
  console.table(Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest])));
}

/** Rendered services that are asked all the time, and given jobs. */
export class UnderLoad {
  readonly stage = new FaultyStage();
  readonly producer = new Producer();
  readonly #loads = new Map<string, Load>();
  /** The store that each of those who ask is about. */
  readonly #about = new Map<string, Store | null>();
  /** Where the rows of each database are: after a failover, on two servers. */
  readonly homes: Record<"postgres" | "mariadb", Server[]> = { postgres: [], mariadb: [] };
  producing = true;

  async begin(): Promise<void> {
    const { stage } = this;
    await stage.begin(ANSWERS);
    this.homes.postgres.push(stage.server("postgres"));
    this.homes.mariadb.push(stage.server("mariadb"));
    await Promise.all(stage.sources.items.map(({ name }) => stage.start(name)));
    const queues = this.workers.map(({ item }) => item.name);
    await this.producer.connect(queues, stage.server("redis"));
    for (const { item, env } of this.#all("http")) this.#request(item.name, item, env.SELF_URL ?? "");
    for (const queue of queues) {
      const add = async (index: number) => {
        if (this.producing) await this.producer.add(queue, `job-${index}`);
        return "";
      };
      this.#loads.set(queue, new Load(PER_SECOND, add));
    }
  }

  #request(name: string, item: Running["item"], url: string): void {
    const path = item.events ? item.eventsPath : item.readyPath;
    this.#loads.set(name, new Load(PER_SECOND, () => ask(`${url}${path}`)));
    this.#about.set(name, databaseEngine(item) as Store | null);
    if (item.cache === null) return;
    const withCache = `${name}, with its cache`;
    this.#loads.set(withCache, new Load(1, () => ask(`${url}${item.readyPath}`)));
    this.#about.set(withCache, "redis");
  }

  async end(): Promise<void> {
    await Promise.all([...this.#loads.values()].map((load) => load.stop()));
    await this.producer.end();
    await this.stage.end();
  }

  #all(role: string): Running[] {
    return [...this.stage.services.values()].filter(({ item }) => item.role === role);
  }

  get workers(): Running[] {
    return this.#all("queue");
  }

  /** The jobs that are done: a row each. */
  async done({ item, env }: Running): Promise<string[]> {
    const engine = databaseEngine(item) as "postgres" | "mariadb";
    const rows = await Promise.all(
      this.homes[engine].map((server) => server.sql(env.DB_NAME ?? "", "SELECT name FROM events")),
    );
    return rows.flatMap((text) => text.split("\n")).filter(Boolean);
  }

  /** Everything that was accepted until now is done; how long that took. */
  async #caughtUp(worker: Running, limitMs: number): Promise<number> {
    const began = Date.now();
    const until = [...(this.producer.accepted.get(worker.item.name) ?? [])];
    await eventually(
      `${worker.item.name} has caught up`,
      async () => {
        const names = new Set(await this.done(worker));
        return until.every((name) => names.has(name)) || undefined;
      },
      limitMs,
    );
    return Date.now() - began;
  }

  #asked(): [string, Load][] {
    return [...this.#loads].filter(([name]) => !this.producer.accepted.has(name));
  }

  moments(): Moments {
    return new Map(this.#asked().map(([name, load]) => [name, load.now]));
  }

  borne(from: Moments, to: Moments): Borne[] {
    return this.#asked().map(([name, load]) => {
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
  }

  /** Those who asked about a store. */
  isAbout(store: Store): (one: Borne) => boolean {
    return ({ name }) => this.#about.get(name) === store;
  }

  async jobsBorne(heals: number) {
    const limit = heals + UNDER_WAY_MS + SLACK_MS;
    const caught = await Promise.all(this.workers.map((worker) => this.#caughtUp(worker, limit)));
    return this.workers.map(({ item: { name } }, index) => ({
      name,
      accepted: this.producer.accepted.get(name)?.length,
      "all done after ms": caught[index],
    }));
  }
}

/**
 * Tries something with services under load, and asks then what became of all jobs and of the services.
 * @param ending what is tried after that, as it ends services
 */
export function describeUnderLoad(
  title: string,
  tests: (load: UnderLoad) => void,
  ending?: (load: UnderLoad) => void,
): void {
  const reason = missing("postgres", "mariadb", "redis");
  if (reason !== "") console.warn(`${title}: ${reason}`);

  describe.skipIf(reason !== "")(`${title}${reason && `: ${reason}`}`, () => {
    const load = new UnderLoad();
    beforeAll(() => load.begin(), 900_000);
    afterAll(() => load.end());

    tests(load);

    test("no job that was accepted is lost, and hardly one is done twice", async () => {
      load.producing = false;
      await delay(1_000);
      await load.jobsBorne(30_000);
      const rows = await Promise.all(
        load.workers.map(async (worker) => {
          const accepted = load.producer.accepted.get(worker.item.name) ?? [];
          const names = await load.done(worker);
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
      for (const { item, running, lines } of load.stage.services.values()) {
        expect(running(), item.name).toBe(true);
        expect(lines().length, item.name).toBeGreaterThan(0);
      }
    });

    ending?.(load);
  });
}
