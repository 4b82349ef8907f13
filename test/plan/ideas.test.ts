import { describe, expect, it } from "vitest";
import { NO_USAGE } from "../../lib/cost/usage.ts";
import { billOf } from "../../lib/plan/cost/bill.ts";
import { savingsOf } from "../../lib/plan/cost/savings.ts";
import { Resources } from "../../lib/plan/resources/index.ts";
import type { PlainObject, Resource } from "../../lib/proof/simulate/types.ts";
import {
  ADDRESS,
  cents,
  ENHANCED_METRIC,
  GB,
  GB_ARM,
  HEALTH_CHECK,
  HOURS,
  METRIC,
  NAT,
  VCPU,
  VCPU_ARM,
} from "../support/prices-by-hand.ts";
import { resource, stage } from "../support/stage-by-hand.ts";

/** Ways to save, each offered where a stage gives reason to it, with what it takes off the bill. */

const ACU = 0.12;
const REDIS_SMALL = 0.032;
const VALKEY_SMALL = 0.0256;
const REDIS_MICRO = 0.016;
const SPOT = [0.01288871, 0.00141527] as const;

const offered = (name: string, ...resources: Resource[]) => {
  const found = new Resources({ ...stage(...resources), stage: name });
  return savingsOf(found, billOf(found, NO_USAGE), NO_USAGE).map(({ id, usd }) => [id, usd]);
};

const task = (inputs: PlainObject = {}) =>
  resource("aws:ecs/taskDefinition:TaskDefinition", "Task", {
    cpu: "1024",
    memory: "2048",
    family: "shop-production-api",
    ...inputs,
  });
const service = (inputs: PlainObject = {}) =>
  resource("aws:ecs/service:Service", "Api", { name: "Api", taskDefinition: "Task", desiredCount: 1, ...inputs });
const ARM = { runtimePlatform: { cpuArchitecture: "ARM64" } };
const scaling = (minCapacity: number) =>
  resource("aws:appautoscaling/target:Target", "Target", {
    ...{ scalableDimension: "ecs:service:DesiredCount", resourceId: "service/x/Api", minCapacity },
  });
const cluster = (value: string) =>
  resource("aws:ecs/cluster:Cluster", "Cluster", { settings: [{ name: "containerInsights", value }] });
const database = (instanceClass: string) =>
  resource("aws:rds/instance:Instance", "MainDatabase", { engine: "postgres", instanceClass, storageType: "gp3" });
const cache = (engine: string, nodeType: string) =>
  resource("aws:elasticache/replicationGroup:ReplicationGroup", "MainCache", { engine, nodeType });
const aurora = (count: number) => [
  resource("aws:rds/cluster:Cluster", "MainCluster", { serverlessv2ScalingConfiguration: { minCapacity: 0.5 } }),
  ...Array.from({ length: count }, (_, index) =>
    resource("aws:rds/clusterInstance:ClusterInstance", `I${index}`, {
      clusterIdentifier: "MainCluster",
      instanceClass: "db.serverless",
    }),
  ),
];
const nat = (count: number) =>
  Array.from({ length: count }, (_, index) => [
    resource("aws:ec2/eip:Eip", `Eip${index}`),
    resource("aws:ec2/natGateway:NatGateway", `Nat${index}`, { allocationId: `Eip${index}` }),
  ]).flat();
const check = resource("aws:route53/healthCheck:HealthCheck", "Check", { type: "HTTPS" });
const insightsAlarm = resource("aws:cloudwatch/metricAlarm:MetricAlarm", "Alarm", {
  namespace: "ECS/ContainerInsights",
});
const month = (vcpu: number, gb: number) => HOURS * (vcpu + 2 * gb);

describe("a saving", () => {
  it.each<[string, string, Resource[], [string, number][]]>([
    [
      "Arm for what is not",
      "production",
      [task(), service()],
      [["arm", cents(month(VCPU, GB)) - cents(month(VCPU_ARM, GB_ARM))]],
    ],
    ["none for what is on Arm", "production", [task(ARM), service()], []],
    [
      "Spot outside production",
      "test",
      [task(ARM), service({ capacityProviderStrategies: [] })],
      [["spot", cents(month(VCPU_ARM, GB_ARM)) - cents(month(0.01030969, 0.00113349))]],
    ],
    ["no Spot for a client's production", "acme-production", [task(ARM), service()], []],
    [
      "a task less",
      "production",
      [task(ARM), service(), scaling(2)],
      [["tasks", cents(2 * month(VCPU_ARM, GB_ARM)) - cents(month(VCPU_ARM, GB_ARM))]],
    ],
    ["no task less than one", "production", [task(ARM), service(), scaling(1)], []],
    [
      "Valkey for Redis, then half of it",
      "production",
      [cache("redis", "cache.t4g.small")],
      [
        ["valkey:main", cents(HOURS * REDIS_SMALL) - cents(HOURS * VALKEY_SMALL)],
        ["smaller:cache:main", cents(HOURS * REDIS_SMALL) - cents(HOURS * REDIS_MICRO)],
      ],
    ],
    [
      "nothing smaller than the smallest",
      "production",
      [cache("valkey", "cache.t4g.micro"), database("db.t4g.micro")],
      [],
    ],
    ["a smaller database", "production", [database("db.t4g.small")], [["smaller:database:main", cents(HOURS * 0.016)]]],
    ["nothing whose price nobody knows", "production", [database("db.x9g.large")], []],
    ["no replica", "production", aurora(2), [["replica:main", cents(HOURS * 0.5 * ACU)]]],
    ["a replica only where there is one", "production", aurora(1), []],
    ["one NAT gateway, with its address", "production", nat(3), [["nat", cents(2 * HOURS * (NAT + ADDRESS))]]],
    ["a NAT gateway only where there are several", "production", nat(1), []],
    ["no checks from outside", "test", [check], [["health", HEALTH_CHECK]]],
    ["checks of production stay", "production", [check], []],
    [
      "insights without their enhancement, where an alarm reads them",
      "production",
      [cluster("enhanced"), insightsAlarm, task(ARM), service({ cluster: "Cluster", desiredCount: 10 })],
      // 26 of the cluster, 29 of the service, 24 of its family, 48 of each task; without tasks and containers 12, 15 and 10.
      [["insights", cents((26 + 29 + 24 + 480) * ENHANCED_METRIC) - cents((12 + 15 + 10) * METRIC)]],
    ],
    ["no insights, where none does", "production", [cluster("enabled")], [["insights", 12 * METRIC]]],
    ["insights that an alarm reads stay", "production", [cluster("enabled"), insightsAlarm], []],
  ])("is offered: %s", (_, name, resources, savings) => {
    expect(offered(name, ...resources)).toEqual(savings.map(([id, usd]) => [id, cents(usd)]));
  });

  it("takes least away first, saves most of what takes as much, and there are five at most", () => {
    const all = [
      task(),
      service(),
      scaling(2),
      cache("redis", "cache.t4g.medium"),
      database("db.t4g.medium"),
      ...nat(2),
      check,
    ];
    expect(offered("test", ...all).map(([id]) => id)).toEqual([
      "arm",
      "valkey:main",
      "spot",
      "health",
      "smaller:database:main",
    ]);
    // On demand 1 vCPU and 2 GB are $36.04; on Spot $11.47.
    expect(offered("test", task(), service()).find(([id]) => id === "spot")).toEqual([
      ...["spot", cents(cents(month(VCPU, GB)) - cents(month(...SPOT)))],
    ]);
  });
});
