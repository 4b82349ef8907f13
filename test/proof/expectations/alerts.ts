import { metricOf } from "../../../lib/proof/controls/alarms.ts";
import { matches, patternOf, strangersIn, toldOf } from "../../../lib/proof/judges/events.ts";
import { texts } from "../../../lib/proof/simulate/stack.ts";
import type { Plain, PlainObject, Resource } from "../../../lib/proof/simulate/types.ts";
import { type Expectation, object, sorted } from "./context.ts";

/** Who hears of what. */

/** What AWS Backup tells when it fails. */
const backupEvents = (vault: Resource, keeper: Plain): PlainObject[] => [
  event("Backup Job State Change", { state: "FAILED", backupVaultName: String(vault.inputs.name) }),
  event("Backup Job State Change", { state: "EXPIRED", backupVaultName: String(vault.inputs.name) }),
  event("Copy Job State Change", { state: "FAILED", sourceBackupVaultArn: String(vault.outputs.arn) }),
  event("Restore Job State Change", { status: "FAILED", iamRoleArn: keeper }),
];
const event = (type: string, detail: PlainObject): PlainObject => ({
  source: "aws.backup",
  "detail-type": type,
  detail,
});

export const alerts: Expectation[] = [
  {
    answer: "AWS documents every metric that an alarm looks at",
    wanted: () => [],
    actual: ({ stack }) =>
      stack
        .of("aws:cloudwatch/metricAlarm:MetricAlarm")
        .filter(({ inputs }) => inputs.metricQueries === undefined)
        .filter((alarm) => metricOf(alarm, stack) === undefined)
        .map(({ name }) => name),
  },
  {
    answer: "EventBridge knows every comparison of a rule",
    wanted: () => [],
    actual: ({ stack }) =>
      stack
        .of("aws:cloudwatch/eventRule:EventRule")
        .flatMap((rule) => strangersIn(patternOf(rule)).map((stranger) => `${rule.name}: ${stranger}`)),
  },
  {
    answer: "a rule is about one service of AWS, and says which kinds of its events",
    wanted: () => [],
    actual: ({ stack }) =>
      stack
        .of("aws:cloudwatch/eventRule:EventRule")
        .filter(({ inputs }) => inputs.eventPattern !== undefined)
        .filter((rule) => {
          const { source, "detail-type": kinds } = patternOf(rule);
          return texts(source).length !== 1 || texts(kinds).length === 0;
        })
        .map(({ name }) => name),
  },
  {
    answer: "what ends runs is called when one of this stage is about to begin, and for nothing else",
    wanted: ({ crons }) => (crons.length === 0 ? [] : [["PENDING", "PROVISIONING"]]),
    actual: ({ stack }) =>
      stack
        .of("aws:cloudwatch/eventRule:EventRule")
        .filter(({ name }) => name === "CronGuardRule")
        .map((rule) => {
          const [cluster] = stack.of("aws:ecs/cluster:Cluster");
          const begins = { clusterArn: String(cluster?.outputs.arn), group: "cron:any:60", desiredStatus: "RUNNING" };
          const calls = (detail: PlainObject) =>
            matches(patternOf(rule), { source: "aws.ecs", "detail-type": "ECS Task State Change", detail });
          const when = ["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "STOPPED"].filter((lastStatus) =>
            calls({ ...begins, lastStatus }),
          );
          const others: PlainObject[] = [
            { clusterArn: "other" },
            { group: "service:api" },
            { desiredStatus: "STOPPED" },
          ];
          const strangers = others.filter((other) => calls({ ...begins, lastStatus: "PENDING", ...other }));
          return [...when.sort(), ...strangers.map((one) => JSON.stringify(one))];
        }),
  },
  {
    answer: "a backup, a copy and a restore that fail reach somebody; those that end well, and those of others, nobody",
    wanted: ({ backup }) => (backup === null ? [] : [{ failed: true, ended: false, others: false }]),
    actual: ({ stack, stage }) => {
      const [selection] = stack.of("aws:backup/selection:Selection");
      const isHeard = (one: PlainObject) => toldOf(one, stack).length === 1;
      const ended = { state: "COMPLETED", status: "COMPLETED" };
      return stack
        .of("aws:backup/vault:Vault")
        .filter(({ region }) => region === stage.region)
        .map((vault) => {
          const events = backupEvents(vault, selection?.inputs.iamRoleArn ?? null);
          return {
            failed: events.every(isHeard),
            ended: events.some((one) => isHeard({ ...one, detail: { ...object(one.detail), ...ended } })),
            others: backupEvents(
              { ...vault, inputs: { name: "other" }, outputs: { arn: "arn:other" } },
              "arn:other",
            ).some(isHeard),
          };
        });
    },
  },
  {
    answer: "the alerts of the stage go to one topic in each region, which those who are to hear read",
    wanted: ({ view, stack }) =>
      sorted(stack.of("aws:sns/topic:Topic").map(({ region }) => `${region} ${view.alerts.email ?? "nobody"}`)),
    actual: ({ stack }) =>
      sorted(
        stack.of("aws:sns/topic:Topic").map((topic) => {
          const mail = stack
            .of("aws:sns/topicSubscription:TopicSubscription")
            .find(({ inputs, region }) => inputs.topic === topic.outputs.arn && region === topic.region);
          return `${topic.region} ${mail?.inputs.endpoint ?? "nobody"}`;
        }),
      ),
  },
];
