import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { missing } from "../support/boot/binaries.ts";
import { FaultyStage } from "../support/faults/stage.ts";
import type { Wire } from "../support/faults/wire.ts";

/**
 * Rendered services that are stopped while their stores are away: who stops them does not wait for these. The stores are real,
 * behind proxies that refuse or are silent; ECS is not there, which hides what it makes of a stop.
 */

const ANSWERS: Answers = {
  project: "acme",
  services: [
    { name: "node-pg", kind: "api", source: "node", database: "pg", cache: "main", jobs: ["node-jobs"] },
    {
      name: "nest-pg-prisma",
      kind: "api",
      source: "nestjs",
      database: "pg-prisma",
      cache: "main",
      jobs: ["nest-jobs"],
    },
    { name: "nest-mysql", kind: "api", source: "nestjs", database: "mysql" },
    { name: "node-mysql-prisma", kind: "api", source: "node", database: "mysql-prisma" },
    { name: "node-poll", kind: "worker", source: "node", database: "pg" },
    { name: "nest-poll", kind: "worker", source: "nestjs", database: "mysql" },
    { name: "node-jobs", kind: "worker", source: "node", cache: "main" },
    { name: "nest-jobs", kind: "worker", source: "nestjs", cache: "main", backlog: 20 },
  ],
  databases: [
    { name: "pg", engine: "postgres" },
    { name: "pg-prisma", engine: "postgres", migrations: "prisma" },
    { name: "mysql", engine: "mysql" },
    { name: "mysql-prisma", engine: "mysql", migrations: "prisma" },
  ],
  caches: [{ name: "main", engine: "redis" }],
};
const NAMES = (ANSWERS.services ?? []).map(({ name }) => name);

/** Until connections wait a while before they are made again. */
const AWAY_MS = 4_000;
/** Half of what ends it at the latest. */
const SOON_MS = 25_000;

interface Ended {
  status: number | string;
  took: number;
  said: string;
}

const reason = missing("postgres", "mariadb", "redis");
if (reason !== "") console.warn(`stopped: ${reason}`);

describe.skipIf(reason !== "")(`stopped${reason && `: ${reason}`}`, () => {
  const stage = new FaultyStage();
  beforeAll(() => stage.begin(ANSWERS), 300_000);
  afterAll(() => stage.end());

  async function stopped(name: string): Promise<[string, Ended]> {
    const service = stage.services.get(name);
    const began = Date.now();
    service?.signal("SIGTERM");
    const status = (await service?.ended) ?? "never begun";
    return [name, { status, took: Date.now() - began, said: service?.output() ?? "" }];
  }

  describe.each([
    ["refuse connections", (wire: Wire) => wire.refuse(), (wire: Wire) => wire.open()],
    ["are lost without a word", async (wire: Wire) => wire.swallow(), async (wire: Wire) => wire.heal()],
  ] as const)("while its stores %s", (_, begin, end) => {
    let all: Map<string, Ended>;
    beforeAll(async () => {
      await Promise.all(NAMES.map((name) => stage.start(name)));
      await Promise.all([...stage.wires.values()].map(begin));
      await delay(AWAY_MS);
      all = new Map(await Promise.all(NAMES.map(stopped)));
      await Promise.all([...stage.wires.values()].map(end));
    }, 300_000);

    test.each(NAMES)("%s ends well, and soon", (name) => {
      const { status, took, said } = all.get(name) as Ended;
      console.info(`${name} ended after ${took} ms`);
      expect(status, said).toBe(0);
      expect(took).toBeLessThan(SOON_MS);
    });
  });
});
