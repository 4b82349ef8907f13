import { describe, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { codeServices } from "../../lib/render/manifest/service-item.ts";
import { render } from "../../lib/render/render.ts";
import { NPM_VARIANTS } from "../support/boot/variants.ts";
import { viewOf } from "../support/view.ts";

/** Numbers that must fit together, and stand in files of their own. */

/** With what one may have besides: other services, buckets, mail, queues of SQS. */
const ANSWERS: Answers = {
  ...NPM_VARIANTS,
  domain: "acme.com",
  tracing: 5,
  services: [
    ...(NPM_VARIANTS.services ?? []),
    { name: "files", source: "node", bucket: "files", email: "noreply", jobs: ["taker"], calls: ["inner"] },
    { name: "inner", source: "node", private: true },
    { name: "taker", kind: "worker", source: "node", queue: "sqs" },
  ],
  buckets: [{ name: "files" }],
};

const view = viewOf({ ...ANSWERS });
const files = new Map(render(view).map(({ path, contents }) => [path, String(contents)]));
const text = (path: string): string => files.get(path) ?? "";
const items = codeServices(view).filter(({ container }) => container);

/** The constants of a module, by name. */
const constants = (path: string): Record<string, number> =>
  Object.fromEntries(
    [...text(path).matchAll(/const (\w+) = ([\d_]+);/g)].map(([, name, value]) => [
      name,
      Number(value?.replaceAll("_", "")),
    ]),
  );
const infra = (path: string, name: string): number =>
  Number(new RegExp(`${name}[:=\\s]+([\\d_]+)`).exec(text(path))?.[1]?.replaceAll("_", "")) * 1000;

const ECS_STOPS = infra("infra/kit/container-definition.ts", "stopTimeout");
const BALANCER_IDLES = infra("infra/kit/load-balancer.ts", "idleTimeout");

/** What README.md says of the figures in src/deadlines.ts, wherever there are such. */
const ROWS: [names: string[], row: (...seconds: number[]) => string][] = [
  [["HEADERS_MS", "REQUEST_MS"], (first, all) => `a caller's headers, and whole request | ${first} s and ${all} s |`],
  [["FILE_CONNECT_MS", "FILE_MS"], (there, all) => `to S3, and its answer | ${there} s and ${all} s, three times |`],
  [["FILE_FOUND_MS"], (seconds) => `a bucket that was there | after ${seconds} s: S3 bills each question |`],
  [["QUEUE_CONNECT_MS", "QUEUE_MS"], (there, all) => `to SQS, and its answer | ${there} s and ${all} s, three times |`],
  [["MAIL_CONNECT_MS", "MAIL_MS"], (there, all) => `to SES, and its answer | ${there} s and ${all} s, three times |`],
  [["CALL_MS"], (seconds) => `| the answer of another service | ${seconds} s |`],
  [["FOUND_MS"], (seconds) => `have its address, after SIGTERM | ${seconds} s: it answers them |`],
  [["CRASH_MS"], (seconds) => `that nobody has caught | ${seconds} s where something else listens`],
  [["QUEUE_CLOSE_MS"], (seconds) => `| a stop while the cache is away | ${seconds} s after the last job |`],
  // Who waits for jobs learns later than others that the cache is gone, and then has to find it again.
  [["QUEUE_SILENCE_MS", "CACHE_CONNECT_MS"], (silent, there) => `takes its name | within ${silent + there} s |`],
];
const found = new Set<string>();

test("the infrastructure says how long it waits", () => {
  expect([ECS_STOPS, BALANCER_IDLES]).toEqual([60_000, 60_000]);
});

describe.each(items)("$name", ({ name, role, database, driver, cache, stores }) => {
  const given = constants(`services/${name}/src/deadlines.ts`);
  const config = text(`services/${name}/src/config.ts`);
  const readme = text(`services/${name}/README.md`);
  const setting = (variable: string) =>
    Number(new RegExp(`${variable}: count\\.default\\((\\d+)\\)`).exec(config)?.[1]) * 1000;

  test("says in its README how long it waits", () => {
    for (const [names, row] of ROWS.filter(([names]) => names.every((name) => name in given))) {
      expect(readme).toContain(row(...names.map((name) => (given[name] ?? 0) / 1000)));
      for (const one of names) found.add(one);
    }
  });

  if ("QUEUE_WAIT_MS" in given) {
    test("gives SQS the time that it may wait for a job, and as long for the answer as any other", () => {
      const waits = /const WAIT_SECONDS = (\d+)/.exec(text(`services/${name}/src/take-jobs.ts`))?.[1];
      expect(given.QUEUE_WAIT_MS).toBe(Number(waits) * 1000 + (given.QUEUE_MS ?? 0));
    });
  }

  test("has stopped before ECS kills it", () => {
    expect(given.STOP_MS).toBeLessThan(ECS_STOPS);
    expect(readme).toContain(
      `| a stop, after SIGTERM | ${(given.STOP_MS ?? 0) / 1000} s; ECS kills after ${ECS_STOPS / 1000} s |`,
    );
    if (role === "queue") expect(setting("JOB_SECONDS")).toBeLessThan(given.STOP_MS ?? 0);
    if (role === "poll") expect(setting("RUN_SECONDS")).toBeLessThan(given.STOP_MS ?? 0);
  });

  if (role === "http") {
    test("keeps connections longer than the load balancer, and answers before it gives up", () => {
      expect(given.KEEP_ALIVE_MS).toBeGreaterThan(BALANCER_IDLES);
      expect(given.ANSWER_MS).toBeLessThan(BALANCER_IDLES);
      expect(readme).toContain(`| the answer to a request | ${(given.ANSWER_MS ?? 0) / 1000} s: 503 |`);
    });
  }

  if (driver === "mariadb") {
    test("gives up a statement before whoever asks gives up", () => {
      if (role === "http") expect(given.STATEMENT_MS).toBeLessThan(given.ANSWER_MS ?? 0);
      expect(readme).toContain(`| a statement, or a server that sends nothing | ${(given.STATEMENT_MS ?? 0) / 1000} s`);
    });
  } else if (database !== null) {
    test("learns from the database that a statement takes too long, and by silence that it is gone", () => {
      expect(given.SILENCE_MS).toBeGreaterThan(given.STATEMENT_MS ?? 0);
      if (role === "http") expect(given.SILENCE_MS).toBeLessThan(given.ANSWER_MS ?? 0);
      expect(readme).toContain(`| ${(given.STATEMENT_MS ?? 0) / 1000} s, by the server`);
      expect(readme).toContain(
        `| a server that sends nothing | ${(given.SILENCE_MS ?? 0) / 1000} s: the connection is closed |`,
      );
      expect(readme).toContain(`| a connection to the database | ${setting("DB_CONNECT_SECONDS") / 1000} s; 60 s`);
    });
  }

  if (cache !== null) {
    test("does not wait for the cache", () => {
      expect(readme).toContain(`| a connection to the cache | ${(given.CACHE_CONNECT_MS ?? 0) / 1000} s, then again |`);
      expect(readme).toMatch(new RegExp(`\\| a command of the cache.* \\| ${(given.COMMAND_MS ?? 0) / 1000} s \\|`));
    });
  }

  if (role === "http" && stores) {
    test("answers whether it is ready before whoever asks gives up", () => {
      // The load balancer waits 5 s, Route 53 four.
      expect(given.CHECK_MS).toBeLessThan(4_000);
    });
  }
});

test("there is a service for every row", () => {
  expect([...found].toSorted()).toEqual(ROWS.flatMap(([names]) => names).toSorted());
});
