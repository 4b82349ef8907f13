import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
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

/** An account whose service has one deployment, and whose tasks run the image of their version or another one. */
const played = (deployment: Deployment, image = "sha256:aaaaaaaaaaaa"): Aws => {
  const answers: Record<string, unknown> = {
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
  };
  return { call: async (_: string, operation: string) => answers[operation] ?? {} } as unknown as Aws;
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
      verify({ ...expected, services: [], redirects: { [from]: to } }, played({} as Deployment), 0),
    );
    expect(checks).toMatchObject([{ result }]);
    expect(checks[0]?.evidence).toBe(
      location === "" ? "200, and leads nowhere" : `${status} to ${location.replace(":443", "")}`,
    );
  });

  it("is no failure where the record is still to be made", async () => {
    const from = "https://any.app.acme.invalid";
    const records = { "*.app.acme.invalid": { type: "CNAME", target: "lb.aws" } } as const;
    const checks = await verify({ ...expected, services: [], addresses: [from], records }, played({} as Deployment), 0);
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
      const checks = await verify({ ...expected, services: [], addresses: [url] }, played({} as Deployment), 0);
      expect(checks).toMatchObject([{ what: url, result }]);
      expect(checks[0]?.evidence).toMatch(new RegExp(`^${status} in \\d+ ms$`));
    });
  });
});
