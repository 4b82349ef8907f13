import { expect, test } from "vitest";
import type { Control } from "../../lib/proof/controls/control.ts";
import { standard } from "../../lib/proof/controls/list.ts";
import { ask } from "../../lib/proof/controls/report.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { rows } from "./rows/all.ts";
import { make, type Part, policy, simulationOf, task } from "./rows/make.ts";

/** What a control is not asked of, so that CONTROLS and a check count it as passed only where there was something to keep. */

const balancer = (loadBalancerType: string) => [make("aws:lb/loadBalancer:LoadBalancer")({ loadBalancerType })];
const vault = (name: string) => make("aws:backup/vault:Vault")({ name });
const lock = (backupVaultName: string) =>
  make("aws:backup/vaultLockConfiguration:VaultLockConfiguration")({ backupVaultName });
const database = make("aws:rds/instance:Instance")({ engine: "postgres" });
const topic = make("aws:sns/topic:Topic")({}, { outputs: { arn: "arn:topic" } });
const role = (inputs: PlainObject = {}) => make("aws:iam/role:Role")(inputs, { outputs: { arn: "arn:role" } });
const target = (minCapacity: number) => [make("aws:appautoscaling/target:Target")({ minCapacity })];
const service = (loadBalancers: PlainObject[]) => [make("aws:ecs/service:Service")({ loadBalancers })];
const trusts = (Federated: string) => [
  role({ assumeRolePolicy: policy({ Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated } }) }),
];
const key = (customerMasterKeySpec: string) => [make("aws:kms/key:Key")({ customerMasterKeySpec })];
const schedule = make("aws:scheduler/schedule:Schedule")({ target: { roleArn: "arn:role", arn: "arn:queue" } });
const efs = { volumes: [{ efsVolumeConfiguration: { transitEncryption: "ENABLED" } }] };
const alarm = (metricName: string) => [
  make("aws:cloudwatch/metricAlarm:MetricAlarm")({ namespace: "AWS/RDS", metricName }),
];
const rule = (conditions: PlainObject[]) => [make("aws:lb/listenerRule:ListenerRule")({ conditions })];
const site = (aliases: string[]) => [make("aws:cloudfront/distribution:Distribution")({ aliases })];
const certificate = (inputs: PlainObject) => [make("aws:acm/certificate:Certificate")(inputs)];
const eventRule = (inputs: PlainObject) => [make("aws:cloudwatch/eventRule:EventRule")(inputs)];
const host = [{ hostHeader: { values: ["api.acme.com"] } }];

type Row = [id: string, what: string, not: Part[], but: Part[]];
const ROWS: Row[] = [
  ["ECS.18", "a task without a file system", [task({})], [task({}, efs)]],
  ["WA.tasks", "a service that may have no task", target(0), target(1)],
  ["WA.ecs-health", "a service that the load balancer asks", service([{ targetGroupArn: "x" }]), service([])],
  ["ELB.16", "a load balancer of TCP", balancer("network"), balancer("application")],
  ["ELB.4", "a load balancer of TCP", balancer("network"), balancer("application")],
  ["ELB.12", "a load balancer of TCP", balancer("network"), balancer("application")],
  [
    "OWN.oidc",
    "a role that GitHub does not take on",
    trusts("arn:other"),
    trusts("arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"),
  ],
  ["KMS.4", "a key that AWS cannot turn", key("RSA_2048"), key("SYMMETRIC_DEFAULT")],
  ["WA.lock-fit", "a vault without a lock of its own", [vault("a"), lock("b")], [vault("a"), lock("a")]],
  ["WA.restore", "a database where there are no backups", [database], [database, vault("a")]],
  [
    "OWN.sns-cmk",
    "a topic that nobody speaks to",
    [topic],
    [topic, make("aws:cloudwatch/metricAlarm:MetricAlarm")({ alarmActions: ["arn:topic"] })],
  ],
  [
    "OWN.sns-policy",
    "a topic that nobody speaks to",
    [topic],
    [topic, make("aws:cloudwatch/metricAlarm:MetricAlarm")({ alarmActions: ["arn:topic"] })],
  ],
  [
    "WA.oncall",
    "a topic that is not for alerts",
    [topic],
    [topic, make("aws:cloudwatch/metricAlarm:MetricAlarm")({ alarmActions: ["arn:topic"] })],
  ],
  ["OWN.alarm-means", "an alarm on a metric that is not known here", alarm("Unheard"), alarm("CPUUtilization")],
  ["ACM.1", "a certificate that was brought", certificate({ certificateBody: "x" }), certificate({})],
  ...["CloudFront.7", "CloudFront.8", "CloudFront.15"].map(
    (id): Row => [id, "a site on CloudFront's own name", site([]), site(["acme.com"])],
  ),
  ["OWN.events", "a rule that is a schedule", eventRule({ scheduleExpression: "rate(1 day)" }), eventRule({})],
  ["OWN.name-record", "a rule for every name", rule([{ pathPattern: { values: ["/*"] } }]), rule(host)],
  ["OWN.name-certificate", "a rule for every name", rule([{ pathPattern: { values: ["/*"] } }]), rule(host)],
  [
    "OWN.may-start",
    "a task that starts with another program's role",
    [task({}, { executionRoleArn: "arn:role" })],
    [role(), task({}, { executionRoleArn: "arn:role" })],
  ],
  ["OWN.may-trust", "a role that nobody works with", [role()], [role(), schedule]],
  [
    "OWN.may-run",
    "a schedule that starts no task",
    [role(), schedule],
    [
      role(),
      make("aws:scheduler/schedule:Schedule")({
        target: { roleArn: "arn:role", deadLetterConfig: { arn: "arn:queue" } },
      }),
    ],
  ],
  [
    "OWN.may-run",
    "a schedule with another program's role",
    [make("aws:scheduler/schedule:Schedule")({ target: { roleArn: "arn:x", deadLetterConfig: { arn: "arn:queue" } } })],
    [
      role(),
      make("aws:scheduler/schedule:Schedule")({
        target: { roleArn: "arn:role", deadLetterConfig: { arn: "arn:queue" } },
      }),
    ],
  ],
];

const isAsked = (control: Control, parts: Part[]) =>
  ask(control, new Stack(simulationOf(parts))).status !== "not applicable";

test.each(ROWS)("%s is not asked of %s", (id, _, not, but) => {
  const control = standard.find((one) => one.id === id) as Control;
  expect([isAsked(control, not), isAsked(control, but)]).toEqual([false, true]);
});

/** All stages that some control is tried with, and those above. */
const STAGES = [
  ...Object.values(rows).flatMap(({ good, bad }) => [...good, ...bad]),
  ...ROWS.flatMap(([, , not]) => [not]),
];

test("what is asked of some of its types has one among the tried stages that it is not asked of", () => {
  const some = standard.filter(({ where }) => where !== undefined);
  const always = some.filter((control) => {
    const { where, ...ofAll } = control;
    return !STAGES.some((parts) => isAsked(ofAll, parts) && !isAsked(control, parts));
  });
  expect(some.length).toBeGreaterThan(50);
  expect(always.map(({ id }) => id)).toEqual([]);
});

/** The stages that a control finds something in, with a resource of each type that it looks at in the place of what it finds. */
function badOf({ id, of }: Control, type: string): Part[][] {
  const bad = rows[id]?.bad ?? [];
  const others = of.filter((other) => other !== type);
  return [
    ...bad,
    ...bad.flatMap((parts) =>
      others.map((other) => parts.map((part) => (part.type === other ? { ...part, type } : part))),
    ),
  ];
}

/** Asked of numbers of things (count-limits.test.ts), or of the program's settings (controls.test.ts). */
const ELSEWHERE = ["OWN.count-limits", "OWN.tags"];

test("a control finds what is wrong with each type that it looks at", () => {
  const tried = standard.filter(({ id }) => id in rows && !ELSEWHERE.includes(id));
  const missed = tried.flatMap((control) =>
    control.of
      .filter((type) => type !== "*")
      .filter(
        (type) =>
          !badOf(control, type).some((parts) =>
            ask(control, new Stack(simulationOf(parts))).findings.some(({ resource }) => resource.type === type),
          ),
      )
      .map((type) => `${control.id} ${type}`),
  );
  expect(missed).toEqual([]);
});
