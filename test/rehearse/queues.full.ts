import { beforeAll, describe, expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import type { Step } from "../../lib/rehearse/story/steps.ts";
import { brief, engine, Stage } from "../support/rehearsal.ts";

const found = await engine();

const ANSWERS: Answers = {
  project: "shop",
  stages: ["dev"],
  services: [
    { name: "api", source: "node", jobs: ["resizer"] },
    { name: "resizer", kind: "worker", source: "node", queue: "sqs", backlog: 10, min: 0 },
  ],
};

/** Hidden: docs/rehearse.md, "What it cannot show". */
describe.skipIf(found === null)("services without a cache on the real SST and engine, AWS played", () => {
  let stage: Stage;
  let first: Step[];
  beforeAll(async () => {
    stage = await Stage.open(found as NonNullable<typeof found>, ANSWERS);
    first = await stage.deploy();
  }, 600_000);

  it("have a queue, one for what has failed, and a worker that it starts", () => {
    expect(first.filter(({ action }) => action !== "created")).toEqual([]);
    expect(brief(first)).toEqual(
      expect.arrayContaining([
        "created Queue ResizerJobs",
        "created Queue ResizerJobsFailed",
        "created Policy queue.resizer.backlog",
        "created Policy queue.resizer.start",
        "created MetricAlarm queue.resizer.start",
      ]),
    );
  });

  it("are left as they are by a second deploy", async () => {
    expect(brief(await stage.deploy())).toEqual([]);
  }, 600_000);

  it("lose both queues with the worker, and nothing else of the API's", async () => {
    await stage.change({ ...ANSWERS, services: [{ name: "api", source: "node" }] });
    const steps = brief(await stage.deploy());
    expect(steps).toEqual(expect.arrayContaining(["deleted Queue ResizerJobs", "deleted Queue ResizerJobsFailed"]));
    expect(steps.filter((step) => /^(created|deleted) /.test(step) && !/resizer/i.test(step))).toEqual([]);
  }, 600_000);
});
