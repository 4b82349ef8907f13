import { readFile, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, separate } from "./container.ts";
import { ENQUEUE } from "./queue.ts";
import type { Subject } from "./subject.ts";

/** A worker that is well touches this file. */
const ALIVE = "/tmp/alive";

/** What a service does while it runs, by what it is. */
export function describeRunning(subject: Subject): void {
  const { item } = subject;
  if (item.role === "cron") {
    test("does its work and ends with 0", async () => {
      const { status, lines } = await subject.run();
      expect(status, lines.join("\n")).toBe(0);
      expect(lines.at(-1)).toMatch(work(subject));
    });
    return;
  }

  describe("while it runs", () => {
    let started: number;
    beforeAll(async () => {
      // Without a file system of its own it would meet what another user's run has left.
      if (item.kind === "worker" && !separate) await rm(ALIVE, { force: true });
      started = Date.now();
      await subject.start();
    });
    afterAll(() => subject.end());

    if (item.role === "http") testRoutes(subject);
    if (item.source === "react") testPages(subject);
    if (item.kind === "worker") {
      test("shows that it is alive", async () => {
        const written = async () => {
          const time = await readFile(subject.container.path(ALIVE), "utf8").catch(() => "");
          return Date.parse(time) >= started ? true : undefined;
        };
        await eventually("it writes /tmp/alive", written);
      });
    }
    if (item.role === "queue") testQueue(subject);
    if (item.role === "poll") {
      test("does its work", async () => {
        const done = async () => (work(subject).test(subject.container.output()) ? true : undefined);
        await eventually("it worked", done);
      });

      if (item.stores) {
        test("goes on after its stores were away", async () => {
          await restartStores(subject);
          await delay(1_000);
          expect(subject.container.running(), subject.container.output()).toBe(true);
        }, 120_000);
      }
    }

    test("ends cleanly within seconds of a SIGTERM", async () => {
      const before = Date.now();
      subject.container.signal("SIGTERM");
      expect(await subject.container.ended, subject.container.output()).toBe(0);
      expect(Date.now() - before).toBeLessThan(10_000);
      subject.printed += subject.container.output();
    });
  });
}

async function restartStores({ stores }: Subject): Promise<void> {
  for (const [, server] of stores) await server.stop();
  for (const [, server] of stores) await server.start();
}

/** What a run of the example task logs. */
const work = ({ item }: Subject): RegExp => (item.events ? /0 events older than 90 days deleted/ : /ran at 20/);

function testRoutes(subject: Subject): void {
  const { item } = subject;
  test("is alive and ready within seconds", async () => {
    const first = await eventually("the health route answers", () => subject.get(item.health));
    expect(first.status).toBe(200);
    if (item.healthRoute) expect(JSON.parse(first.text)).toEqual({ status: "ok" });
    expect(await subject.json(item.readyPath)).toEqual({ status: 200, body: { status: "ok" } });
    if (item.events) expect(await subject.json(item.eventsPath)).toEqual({ status: 200, body: [] });
  });

  if (!item.stores) return;
  test("says which store is down, stays alive, and is ready again when it is back", async () => {
    for (const [store, server] of subject.stores) {
      await server.stop();
      try {
        const down = { status: 503, body: { status: "unavailable", failed: [store] } };
        expect(await subject.json(item.readyPath)).toEqual(down);
        expect((await subject.get(item.health))?.status).toBe(200);
      } finally {
        await server.start();
      }
      const ready = async () => ((await subject.get(item.readyPath))?.status === 200 ? true : undefined);
      await eventually(`ready again with its ${store}`, ready);
    }
  }, 120_000);
}

function testPages(subject: Subject): void {
  test("answers with pages and their files", async () => {
    const page = await subject.get("/");
    const html = page?.text ?? "";
    expect(page?.status).toBe(200);
    expect(html).toContain("<h1>acme</h1>");
    const asset = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(html)?.[1];
    const file = await subject.get(`/${asset}`);
    expect(file?.status, html).toBe(200);
    expect(file?.headers.get("cache-control")).toContain("immutable");
    expect((await subject.get("/no-such-page"))?.status).toBe(404);
  });
}

function testQueue(subject: Subject): void {
  const { item } = subject;
  const send = async () => {
    const command = ["node", "--input-type=module", "--eval", ENQUEUE, item.name];
    expect(await subject.run({}, command), subject.container.output()).toMatchObject({
      status: 0,
      lines: ["completed"],
    });
  };

  test("takes a job", async () => {
    await send();
    expect(subject.container.output()).toMatch(/job greet .*done/);
    if (!item.events) return;
    const { DB_NAME = "" } = subject.surroundings.env;
    const rows = await subject.surroundings.stores.database?.sql(DB_NAME, "SELECT name FROM events");
    expect(rows).toBe("greet");
  });

  test("takes a job after its stores were away", async () => {
    await restartStores(subject);
    await send();
    expect(subject.container.running()).toBe(true);
  }, 120_000);
}
