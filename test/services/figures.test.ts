import { describe, expect, it } from "vitest";
import { codeServices, type ServiceItem } from "../../lib/render/manifest/service-item.ts";
import { render } from "../../lib/render/render.ts";
import { NPM_VARIANTS } from "../support/boot/variants.ts";
import { viewOf } from "../support/view.ts";
import { WRITTEN } from "../support/written.ts";

/** What the README of a service says in numbers is what its code does. How numbers fit each other is asked in deadlines.test.ts. */

const VIEWS = [WRITTEN, viewOf({ ...NPM_VARIANTS })];
const SERVICES = VIEWS.flatMap((view) => {
  const files = new Map(render(view).map(({ path, contents }) => [path, contents]));
  return codeServices(view).map((item) => ({
    item,
    text: (path: string) => files.get(`services/${item.name}/${path}`) ?? "",
  }));
});

/** Numbers of a file, in their order: `FILE_MS = 10_000`, `count.default(5)`, `10 * 1024 * 1024`. */
const numbers = (text: string, pattern: RegExp): number[] =>
  (pattern.exec(text) ?? [])
    .slice(1)
    .map((found) => found.split("*").reduce((product, one) => product * Number(one.replaceAll(/[_,]/g, "")), 1));
const seconds = (...names: string[]) => ({
  file: "src/deadlines.ts",
  are: (text: string) =>
    names.map((name) => (numbers(text, new RegExp(`${name} = ([\\d_]+);`))[0] ?? Number.NaN) / 1000),
});
const defaults = (...names: string[]) => ({
  file: "src/config.ts",
  are: (text: string) => names.flatMap((name) => numbers(text, new RegExp(`${name}: count\\.default\\((\\d+)\\)`))),
});
const constants = (file: string, pattern: RegExp, unit = 1) => ({
  file,
  are: (text: string) => numbers(text, pattern).map((number) => number / unit),
});
const jobs = ({ nest }: ServiceItem) => (nest ? "src/jobs.processor.ts" : "src/jobs.ts");

/** Minutes from the first try to the last: a pause is twice the one before it. */
const minutes = (tries: number, first: number): number =>
  Math.round(Array.from({ length: tries - 1 }, (_, n) => first * 2 ** n).reduce((sum, one) => sum + one, 0) / 60);
const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

type Figures = { file: string; are: (text: string) => number[] };
const ROWS: [said: RegExp, of: (item: ServiceItem) => Figures][] = [
  [/headers, and whole request \| (\d+) s and (\d+) s/, () => seconds("HEADERS_MS", "REQUEST_MS")],
  [/a connection to S3, and its answer \| (\d+) s and (\d+) s/, () => seconds("FILE_CONNECT_MS", "FILE_MS")],
  [/a bucket that was there \| after (\d+) s/, () => seconds("FILE_FOUND_MS")],
  [/a connection to SQS, and its answer \| (\d+) s and (\d+) s/, () => seconds("QUEUE_CONNECT_MS", "QUEUE_MS")],
  [/a connection to SES, and its answer \| (\d+) s and (\d+) s/, () => seconds("MAIL_CONNECT_MS", "MAIL_MS")],
  [/the answer of another service \| (\d+) s/, () => seconds("CALL_MS")],
  [/works for, and for (\d+) s at most/, () => seconds("CALL_MS")],
  [/still have its address, after SIGTERM \| (\d+) s/, () => seconds("FOUND_MS")],
  [/Bodies are at most (\d+) MiB/, () => constants("src/requests.ts", /BODY_BYTES = ([\d_]+);/, 2 ** 20)],
  [/this type and at most (\d+) MiB/, () => constants("src/uploads.ts", /UPLOAD_BYTES = ([\d *]+);/, 2 ** 20)],
  [/at most \d+ MiB, for (\d+) minutes/, () => constants("src/uploads.ts", /UPLOAD_SECONDS = (\d+);/, 60)],
  [/More than ([\d,]+) waiting jobs/, () => constants("src/queues.ts", /MOST = ([\d_]+);/)],
  [/`JOB_CONCURRENCY` jobs \((\d+)\)/, () => defaults("JOB_CONCURRENCY")],
  [/`JOB_SECONDS` \((\d+)\)/, () => defaults("JOB_SECONDS")],
  [/`JOB_TRIES` times \((\d+)\)/, () => defaults("JOB_TRIES")],
  [/`RUN_SECONDS` \((\d+)\)/, () => defaults("RUN_SECONDS")],
];

describe("the README of a service says", () => {
  it.each(ROWS)("%s, as its code has it", (said, of) => {
    const saying = SERVICES.filter(({ text }) => said.test(text("README.md")));
    expect(saying).not.toEqual([]);
    for (const { item, text } of saying) {
      const { file, are } = of(item);
      expect([item.name, ...numbers(text("README.md"), said)]).toEqual([item.name, ...are(text(file))]);
    }
  });

  it("how long a job of a cache is kept, and how often its queue is told of", () => {
    const saying = SERVICES.filter(({ item }) => item.queue === "bullmq");
    expect(saying.length).toBeGreaterThan(2);
    for (const { item, text } of saying) {
      expect(text("README.md")).toContain("A job that was done is kept for an hour, one that has failed for a week");
      const [done, failed] = numbers(
        text(jobs(item)),
        /(?:done|removeOnComplete): \{ age: (\d+).*?\{ age: ([\d_ *]+)/s,
      );
      expect([done, failed]).toEqual([60 * 60, 7 * 24 * 60 * 60]);
      if (!item.tellsItself) continue;
      expect(text("README.md")).toMatch(/is a line\s+of the log twice a minute/);
      expect(numbers(text("src/queue-state.ts"), /EVERY_MS = ([\d_]+);/)).toEqual([30_000]);
    }
  });

  it("for how long a job is tried again: as often as the code has it, with pauses that double", () => {
    for (const { text } of SERVICES.filter(({ item }) => item.given === "bullmq")) {
      const [tries = 0, delay = 0] = numbers(text("src/queues.ts"), /attempts: (\d+), backoff: .* delay: (\d+)/);
      expect(text("README.md")).toMatch(
        new RegExp(`tried again for about\\s${WORDS[minutes(tries, delay / 1000)]} minutes`),
      );
    }
    for (const { text } of SERVICES.filter(({ item }) => item.queue === "sqs")) {
      expect(text("src/take-jobs.ts")).toContain("2 ** (tries - 1)");
      const [tries = 0] = numbers(text("README.md"), /`JOB_TRIES` times \((\d+)\)/);
      expect(text("README.md")).toContain(`(${tries}) in about ${WORDS[minutes(tries, 1)]} minutes`);
    }
  });
});

it("a deploy waits for a database that had paused for as long as it may take to wake up, and no minute", () => {
  const waits = SERVICES.filter(({ item }) => item.events).map(({ text }) =>
    numbers(text("src/migrate.ts"), /CONNECT_MS = ([\d_]+);/),
  );
  expect(waits.length).toBeGreaterThan(5);
  // AWS says 30 s or more of one that nobody has asked for a day; it has been asked before by what makes its roles.
  for (const [wait = 0] of waits) expect([wait > 30_000, wait < 60_000]).toEqual([true, true]);
});
