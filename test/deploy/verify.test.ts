import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Aws } from "../../lib/aws/client.ts";
import { verify } from "../../lib/deploy/verify.ts";

/**
 * When a deploy is said to serve. ECS is played by its answers to the four questions that are asked of it, which hides how
 * they are asked: test/deploy/deploy.test.ts shows that.
 */

const TASK = "arn:aws:ecs:us-east-1:1:task-definition/shop-dev-api:2";

interface Deployment {
  rolloutState: string;
  runningCount: number;
  desiredCount: number;
  taskDefinition?: string;
}

/** ECS lists what stands beside a service in any order. */
const BESIDE = { name: "collector", lastStatus: "RUNNING", imageDigest: "sha256:cccccccccccc" };

type Played = Record<string, object | (() => object)>;

/**
 * An account whose service has one deployment, and whose tasks run the image of their version or another one.
 * @param more what it answers otherwise
 */
const played = (deployment: Partial<Deployment>, image = "sha256:aaaaaaaaaaaa", more: Played = {}): Aws => {
  const answers: Played = {
    DescribeServices: {
      services: [
        { status: "ACTIVE", deployments: [{ status: "PRIMARY", taskDefinition: TASK, ...deployment }], events: [] },
      ],
    },
    DescribeTaskDefinition: {
      taskDefinition: { containerDefinitions: [{ name: "ApiService", image: "repository@sha256:aaaaaaaaaaaa" }] },
    },
    ListTasks: { taskArns: ["task"] },
    DescribeTasks: {
      tasks: [
        {
          taskDefinitionArn: TASK,
          containers: [BESIDE, { name: "ApiService", lastStatus: "RUNNING", imageDigest: image }],
        },
      ],
    },
    ...more,
  };
  const call = async (_: string, operation: string) => {
    const answer = answers[operation] ?? {};
    return typeof answer === "function" ? answer() : answer;
  };
  return { call } as unknown as Aws;
};

const expected = {
  cluster: "shop-dev",
  services: [{ name: "api", service: "ApiService", task: TASK }],
  addresses: [],
  urls: {},
  tunnel: null,
  redirects: {},
  records: {},
};
const resultOf = async (aws: Aws) => (await verify(expected, aws, 0))[0]?.result;

describe("a service", () => {
  it.each([
    ["COMPLETED", 2, 2, "ok"],
    ["COMPLETED", 1, 2, "failed"],
    ["COMPLETED", 3, 2, "failed"],
    ["IN_PROGRESS", 2, 2, "failed"],
    ["IN_PROGRESS", 1, 2, "failed"],
    ["FAILED", 2, 2, "failed"],
  ])("whose rollout is %s, with %i of %i tasks: %s", async (rolloutState, runningCount, desiredCount, result) => {
    expect(await resultOf(played({ rolloutState, runningCount, desiredCount }))).toBe(result);
  });

  const done = { rolloutState: "COMPLETED", runningCount: 1, desiredCount: 1 };

  it("that runs another version has failed, however well that is", async () => {
    expect(await resultOf(played({ ...done, taskDefinition: TASK.replace(/2$/, "1") }))).toBe("failed");
  });

  it("whose tasks run another image has failed", async () => {
    expect(await resultOf(played(done, "sha256:bbbbbbbbbbbb"))).toBe("failed");
    expect(await resultOf(played(done, "sha256:aaaaaaaaaaaa"))).toBe("ok");
  });

  it("that cannot be looked at is not known", async () => {
    const silent = { call: () => Promise.reject(new Error("no permission")) } as unknown as Aws;
    expect(await verify(expected, silent, 0)).toMatchObject([{ result: "unknown", evidence: "no permission" }]);
  });
});

describe("what is seen of a service", () => {
  const done = { rolloutState: "COMPLETED", runningCount: 1, desiredCount: 1 };
  const OTHER = TASK.replace(/2$/, "1");
  const primary = { status: "PRIMARY", taskDefinition: TASK, ...done };
  const services = (...all: object[]): Played => ({ DescribeServices: { services: all } });
  const deployments = (...all: object[]) => services({ status: "ACTIVE", events: [], deployments: all });
  const tasks = (...all: object[]): Played => ({ DescribeTasks: { tasks: all } });
  const runs = (imageDigest?: string, taskDefinitionArn = TASK) => ({
    taskDefinitionArn,
    containers: [BESIDE, { name: "ApiService", imageDigest }],
  });
  const [RIGHT, WRONG] = ["sha256:aaaaaaaaaaaa", "sha256:bbbbbbbbbbbb"];
  const tagged: Played = {
    DescribeTaskDefinition: { taskDefinition: { containerDefinitions: [{ name: "ApiService", image: "shop:7" }] } },
  };

  const rows: [what: string, more: Played, result: string, evidence: string][] = [
    ["is its version, its tasks and its image", {}, "ok", `shop-dev-api:2, 1 of 1 tasks, image ${RIGHT}`],
    [
      "is nothing of one that somebody has deleted",
      services(),
      "failed",
      "there is no ECS service ApiService in shop-dev",
    ],
    [
      "is nothing of one that is being deleted",
      services({ status: "DRAINING", deployments: [primary] }),
      "failed",
      "there is no ECS service ApiService in shop-dev",
    ],
    [
      "is that ECS went back, and why",
      deployments(
        { ...primary, taskDefinition: OTHER },
        { status: "INACTIVE", rolloutState: "FAILED", rolloutStateReason: "tasks failed to start" },
      ),
      "failed",
      "ECS went back: shop-dev-api:1 runs, not shop-dev-api:2 (tasks failed to start)",
    ],
    [
      "is that ECS went back, without a reason",
      deployments({ ...primary, taskDefinition: OTHER }),
      "failed",
      "ECS went back: shop-dev-api:1 runs, not shop-dev-api:2",
    ],
    [
      "is its primary deployment, and no other of the same version",
      deployments({ ...primary, status: "ACTIVE" }, { ...primary, taskDefinition: OTHER }),
      "failed",
      "ECS went back: shop-dev-api:1 runs, not shop-dev-api:2",
    ],
    [
      "is that it has failed, and why",
      deployments({ ...primary, rolloutState: "FAILED", rolloutStateReason: "circuit breaker" }),
      "failed",
      "shop-dev-api:2 failed: circuit breaker",
    ],
    [
      "is how far it is when the time is over",
      deployments({ ...primary, rolloutState: "IN_PROGRESS", runningCount: undefined, desiredCount: 2 }),
      "failed",
      "shop-dev-api:2, 0 of 2 tasks after the wait: ECS is not done",
    ],
    ["is no image where none of its tasks runs", { ListTasks: {} }, "ok", "shop-dev-api:2, 1 of 1 tasks"],
    [
      "is the image of each task of its version",
      tasks(runs(RIGHT), runs(WRONG)),
      "failed",
      `a task runs the image ${WRONG}, not ${RIGHT}`,
    ],
    [
      "is not the image of a task of another version, which is on its way out",
      tasks(runs(WRONG, OTHER), runs(RIGHT)),
      "ok",
      `shop-dev-api:2, 1 of 1 tasks, image ${RIGHT}`,
    ],
    [
      "is the image that was deployed where a task does not say its own yet",
      tasks(runs(undefined)),
      "ok",
      "shop-dev-api:2, 1 of 1 tasks",
    ],
    // What a deploy of this package makes has a digest; another image has a tag, and whatever it is now is right.
    [
      "is any image where the version names none",
      { ...tagged, ...tasks(runs(WRONG)) },
      "ok",
      `shop-dev-api:2, 1 of 1 tasks, image ${WRONG}`,
    ],
    ["is no image where nobody says one", { ...tagged, ...tasks() }, "ok", "shop-dev-api:2, 1 of 1 tasks"],
  ];
  it.each(rows)("%s", async (_, more, result, evidence) => {
    expect(await verify(expected, played(done, RIGHT, more), 0)).toMatchObject([{ what: "api", result, evidence }]);
  });

  it("is looked at until it is done, within the time", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    let looks = 0;
    const DescribeServices = () => {
      looks += 1;
      const rolloutState = looks < 3 ? "IN_PROGRESS" : "COMPLETED";
      return { services: [{ status: "ACTIVE", deployments: [{ ...primary, rolloutState }] }] };
    };
    const checks = await verify(expected, played(done, RIGHT, { DescribeServices }), 0.01);
    expect([checks[0]?.result, looks]).toEqual(["ok", 3]);
  });
});

/** What a server on this machine answers, played for a moment. */
async function serving<T>(
  status: number,
  headers: Record<string, string>,
  ask: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((_, response) => response.writeHead(status, headers).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

describe("an address that leads to another", () => {
  const to = "https://acme.com";
  it.each([
    // The load balancer's own words have the port.
    [301, "https://acme.com:443/kept?query=kept", "ok"],
    [308, "https://acme.com/kept?query=kept", "ok"],
    [302, "https://acme.com/kept?query=kept", "failed"],
    [301, "https://acme.com/", "failed"],
    [301, "https://acme.com/kept", "failed"],
    [301, "https://www.acme.com/kept?query=kept", "failed"],
    [200, "", "failed"],
  ])("with %i to %s: %s", async (status, location, result) => {
    const checks = await serving(status, location === "" ? {} : { location }, (from) =>
      verify({ ...expected, services: [], redirects: { [from]: to } }, played({}), 0),
    );
    expect(checks).toMatchObject([{ result }]);
    expect(checks[0]?.evidence).toBe(
      location === "" ? "200, and leads nowhere" : `${status} to ${location.replace(":443", "")}`,
    );
  });

  it("is no failure where the record is still to be made", async () => {
    const from = "https://any.app.acme.invalid";
    const records = { "*.app.acme.invalid": { type: "CNAME", target: "lb.aws" } } as const;
    const checks = await verify({ ...expected, services: [], addresses: [from], records }, played({}), 0);
    expect(checks).toMatchObject([
      {
        result: "unknown",
        evidence: "the world does not know any.app.acme.invalid yet: make the record *.app.acme.invalid CNAME lb.aws",
      },
    ]);
  });
});

describe("an address", () => {
  it.each([
    [200, "ok"],
    [201, "failed"],
    [204, "failed"],
    [301, "failed"],
    [302, "failed"],
    [401, "failed"],
    [404, "failed"],
    [503, "failed"],
  ])("that answers with %i: %s", async (status, result) => {
    await serving(status, { location: "/elsewhere" }, async (url) => {
      const checks = await verify({ ...expected, services: [], addresses: [url] }, played({}), 0);
      expect(checks).toMatchObject([{ what: url, result }]);
      expect(checks[0]?.evidence).toMatch(new RegExp(`^${status} in \\d+ ms$`));
    });
  });
});
