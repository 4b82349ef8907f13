import { describe, expect, it } from "vitest";
import { parseBlueprint, toBlueprint } from "../../lib/answers/parse.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import { viewOf } from "../support/view.ts";

type Service = NonNullable<Answers["services"]>[number];

const api: Service = { name: "api", cache: "main", jobs: ["mailer"] };
const mailer: Service = { name: "mailer", kind: "worker", cache: "main", backlog: 100 };
const document = (...services: Service[]): Answers => ({
  project: "shop",
  services,
  caches: [...new Set(services.flatMap(({ cache }) => cache ?? []))].map((name) => ({ name })),
});
const problems = (...services: Service[]): string[] => {
  const result = parseBlueprint(document(...services));
  return "problems" in result ? result.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

describe("workers and those who give them jobs", () => {
  it("meet in a cache", () => {
    expect(problems(api, mailer)).toEqual([]);
    expect(problems({ ...api, cache: "other" }, mailer)).toEqual([
      'services[0].jobs[0]: "mailer" takes its jobs from the cache "main": give this service the same cache',
    ]);
    expect(problems({ name: "api", jobs: ["mailer"] }, mailer)).toHaveLength(1);
  });

  it("are services that take jobs, each named once", () => {
    expect(problems({ ...api, jobs: ["maler", "api", "mailer", "mailer"] }, mailer)).toEqual([
      'services[0].jobs[0]: there is no service called "maler" (did you mean "mailer"?): workers with a queue are mailer',
      'services[0].jobs[1]: "api" is the service itself, which adds jobs to its own queue anyway: workers with a queue are mailer',
      'services[0].jobs[3]: "mailer" is named twice',
    ]);
    expect(problems({ ...api, jobs: ["poller"] }, { name: "poller", kind: "worker" })).toEqual([
      'services[0].jobs[0]: "poller" takes no jobs: workers with a queue are none',
    ]);
    expect(problems({ name: "www", kind: "static", jobs: ["mailer"] }, mailer)).toEqual([
      "services[0].jobs: a static site has no server to add a job from",
    ]);
  });

  it("scale by a queue where they have one", () => {
    expect(problems({ name: "poller", kind: "worker", backlog: 5 })).toEqual([
      "services[0].backlog: is for workers with a queue, not for worker",
    ]);
    expect(problems({ ...api, jobs: [], backlog: 5 })).toEqual([
      "services[0].backlog: is for workers with a queue, not for api",
    ]);
  });

  it("have no task only where somebody says that jobs wait", () => {
    const idle = { ...mailer, min: 0 };
    const alone =
      "services[0].min: 0 needs an api or web service with jobs: [mailer]: while no task runs, nobody else says that jobs wait";
    expect(problems(idle)).toEqual([alone]);
    expect(problems(idle, { name: "nightly", kind: "cron", cache: "main", jobs: ["mailer"] })).toEqual([alone]);
    expect(problems(idle, api)).toEqual([]);
    expect(problems({ ...api, jobs: [], min: 0 })).toEqual([
      "services[0].min: 0 is for workers with a backlog alone: nothing would start a task of it again",
    ]);
  });

  it("are seen by who says how long a queue is", () => {
    const nightly: Service = { name: "nightly", kind: "cron", cache: "main", jobs: ["mailer"] };
    const view = viewOf(document(api, mailer, nightly));
    expect(view.services.map(({ name, tells }) => [name, tells])).toEqual([
      ["api", ["mailer"]],
      ["mailer", ["mailer"]],
      ["nightly", []],
    ]);
    const { backlog: _, ...byLoad } = mailer;
    expect(viewOf(document(api, byLoad)).services.flatMap(({ tells }) => tells)).toEqual([]);
  });

  it("are kept as they were said, and left out where they were not", () => {
    const [first, second] = toBlueprint(
      document({ ...api, jobs: [] }, { ...mailer, min: 0, max: 1 }, { ...api, name: "b" }),
    ).services;
    expect([first?.jobs, second?.backlog, second?.min, second?.max]).toEqual([[], 100, 0, 1]);
  });

  it("have a queue of SQS where they ask for one, and then need no cache to meet in", () => {
    const resizer: Service = { name: "resizer", kind: "worker", queue: "sqs", backlog: 5, min: 0 };
    expect(problems(resizer)).toEqual([]);
    expect(problems({ name: "api", jobs: ["resizer"] }, resizer, { ...resizer, name: "other", cache: "main" })).toEqual(
      [],
    );
    expect(problems({ ...api, jobs: ["mailer", "resizer"] }, mailer, resizer)).toEqual([
      "services[0].jobs: mailer take jobs from a cache, resizer from SQS: one service gives jobs in one way",
    ]);
    expect(problems({ ...api, jobs: [], queue: "sqs" }, { name: "poller", kind: "worker", queue: "bullmq" })).toEqual([
      "services[0].queue: is for kind worker only, not api",
      "services[1].queue: bullmq is in a cache: give it one, or take sqs",
    ]);
    expect(
      problems(
        { name: "api", jobs: ["resizer"], secrets: ["RESIZER_QUEUE"] },
        { ...resizer, secrets: ["RESIZER_QUEUE"] },
      ),
    ).toEqual([
      "services[0].jobs[0]: the queue is found by RESIZER_QUEUE, which is a secret too",
      "services[1].queue: is found by RESIZER_QUEUE, which is a secret too",
    ]);
  });

  it("know where jobs wait, and of which queues somebody has to tell", () => {
    const view = viewOf(
      document(
        { name: "api", jobs: ["resizer"] },
        { name: "resizer", kind: "worker", queue: "sqs", cache: "main", backlog: 5 },
        mailer,
        { name: "poller", kind: "worker" },
      ),
    );
    expect(view.services.map(({ name, queue, tells }) => [name, queue, tells])).toEqual([
      ["api", null, []],
      ["resizer", "sqs", []],
      ["mailer", "bullmq", ["mailer"]],
      ["poller", null, []],
    ]);
    expect(view.services[0]?.jobs).toMatchObject([{ name: "resizer", queue: "sqs", variable: "RESIZER_QUEUE" }]);
    expect(view.has).toMatchObject({ told: true, sqs: true, sqsScales: true, rights: true, queues: true });
  });
});
