import { describe, expect, it } from "vitest";
import { NO_USAGE } from "../../lib/cost/usage.ts";
import { billOf } from "../../lib/plan/cost/bill.ts";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { ADDRESS, cents, ENHANCED_METRIC, GB, GB_ARM, HOURS, VCPU, VCPU_ARM } from "../support/prices-by-hand.ts";
import { resource, resourcesOf } from "../support/stage-by-hand.ts";

/** ECS services as an owner writes them, beyond those of rendered repos. */

const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const _CLUSTER = "aws:rds/cluster:Cluster";
const _MEMBER = "aws:rds/clusterInstance:ClusterInstance";
const _CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const TARGET = "aws:appautoscaling/target:Target";

/** Lines of a bill: what each is, how much of it, and what it costs. */
const bill = (...resources: ReturnType<typeof resource>[]) =>
  billOf(resourcesOf(...resources), NO_USAGE).lines.map(({ id, detail, usd }) => [id, detail, usd]);

describe("an own service", () => {
  const of = (service: PlainObject, task: PlainObject = {}, ...others: ReturnType<typeof resource>[]) =>
    bill(
      resource(TASK, "Task", { family: "shop-production-api", cpu: "512", memory: "1024", ...task }),
      resource(SERVICE, "Api", { name: "Api", taskDefinition: "Task", ...service }),
      ...others,
    );
  const month = (vcpu: number, gb: number) => HOURS * (0.5 * vcpu + gb);

  it.each<[string, Parameters<typeof of>, string, number]>([
    ["runs as often as it says", [{ desiredCount: 3 }], "3 tasks of 0.5 vCPU, 1 GB", 3 * month(VCPU, GB)],
    ["runs once where it says nothing", [{}], "1 task of 0.5 vCPU, 1 GB", month(VCPU, GB)],
    [
      "is what it is on Arm",
      [{}, { runtimePlatform: { cpuArchitecture: "ARM64" } }],
      "1 task of 0.5 vCPU, 1 GB, Arm",
      month(VCPU_ARM, GB_ARM),
    ],
    [
      "runs as often as its scaling keeps at least",
      [
        { desiredCount: 5 },
        {},
        resource(TARGET, "Other", {
          scalableDimension: "ecs:service:DesiredCount",
          resourceId: "service/x/OtherApi",
          minCapacity: 9,
        }),
        resource(TARGET, "Memory", { scalableDimension: "other", resourceId: "service/x/Api", minCapacity: 8 }),
        resource(TARGET, "Own", {
          scalableDimension: "ecs:service:DesiredCount",
          resourceId: "service/x/Api",
          minCapacity: 2,
        }),
      ],
      "2 tasks of 0.5 vCPU, 1 GB",
      2 * month(VCPU, GB),
    ],
    ["costs nothing beyond its instances", [{ launchType: "EC2" }], "1 task of 0.5 vCPU, 1 GB", 0],
    [
      "is on demand where Spot has no weight",
      [{ capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 0 }] }],
      "1 task of 0.5 vCPU, 1 GB",
      month(VCPU, GB),
    ],
  ])("%s", (_, words, detail, usd) => {
    expect(of(...words)).toEqual([["service:api", detail, cents(usd)]]);
  });

  it("has an address for each task where it asks for them", () => {
    expect(of({ desiredCount: 2, networkConfiguration: { assignPublicIp: true } })[0]).toEqual([
      ...["ipv4", "2 addresses", cents(2 * HOURS * ADDRESS)],
    ]);
  });

  it("is counted in the insights of its own cluster, and not where it runs on instances", () => {
    const cluster = (name: string) =>
      resource("aws:ecs/cluster:Cluster", name, { settings: [{ name: "containerInsights", value: "enhanced" }] });
    const lines = bill(
      ...[cluster("one"), cluster("two"), resource(TASK, "Task", {})],
      resource(SERVICE, "OnFargate", { taskDefinition: "Task", cluster: "one", desiredCount: 2 }),
      resource(SERVICE, "OnInstances", { taskDefinition: "Task", cluster: "two", launchType: "EC2" }),
    );
    // 26 of each cluster; of the service 29, of its family 24, and 48 of each task.
    expect(lines.find(([id]) => id === "insights")).toEqual([
      "insights",
      "175 metrics, enhanced, 26 metrics, enhanced",
      cents((26 + 29 + 24 + 2 * 48 + 26) * ENHANCED_METRIC),
    ]);
  });
});
