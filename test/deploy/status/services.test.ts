import { describe, expect, it } from "vitest";
import { serviceStatuses } from "../../../lib/deploy/status/services.ts";
import { type Answers, AwsFault } from "../../support/aws/server.ts";
import { deployedIn } from "../../support/deployed.ts";
import { running, target } from "../../support/played-stage.ts";
import { TASK } from "../../support/sst/world.ts";

/** When a service is said to be well, by what ECS and the load balancer say of it. */

const OUTPUTS = { "api.service": "ApiService", "api.task": TASK(7) };
const PRIMARY = { status: "PRIMARY", rolloutState: "COMPLETED", taskDefinition: TASK(7) };
const EVENTS = ["fourth", "third", "second", "first"].map((message, id) => ({ id: `${id}`, message }));

async function statusOf(service: object, states: readonly object[], more: Answers = {}) {
  const { deployed } = await deployedIn(
    {
      "ecs.DescribeServices": { services: [{ ...running(), events: EVENTS, ...service }] },
      "elb.DescribeTargetHealth": {
        TargetHealthDescriptions: states.map((TargetHealth) => ({ TargetHealth })) as never,
      },
      "ecs.ListTasks": { taskArns: [] },
      ...more,
    },
    { outputs: OUTPUTS },
  );
  const [status] = await serviceStatuses(deployed);
  return status;
}

const healthy = { State: "healthy" };
const rows: [what: string, service: object, targets: object[], well: boolean][] = [
  ["all that is wanted runs and is healthy", {}, [healthy, healthy], true],
  ["a task is missing", { runningCount: 1 }, [healthy, healthy], false],
  ["more run than are wanted, as while it is scaled in", { runningCount: 3 }, [healthy, healthy, healthy], true],
  ["a task is not healthy", {}, [healthy, { State: "unhealthy" }], false],
  ["a task is not asked by the load balancer yet", {}, [healthy], false],
  ["a task that drains is none of its tasks any more", {}, [healthy, healthy, { State: "draining" }], true],
  ["its deployment goes on", { deployments: [{ ...PRIMARY, rolloutState: "IN_PROGRESS" }] }, [healthy, healthy], false],
  ["its deployment has failed", { deployments: [{ ...PRIMARY, rolloutState: "FAILED" }] }, [healthy, healthy], false],
  ["an old version runs beside it", { deployments: [PRIMARY, { status: "ACTIVE" }] }, [healthy, healthy], false],
  ["no load balancer asks it", { loadBalancers: [] }, [], true],
  ["no load balancer asks it, and a task is missing", { loadBalancers: [], runningCount: 1 }, [], false],
  ["somebody is deleting it", { status: "DRAINING" }, [healthy, healthy], false],
];

describe("a service is well, or not", () => {
  it.each(rows)("%s", async (_, service, targets, well) => {
    expect(await statusOf(service, targets)).toMatchObject({ name: "api", well });
  });
});

it("why is looked for, and the last that ECS said of it, only where it is not well", async () => {
  const unread = { "ecs.ListTasks": new AwsFault("AccessDeniedException", "nobody may list") };
  expect(await statusOf({}, [healthy, healthy], unread)).toMatchObject({ well: true, failure: null, events: [] });
  expect(await statusOf({ runningCount: 1 }, [healthy, healthy])).toMatchObject({
    failure: null,
    events: ["fourth", "third", "second"],
  });
});

it("what ECS leaves out counts as none", async () => {
  const bare = { desiredCount: undefined, runningCount: undefined, loadBalancers: [], deployments: [{ id: "1" }] };
  expect(await statusOf(bare, [])).toEqual({
    name: "api",
    well: true,
    version: "shop-dev-api:7",
    since: null,
    wanted: 0,
    running: 0,
    targets: null,
    deployments: [
      { version: "", status: "", rollout: "", wanted: 0, running: 0, failed: 0, since: null, reason: null },
    ],
    failure: null,
    events: [],
  });
});

it("the load balancer's reasons are those with the most words, each once", async () => {
  const { targets } = (await statusOf({}, [
    target("unhealthy", "Target.Timeout").TargetHealth,
    { State: "unhealthy", Reason: "Target.ResponseCodeMismatch", Description: "Health checks failed with [503]" },
    { State: "unhealthy", Reason: "Target.ResponseCodeMismatch", Description: "Health checks failed with [503]" },
    { State: "initial" },
    healthy,
  ])) as { targets: unknown };
  expect(targets).toEqual({
    healthy: 1,
    all: 5,
    reasons: ["Target.Timeout", "Health checks failed with [503]", "initial"],
  });
});

it("every service is looked at, though ECS describes no more than ten at a time", async () => {
  const names = Array.from({ length: 11 }, (_, i) => `s${i}`);
  const outputs = Object.fromEntries(
    names.flatMap((name) => [
      [`${name}.service`, `Service-${name}`],
      [`${name}.task`, TASK(7, name)],
    ]),
  );
  const { deployed } = await deployedIn(
    {
      "ecs.DescribeServices": ({ input }) => {
        const services = input.services as string[];
        if (services.length > 10) return new AwsFault("InvalidParameterException", "Services cannot have more than 10");
        return {
          services: services.map((serviceName) => ({
            ...running(),
            serviceName,
            loadBalancers: [],
            deployments: [{ ...PRIMARY, taskDefinition: `task-definition/of-${serviceName}:1` }],
          })),
        };
      },
    },
    { outputs },
  );
  const statuses = await serviceStatuses(deployed);
  expect(statuses.map(({ name, version, well }) => [name, version, well])).toEqual(
    names.map((name) => [name, `of-Service-${name}:1`, true]),
  );
});
