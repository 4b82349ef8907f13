import { describe, expect, test } from "vitest";
import { checks } from "../../templates/infra/testing/checks.ts";
import { Stack } from "../../templates/infra/testing/stack.ts";
import type { PlainObject, Resource, Simulation } from "../../templates/infra/testing/types.ts";

/** Every check finds what it is for, on resources made by hand: the good ones of each row pass, each bad one is found. */

type Part = Pick<Resource, "type" | "inputs"> & Partial<Resource>;

const simulationOf = (parts: Part[], more: Partial<Simulation> = {}): Simulation => ({
  app: { name: "shop", stage: "production", home: "aws", removal: "retain", protect: true, providers: {} },
  stage: "production",
  account: "123456789012",
  region: "us-east-1",
  resources: parts.map((part, index) => ({
    urn: `urn:${index}`,
    name: `Thing${index}`,
    outputs: {},
    region: "us-east-1",
    dependsOn: [],
    secretPaths: [],
    ...part,
  })),
  outputs: {},
  secrets: [],
  log: [],
  errors: [],
  ...more,
});

const found = (id: string, simulation: Simulation): string[] => {
  const check = checks.find((one) => one.id === id);
  if (!check) throw new Error(`there is no check ${id}`);
  return check.check(new Stack(simulation));
};

const make =
  (type: string) =>
  (inputs: PlainObject, more: Partial<Resource> = {}): Part => ({ type, inputs, ...more });
const group = make("aws:ec2/securityGroup:SecurityGroup");
const groupRule = make("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
const listener = make("aws:lb/listener:Listener");
const rule = make("aws:lb/listenerRule:ListenerRule");
const service = make("aws:ecs/service:Service");
const role = make("aws:iam/role:Role");
const instance = make("aws:rds/instance:Instance");
const cluster = make("aws:rds/cluster:Cluster");
const cache = make("aws:elasticache/replicationGroup:ReplicationGroup");
const alarm = make("aws:cloudwatch/metricAlarm:MetricAlarm");
const task = (container: PlainObject, more: Partial<Resource> = {}) =>
  make("aws:ecs/taskDefinition:TaskDefinition")({ containerDefinitions: JSON.stringify([container]) }, more);
const open = (fromPort: number, toPort = fromPort): PlainObject => ({ fromPort, toPort, cidrBlocks: ["0.0.0.0/0"] });
const policy = (Action: string, Resource: string) => ({
  inlinePolicies: [{ policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource }] }) }],
});

const safeContainer = { user: "1000:1000", readonlyRootFilesystem: true };
const keptInstance = { deletionProtection: true, skipFinalSnapshot: false, finalSnapshotIdentifier: "last" };
const rules = (...priorities: number[]) => priorities.map((priority) => rule({ listenerArn: "l", priority }));
const forward = { actions: [{ type: "forward", targetGroupArn: "tg" }], listenerArn: "l", priority: 1 };
const behind = service({ loadBalancers: [{ targetGroupArn: "tg" }] });
const runs = (taskDefinition: string) =>
  make("aws:lambda/invocation:Invocation")(
    { input: JSON.stringify({ taskDefinition }) },
    { urn: `run:${taskDefinition}` },
  );
const onSchedule = (taskDefinitionArn: string, dependsOn: string[]) =>
  make("aws:scheduler/schedule:Schedule")({ target: { ecsParameters: { taskDefinitionArn } } }, { dependsOn });
const topic = (region: string) => make("aws:sns/topic:Topic")({}, { region, outputs: { arn: `arn:${region}` } });
const selection = make("aws:backup/selection:Selection")({ resources: ["arn:one"] });

const table: Record<string, { good: Part[][]; bad: Part[][] }> = {
  "open-ports": {
    good: [
      [group({ ingress: [open(80), open(443)] })],
      [group({ ingress: [{ fromPort: 0, toPort: 65535, securityGroups: ["sg-1"] }] })],
    ],
    bad: [
      [group({ ingress: [open(22)] })],
      [group({ ingress: [open(80, 443)] })],
      [group({ ingress: [{ fromPort: 5432, toPort: 5432, ipv6CidrBlocks: ["::/0"] }] })],
      [groupRule({ fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" })],
    ],
  },
  "default-group": {
    good: [[make("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")({ ingress: [], egress: [] })]],
    bad: [[make("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")({ ingress: [], egress: [open(0)] })]],
  },
  tls: {
    good: [
      [listener({ protocol: "HTTP", defaultActions: [{ type: "fixed-response" }] })],
      [
        listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", certificateArn: "c" }),
        listener({ protocol: "HTTP", defaultActions: [{ redirect: { protocol: "HTTPS" } }] }),
      ],
    ],
    bad: [
      [listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08", certificateArn: "c" })],
      [listener({ protocol: "HTTPS", certificateArn: "c" })],
      [listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" })],
      [
        listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", certificateArn: "c" }),
        listener({ protocol: "HTTP", defaultActions: [{ type: "fixed-response" }] }),
      ],
    ],
  },
  "rule-priority": { good: [rules(1, 2)], bad: [rules(1, 1)] },
  reachable: {
    good: [[behind, rule(forward)], [service({})]],
    bad: [[behind], [behind, rule(forward), rule({ ...forward, priority: 2 })]],
  },
  "private-tasks": {
    good: [[service({ networkConfiguration: { assignPublicIp: false } })]],
    bad: [[service({ networkConfiguration: { assignPublicIp: true } })]],
  },
  containers: {
    good: [[task(safeContainer)]],
    bad: [
      [task({ ...safeContainer, user: "root" })],
      [task({ ...safeContainer, user: "0:0" })],
      [task({ readonlyRootFilesystem: true })],
      [task({ user: "1000" })],
      [task({ ...safeContainer, privileged: true })],
    ],
  },
  secrets: {
    good: [
      [instance({ password: "MOCKSECRETabc" }, { secretPaths: ["password"] })],
      [task({ environment: [{ name: "A", value: "plain" }] })],
    ],
    bad: [
      [instance({ password: "MOCKSECRETabc" })],
      [
        task(
          { environment: [{ name: "A", value: "postgres://u:MOCKSECRETabc@h" }] },
          { secretPaths: ["containerDefinitions"] },
        ),
      ],
      [make("aws:ec2/instance:Instance")({ userData: Buffer.from("echo MOCKSECRETabc").toString("base64") })],
      [make("aws:lambda/function:Function")({ environment: { variables: { KEY: "mocksecret1" } } })],
    ],
  },
  "secret-access": {
    good: [
      [role(policy("secretsmanager:GetSecretValue", "arn:one"))],
      [role(policy("ecr:GetAuthorizationToken", "*"))],
    ],
    bad: [[role(policy("secretsmanager:GetSecretValue", "*"))], [role(policy("ssm:GetParameters", "*"))]],
  },
  "private-data": {
    good: [[instance({ vpcSecurityGroupIds: ["sg"] }), cache({ securityGroupIds: ["sg"] })]],
    bad: [
      [instance({ vpcSecurityGroupIds: ["sg"], publiclyAccessible: true })],
      [make("aws:rds/clusterInstance:ClusterInstance")({ publiclyAccessible: true })],
      [cluster({})],
      [cache({})],
    ],
  },
  "encrypted-data": {
    good: [
      [instance({ storageEncrypted: true })],
      [cache({ atRestEncryptionEnabled: true, transitEncryptionEnabled: true, authToken: "t" })],
    ],
    bad: [
      [instance({})],
      [cluster({ storageEncrypted: false })],
      [cache({ atRestEncryptionEnabled: true, transitEncryptionEnabled: true })],
      [cache({ transitEncryptionEnabled: true, authToken: "t" })],
      [cache({ atRestEncryptionEnabled: true, authToken: "t" })],
    ],
  },
  "keep-data": {
    good: [[instance(keptInstance), cache({ finalSnapshotIdentifier: "last" })]],
    bad: [
      [instance({ ...keptInstance, deletionProtection: false })],
      [cluster({ ...keptInstance, skipFinalSnapshot: true })],
      [instance({ deletionProtection: true })],
      [cache({})],
      [make("aws:lb/loadBalancer:LoadBalancer")({})],
    ],
  },
  backups: {
    good: [[instance({ backupRetentionPeriod: 7 }), cache({ snapshotRetentionLimit: 1 })]],
    bad: [[instance({ backupRetentionPeriod: 1 })], [cluster({})], [cache({ snapshotRetentionLimit: 0 })]],
  },
  "backup-plan": {
    good: [[instance({}, { outputs: { arn: "arn:one" } }), selection], [instance({}, { outputs: { arn: "arn:two" } })]],
    bad: [[instance({}, { outputs: { arn: "arn:two" } }), selection]],
  },
  names: {
    good: [[role({ name: "a".repeat(64) }), instance({ identifier: "shop-main" })]],
    bad: [
      [role({ name: "a".repeat(65) })],
      [instance({ identifier: "shop--main" })],
      [instance({ identifier: "Shop" })],
      [role({ name: "same" }), role({ name: "Same" })],
      [cluster({}, { outputs: { clusterIdentifier: "from-pulumi-" } })],
    ],
  },
  "alarm-action": {
    good: [[topic("us-east-1"), alarm({ alarmActions: ["arn:us-east-1"] })]],
    bad: [[alarm({ alarmActions: [] })], [alarm({})], [topic("eu-west-1"), alarm({ alarmActions: ["arn:eu-west-1"] })]],
  },
  "log-days": {
    good: [[make("aws:cloudwatch/logGroup:LogGroup")({ retentionInDays: 30 })]],
    bad: [
      [make("aws:cloudwatch/logGroup:LogGroup")({})],
      [make("aws:cloudwatch/logGroup:LogGroup")({ retentionInDays: 0 })],
    ],
  },
  rollback: {
    good: [[service({ deploymentCircuitBreaker: { enable: true, rollback: true } })]],
    bad: [[service({})], [service({ deploymentCircuitBreaker: { enable: true, rollback: false } })]],
  },
  "image-digest": {
    good: [[task({ image: "1.dkr.ecr.us-east-1.amazonaws.com/a@sha256:b" })], [task({ image: "nginx:1.29" })]],
    bad: [[task({ image: "1.dkr.ecr.us-east-1.amazonaws.com/a:latest" })]],
  },
  migrations: {
    good: [
      [runs("api:2"), service({ taskDefinition: "api:2" }, { dependsOn: ["run:api:2"] })],
      [runs("nightly:2"), onSchedule("nightly:2", ["run:nightly:2"])],
      [runs("grant:2"), service({ taskDefinition: "api:2" }), onSchedule("nightly:2", [])],
      [make("aws:lambda/invocation:Invocation")({ input: "{}" }), service({})],
    ],
    bad: [
      [runs("api:2"), service({ taskDefinition: "api:2" }, { dependsOn: ["run:grant:2"] })],
      [runs("nightly:2"), onSchedule("nightly:2", [])],
    ],
  },
  "named-tasks": {
    good: [
      [role(policy("ecs:RunTask", "arn:aws:ecs:us-east-1:1:task-definition/shop-dev-api:*"))],
      [role(policy("ecs:RunTask", "arn:aws:ecs:us-east-1:1:task-definition/shop-dev-api:3"))],
      [role(policy("iam:PassRole", "arn:aws:iam::1:role/shop-dev-api_task"))],
      [role(policy("ecs:DescribeTasks", "*"))],
    ],
    bad: [
      [role(policy("ecs:RunTask", "arn:aws:ecs:us-east-1:1:task-definition/shop-dev-*"))],
      [role(policy("ecs:RunTask", "*"))],
      [role(policy("iam:PassRole", "arn:aws:iam::1:role/shop-dev-*"))],
      [role(policy("*", "*"))],
    ],
  },
};

test("every check is in the table, once, and explains itself", () => {
  expect(checks.map(({ id }) => id).sort()).toEqual(Object.keys(table).sort());
  for (const { title, why, fix } of checks) expect([title, why, fix].filter((text) => text.length < 10)).toEqual([]);
});

describe.each(Object.entries(table))("%s", (id, { good, bad }) => {
  test.each(good.map((parts) => [parts]))("lets pass %j", (parts) => {
    expect(found(id, simulationOf(parts))).toEqual([]);
  });

  test.each(bad.map((parts) => [parts]))("finds %j", (parts) => {
    expect(found(id, simulationOf(parts))).toHaveLength(1);
  });
});

describe("what is not a resource", () => {
  test("secrets in outputs and in what is printed", () => {
    expect(found("secrets", simulationOf([], { outputs: { url: "redis://:MOCKSECRET@h" } }))).toHaveLength(1);
    expect(found("secrets", simulationOf([], { log: ["connecting with MOCKSECRET"] }))).toHaveLength(1);
  });

  test("protection of the whole stage", () => {
    const { app } = simulationOf([]);
    expect(found("keep-data", simulationOf([], { app: { ...app, protect: false } }))).toHaveLength(1);
    expect(found("keep-data", simulationOf([], { app: { ...app, removal: "remove" } }))).toHaveLength(1);
  });

  test("only production has to be protected", () => {
    const parts = [instance({}), service({ networkConfiguration: { assignPublicIp: true } })];
    for (const id of ["keep-data", "private-tasks"]) {
      expect(found(id, simulationOf(parts, { stage: "acme-dev" }))).toEqual([]);
      expect(found(id, simulationOf(parts, { stage: "acme-production" }))).not.toEqual([]);
    }
  });
});
