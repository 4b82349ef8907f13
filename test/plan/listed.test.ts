import { describe, expect, it } from "vitest";
import { layersOf } from "../../lib/plan/resources/layers.ts";
import { notable } from "../../lib/plan/resources/notable.ts";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { resource, resourcesOf } from "../support/stage-by-hand.ts";

/** What a plan lists of resources, by layer. */

const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const CLUSTER = "aws:rds/cluster:Cluster";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const TARGET = "aws:appautoscaling/target:Target";

describe("what is listed of an own resource", () => {
  it.each<[string, PlainObject, Record<string, string>]>([
    ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { addresses: "10.0.0.0/16" }],
    ["aws:wafv2/webAcl:WebAcl", { rules: [{ action: { count: {} } }] }, { rules: "1", blocks: "no" }],
    [
      "aws:wafv2/webAcl:WebAcl",
      { rules: [{ action: { count: {} } }, { action: { block: {} } }] },
      { rules: "2", blocks: "yes" },
    ],
    ["aws:wafv2/webAcl:WebAcl", { rules: [{ overrideAction: { none: {} } }] }, { rules: "1", blocks: "yes" }],
    [
      "aws:wafv2/webAcl:WebAcl",
      { rules: [{ overrideAction: { count: {}, none: null } }] },
      { rules: "1", blocks: "no" },
    ],
    ["aws:cloudfront/distribution:Distribution", { aliases: ["a.com", "b.com"] }, { hosts: "a.com, b.com" }],
    ["aws:cloudfront/distribution:Distribution", {}, { hosts: "its own" }],
    ["aws:ecs/cluster:Cluster", {}, { insights: "disabled" }],
    [
      "aws:scheduler/schedule:Schedule",
      { scheduleExpression: "rate(1 day)" },
      { when: "rate(1 day) UTC", state: "enabled" },
    ],
    [
      "aws:scheduler/schedule:Schedule",
      { scheduleExpression: "rate(1 day)", scheduleExpressionTimezone: "Europe/Berlin", state: "DISABLED" },
      { when: "rate(1 day) Europe/Berlin", state: "disabled" },
    ],
    [
      "aws:rds/instance:Instance",
      {
        engine: "postgres",
        instanceClass: "db.t4g.micro",
        allocatedStorage: 20,
        publiclyAccessible: true,
        backupRetentionPeriod: 1,
      },
      {
        ...{ engine: "postgres", class: "db.t4g.micro", "Multi-AZ": "no", storage: "20 to 20 GB", backups: "1 day" },
        ...{ encrypted: "no", protection: "no", public: "yes" },
      },
    ],
    [
      CLUSTER,
      {
        engine: "aurora-mysql",
        engineVersion: "8.0",
        serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 2 },
        storageEncrypted: true,
        deletionProtection: true,
      },
      { engine: "aurora-mysql 8.0", capacity: "0 to 2 ACU", backups: "0 days", encrypted: "yes", protection: "yes" },
    ],
    [
      CACHE,
      { nodeType: "cache.t4g.micro" },
      {
        ...{ engine: "redis", node: "cache.t4g.micro", nodes: "1", "Multi-AZ": "no", snapshots: "0 days" },
        "encrypted in transit": "no",
      },
    ],
    ["aws:s3/bucket:Bucket", { forceDestroy: true }, { "may be emptied": "yes" }],
    [
      "aws:backup/plan:Plan",
      {
        rules: [
          {
            schedule: "cron(0 5 * * ? *)",
            lifecycle: { deleteAfter: 35 },
            copyActions: [{ destinationVaultArn: "arn:aws:backup:us-west-2:1:vault" }],
          },
        ],
      },
      { when: "cron(0 5 * * ? *)", kept: "35 days", "copied to": "us-west-2" },
    ],
    ["aws:backup/plan:Plan", { rules: [{}] }, { when: "", kept: "0 days", "copied to": "nowhere" }],
  ])("of %s with %o", (type, inputs, settings) => {
    const one = resource(type, "Some", inputs);
    expect(notable(one, resourcesOf(one)).map((found) => found.settings)).toEqual([settings]);
  });

  it("is nothing of what is counted only; layers say how many there are, the most first", () => {
    const roles = ["B", "A"].map((name) => resource("aws:iam/role:Role", name));
    const found = resourcesOf(
      ...roles,
      resource("aws:iam/policy:Policy", "Policy"),
      resource("aws:kms/key:Key", "Key"),
      resource("aws:none/such:Such", "Such"),
      resource("random:index/randomId:RandomId", "Id"),
      resource("aws:ec2/vpc:Vpc", "Found", {}, { external: true }),
    );
    expect(layersOf(found)).toEqual([
      {
        ...{ id: "access", title: "Access and secrets", count: 4, notable: [] },
        types: [
          { type: "aws:iam/role:Role", label: "IAM role", count: 2 },
          { type: "aws:iam/policy:Policy", label: "Policy", count: 1 },
          { type: "aws:kms/key:Key", label: "KMS key", count: 1 },
        ],
      },
      {
        ...{ id: "other", title: "Other", count: 1, notable: [] },
        types: [{ type: "aws:none/such:Such", label: "Such", count: 1 }],
      },
    ]);
  });

  it("of a service is how many tasks, how large, and whether the world has their address", () => {
    const parent = "urn::parent";
    const containers = '[{"environment":[{"name":"DB_POOL_SIZE","value":"10"}]}]';
    const found = resourcesOf(
      resource(TASK, "Task", {
        family: "shop-production-api",
        cpu: "1024",
        memory: "2048",
        containerDefinitions: containers,
        runtimePlatform: { cpuArchitecture: "ARM64" },
      }),
      resource(SERVICE, "Api", { taskDefinition: "Task", networkConfiguration: { assignPublicIp: true } }, { parent }),
      resource(
        TARGET,
        "Scaling",
        { scalableDimension: "ecs:service:DesiredCount", minCapacity: 2, maxCapacity: 6 },
        { parent },
      ),
    );
    expect(found.all.flatMap((one) => notable(one, found))).toEqual([
      {
        ...{ kind: "Service", name: "api" },
        settings: {
          tasks: "2 to 6",
          size: "1 vCPU, 2 GB, Arm",
          "public IP": "yes",
          "database connections": "10 a task",
        },
      },
    ]);
  });
});
