import { describe, expect, test } from "vitest";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { make, type Part } from "./rows/make.ts";
import { said } from "./said.ts";

/** How much AWS takes of something: the most that it does is let pass, and one more is found, with whether an account may have more. */

const times = (count: number, part: (index: number) => Part): Part[] =>
  Array.from({ length: count }, (_, at) => part(at));
const text = (length: number): string => "a".repeat(length);
const named = (type: string, arn: string, inputs: PlainObject = {}): Part => make(type)(inputs, { outputs: { arn } });

const balancer = [
  named("aws:lb/loadBalancer:LoadBalancer", "lb"),
  named("aws:lb/listener:Listener", "https", { loadBalancerArn: "lb" }),
];
const onListener = (type: string) => (count: number) => [
  ...balancer,
  ...times(count, () => make(type)({ listenerArn: "https" })),
];
const forwards = (targetGroupArn: string) =>
  make("aws:lb/listenerRule:ListenerRule")({
    listenerArn: "https",
    actions: [{ type: "forward", targetGroupArn }],
  });
const dashboard = (widgets: PlainObject[]) => [
  make("aws:cloudwatch/dashboard:Dashboard")({ dashboardBody: JSON.stringify({ widgets }) }),
];
const shows = (key: string, count: number): PlainObject => ({ properties: { [key]: Array(count).fill("x") } });
const one = (type: string, input: string) => (count: number) => [make(type)({ [input]: text(count) })];
const tasks = (count: number, inputs: PlainObject) =>
  make("aws:ecs/service:Service")({ desiredCount: count, ...inputs });
const registered = { serviceRegistries: { registryArn: "registry" } };
const group = (inputs: PlainObject) => named("aws:ec2/securityGroup:SecurityGroup", "group", inputs);

type Row = [what: string, most: number, mayBeRaised: boolean, parts: (count: number) => Part[]];
const ROWS: Row[] = [
  ["rules", 100, true, (count) => [...balancer, ...times(count, () => forwards("group"))]],
  ["certificates", 25, true, onListener("aws:lb/listenerCertificate:ListenerCertificate")],
  [
    "targets",
    1_000,
    true,
    (count) => [...balancer, forwards("group"), tasks(count, { loadBalancers: [{ targetGroupArn: "group" }] })],
  ],
  ["widgets", 500, false, (count) => dashboard(Array.from({ length: count }, () => ({})))],
  ["alarms in one widget", 100, false, (count) => dashboard([shows("alarms", count), shows("alarms", 1)])],
  ["metrics in one widget", 500, false, (count) => dashboard([shows("metrics", count), {}])],
  [
    "metrics",
    2_500,
    false,
    (count) =>
      dashboard([...Array.from({ length: 5 }, () => shows("metrics", 499)), shows("metrics", count - 5 * 499)]),
  ],
  [
    "bytes of container definitions",
    65_536,
    false,
    one("aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions"),
  ],
  [
    "characters in its policies",
    10_240,
    false,
    // White space is not counted.
    (count) => [
      make("aws:iam/role:Role")({ inlinePolicies: [{ policy: text(count - 40) }, { policy: ` ${text(40)}\n` }] }),
    ],
  ],
  ["characters in its pattern", 2_048, true, one("aws:cloudwatch/eventRule:EventRule", "eventPattern")],
  ["bytes of user data", 16_384, false, one("aws:ec2/instance:Instance", "userData")],
  [
    "rules in one direction",
    60,
    true,
    (count) => [
      // Each address counts, whatever it is an address of; what is a resource of its own, too; the other direction does not.
      group({
        egress: [{ cidrBlocks: ["a"] }],
        ingress: [
          { cidrBlocks: Array(count - 5).fill("10.0.0.1/32"), ipv6CidrBlocks: ["b"], self: true },
          { prefixListIds: ["c"], securityGroups: ["d"] },
        ],
      }),
      make("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")({ securityGroupId: "group" }),
    ],
  ],
  [
    "rules in one direction",
    60,
    true,
    (count) => [
      group({}),
      ...times(count, () =>
        make("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")({ securityGroupId: "group" }),
      ),
    ],
  ],
  [
    "security groups for a task",
    5,
    true,
    (count) => [tasks(1, { networkConfiguration: { securityGroups: Array(count).fill("group") } })],
  ],
  [
    "instances",
    1_000,
    false,
    (count) => [named("aws:servicediscovery/service:Service", "registry"), tasks(count, registered)],
  ],
  [
    "instances",
    2_000,
    true,
    (count) => [
      make("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace")({}, { id: "names" }),
      ...["first", "second", "third"].flatMap((name, at) => [
        named("aws:servicediscovery/service:Service", name, { dnsConfig: { namespaceId: "names" } }),
        tasks(at === 0 ? count - 1_400 : 700, { serviceRegistries: { registryArn: name } }),
      ]),
    ],
  ],
  ["bytes of policy", 32_768, false, one("aws:kms/key:Key", "policy")],
  ["bytes", 20_480, false, one("aws:s3/bucketPolicy:BucketPolicy", "policy")],
  ["bytes", 65_536, false, one("aws:secretsmanager/secretVersion:SecretVersion", "secretString")],
  [
    "bytes of environment",
    4_096,
    false,
    // As JSON: {"A":"…"}
    (count) => [make("aws:lambda/function:Function")({ environment: { variables: { A: text(count - 8) } } })],
  ],
  [
    "selections",
    100,
    true,
    (count) => [
      make("aws:backup/plan:Plan")({}, { id: "plan" }),
      ...times(count, () => make("aws:backup/selection:Selection")({ planId: "plan" })),
    ],
  ],
  [
    "selections",
    30,
    true,
    (count) => [
      make("aws:backup/restoreTestingPlan:RestoreTestingPlan")({}, { id: "plan" }),
      ...times(count, () =>
        make("aws:backup/restoreTestingSelection:RestoreTestingSelection")({ restoreTestingPlanName: "plan" }),
      ),
    ],
  ],
];

const found = (parts: Part[]): string[] => said("OWN.count-limits", parts);
const words = (count: number, what: string, most: number, mayBeRaised: boolean) =>
  `it has ${count} ${what}, AWS takes ${most}${mayBeRaised ? " unless Service Quotas says otherwise for the account" : ""}`;

describe.each(ROWS)("of %s AWS takes %i (raised: %s)", (what, most, mayBeRaised, parts) => {
  test("and no more", () => {
    expect(found(parts(most))).toEqual([]);
    expect(found(parts(most + 1))).toEqual([words(most + 1, what, most, mayBeRaised)]);
  });
});

test("of target groups AWS takes 100 behind a load balancer, however many rules lead to one", () => {
  const behind = (count: number) => [...balancer, ...times(count, (at) => forwards(`group-${Math.min(at, 100)}`))];
  expect(found(behind(100))).toEqual([]);
  expect(found(behind(102))).toEqual([words(102, "rules", 100, true), words(101, "target groups", 100, false)]);
});
