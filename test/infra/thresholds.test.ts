import { expect, it } from "vitest";
import { render } from "../../lib/render/render.ts";
import { viewOf } from "../support/view.ts";

/** Figures that the program has, and the runbook tells. */

const view = viewOf({
  services: [{ name: "api" }, { name: "worker", kind: "worker", source: "node", cache: "main", backlog: 10 }],
  caches: [{ name: "main" }],
  stages: ["staging", "production"],
});
const files = new Map(render(view).map(({ path, contents }) => [path, String(contents)]));
const figure = (path: string, pattern: RegExp): number => {
  const [, found] = pattern.exec(files.get(path) ?? "") ?? [];
  return Number(found);
};
const runbook = files.get("RUNBOOK.md") ?? "";

it("says at which share of failed requests an alarm rings", () => {
  const kit = "infra/kit/alarm.ts";
  const [least, percent, minutes] = ["least", "percent", "minutes"].map((name) =>
    figure(kit, new RegExp(`const ${name} = (\\d+);`)),
  );
  expect(runbook).toContain(
    `In ${minutes} minutes, more than ${percent} of 100 requests were answered with 5xx, and at least ${least}.`,
  );
});

it("says how often the load balancer's own errors come again until an alarm rings", () => {
  const kit = "infra/kit/load-balancer.ts";
  const [periods, enough] = [figure(kit, /periods: (\d+),/), figure(kit, /enough: (\d+),/)];
  expect(runbook).toContain(`The load balancer itself answers 5xx, in ${enough} of ${periods} minutes:`);
});

it("says how long a job waits until an alarm rings", () => {
  const kit = "infra/kit/queue.ts";
  const [minutes, period] = [figure(kit, /maxAge = (\d+)/), figure(kit, /period: (\d+),/)];
  expect(runbook).toContain(`waits for more than ${minutes} minutes, and has done so for a quarter of an hour.`);
  // Three periods in a row, as kit/alarm.ts has it.
  expect(3 * period).toBe(15 * 60);
});

it("says how long a job waits in SQS until an alarm rings", () => {
  const sqs = render(viewOf({ services: [{ name: "worker", kind: "worker", queue: "sqs" }] }));
  const text = (path: string) => String(sqs.find((file) => file.path === path)?.contents);
  const [, minutes] = /maxAge = (\d+)/.exec(text("infra/kit/job-queue.ts")) ?? [];
  expect(text("RUNBOOK.md")).toContain(
    `waits for more than ${minutes} minutes, and has done so for a quarter of an hour.`,
  );
});

it("says when the firewall blocks many, and how many are too many of one address", () => {
  const [threshold, period] = [
    figure("infra/firewall.ts", /threshold: (\d+),/),
    figure("infra/firewall.ts", /period: (\d+),/),
  ];
  expect(runbook).toContain(`has stopped more than ${threshold} requests in ${period / 60} minutes:`);
  const limit = figure("infra/firewall.ts", /limit: (\d+),/).toLocaleString("en-US");
  expect(runbook).toContain(`An IP address that sends more than ${limit} requests in 5 minutes is blocked`);
});

it("names the log of the firewall that there is", () => {
  const only = (stage: string) =>
    String(
      render(viewOf({ services: [{ name: "api" }], stages: [stage as "staging"] })).find(
        ({ path }) => path === "RUNBOOK.md",
      )?.contents,
    );
  expect(only("staging")).toMatch(/`aws-waf-logs-[a-z-]+-staging`/);
  expect(only("production")).not.toContain("-staging`");
  expect(only("production")).toMatch(/`aws-waf-logs-[a-z-]+-production`/);
  expect(only("dev")).not.toContain("aws-waf-logs");
});
