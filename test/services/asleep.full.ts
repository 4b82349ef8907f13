import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { missing } from "../support/boot/binaries.ts";
import { databaseEngine } from "../support/boot/surroundings.ts";
import { FaultyStage, type Running, type Store } from "../support/faults/stage.ts";

/**
 * Rendered services whose Aurora has paused: it takes connections and says nothing until it is awake, for 15 s, or twice that after
 * a day. A stand-in: a proxy before PostgreSQL and MariaDB that holds connections. And what a request may take at all.
 */

const answers: Answers = {
  project: "acme",
  services: [
    { name: "node-pg", kind: "api", source: "node", database: "pg" },
    { name: "nest-mysql", kind: "api", source: "nestjs", database: "mysql" },
    { name: "cron-pg", kind: "cron", source: "nestjs", schedule: "rate(1 day)", database: "pg" },
    { name: "cron-prisma", kind: "cron", source: "node", schedule: "rate(1 day)", database: "prisma" },
  ],
  databases: [
    { name: "pg", engine: "postgres" },
    { name: "mysql", engine: "mysql" },
    { name: "prisma", engine: "mysql", migrations: "prisma" },
  ],
};
const APIS = ["node-pg", "nest-mysql"] as const;
const CRONS = ["cron-pg", "cron-prisma"] as const;

/** As infra/kit/rds-cluster.ts says it of a cluster that may pause. */
const PATIENT = { DB_CONNECT_SECONDS: "60" };
const WAKES_MS = 18_000;
/** Of src/deadlines.ts. */
const ANSWER_MS = 30_000;
const HEADERS_MS = 20_000;
/** For a machine that has other things to do; Node looks for late headers every 30 s. */
const SLACK_MS = 12_000;

const reason = missing("postgres", "mariadb");
if (reason !== "") console.warn(`asleep: ${reason}`);

describe.skipIf(reason !== "")("a database that has paused", () => {
  const stage = new FaultyStage();
  const wires = () => [...stage.wires.values()];
  const asleep = (milliseconds: number) => wires().map((wire) => wire.sleep(milliseconds));
  beforeAll(() => stage.begin(answers), 900_000);
  afterAll(() => stage.end());

  const timed = async <T>(work: Promise<T>): Promise<[T, number]> => {
    const began = Date.now();
    return [await work, Date.now() - began];
  };

  test("is waited for by a scheduled task, which does its work then", async () => {
    asleep(WAKES_MS);
    const runs = CRONS.map((name) => stage.run(name, PATIENT));
    const ended = await Promise.all(runs.map((run) => timed(run.ended)));
    for (const [index, [status, took]] of ended.entries()) {
      expect(status, runs[index]?.output()).toBe(0);
      expect(took).toBeGreaterThan(WAKES_MS * 0.9);
    }
    console.info(
      `asleep: ${CRONS.map((name, index) => `${name} ended well after ${ended[index]?.[1]} ms`).join(", ")}`,
    );
  }, 120_000);

  test("is given up within 5 s where none pauses, with the reason", async () => {
    asleep(WAKES_MS);
    const runs = CRONS.map((name) => stage.run(name));
    for (const [index, [status, took]] of (await Promise.all(runs.map((run) => timed(run.ended)))).entries()) {
      expect(status).toBe(1);
      expect(took).toBeLessThan(5_000 + SLACK_MS);
      expect(runs[index]?.output()).toMatch(
        /"level":"fatal","message":"database: .*(no answer within 5 s|connection timeout)/i,
      );
    }
  }, 120_000);

  test("is waited for by a service that starts, and by its requests", async () => {
    asleep(WAKES_MS);
    const [, started] = await timed(Promise.all(APIS.map((name) => stage.start(name, PATIENT))));
    expect(started).toBeGreaterThan(WAKES_MS * 0.9);
    for (const wire of wires()) wire.reset();
    asleep(WAKES_MS);
    const answered = await Promise.all([...stage.services.values()].map((service) => timed(ask(service))));
    for (const [status, took] of answered) {
      expect(status).toBe(200);
      expect(took).toBeGreaterThan(WAKES_MS * 0.9);
      expect(took).toBeLessThan(ANSWER_MS);
    }
  }, 180_000);

  // The next two wait for half a minute each, of something else.
  test.concurrent("a request is answered with 503 in time, and the next one well", async () => {
    for (const wire of wires()) wire.reset();
    asleep(ANSWER_MS + 4_000);
    for (const [status, took] of await Promise.all(
      [...stage.services.values()].map((service) => timed(ask(service))),
    )) {
      expect(status).toBe(503);
      expect(took).toBeGreaterThan(ANSWER_MS * 0.9);
      expect(took).toBeLessThan(ANSWER_MS + SLACK_MS);
    }
    await delay(6_000);
    for (const service of stage.services.values()) expect(await ask(service)).toBe(200);
  }, 180_000);

  test.concurrent("a caller that never ends its headers is left", async () => {
    const left = ({ env }: Running) => {
      const socket = connect(Number(env.PORT), "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n");
      const dribble = setInterval(() => socket.write("X-More: x\r\n"), 1_000);
      return timed(new Promise((done) => socket.once("close", done))).finally(() => clearInterval(dribble));
    };
    for (const [, took] of await Promise.all([...stage.services.values()].map(left))) {
      expect(took).toBeGreaterThan(HEADERS_MS * 0.9);
      expect(took).toBeLessThan(HEADERS_MS + 30_000 + SLACK_MS);
    }
  }, 240_000);

  async function ask({ item, env }: Running): Promise<number> {
    expect(stage.wires.has(databaseEngine(item) as Store)).toBe(true);
    const response = await fetch(`${env.SELF_URL}${item.eventsPath}`, { signal: AbortSignal.timeout(60_000) });
    await response.arrayBuffer();
    return response.status;
  }
});
