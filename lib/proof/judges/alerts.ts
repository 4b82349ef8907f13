import { type Stack, texts } from "../simulate/stack.ts";
import type { Plain, Resource } from "../simulate/types.ts";
import { grants } from "./access.ts";

/** Who publishes to a topic, and whether the topic and its key let them. */

/** Types that tell topics something: in which input they name them, and which service of AWS speaks for them. */
const PUBLISHERS: [type: string, inputs: string[], service: string][] = [
  [
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    ["alarmActions", "okActions", "insufficientDataActions"],
    "cloudwatch.amazonaws.com",
  ],
  ["aws:cloudwatch/eventTarget:EventTarget", ["arn"], "events.amazonaws.com"],
  ["aws:rds/eventSubscription:EventSubscription", ["snsTopic"], "events.rds.amazonaws.com"],
];

/** The services that publish to a topic. */
export const publishersTo = (arn: Plain | undefined, stack: Stack): string[] =>
  PUBLISHERS.filter(([type, inputs]) =>
    stack.of(type).some((one) => inputs.some((input) => texts(one.inputs[input]).includes(String(arn)))),
  ).map(([, , service]) => service);

/** EventBridge does not say for which account it publishes. */
export const SILENT = ["events.amazonaws.com"];

/** Whether a topic's policy lets a service publish. Without one of its own, AWS lets CloudWatch's alarms of the account. */
export function admits(topic: Resource, service: string, stack: Stack): boolean {
  const arn = String(topic.outputs.arn);
  const [, , , , account = ""] = arn.split(":");
  const policies = [
    topic.inputs.policy,
    ...stack
      .of("aws:sns/topicPolicy:TopicPolicy")
      .filter(({ inputs }) => inputs.arn === arn)
      .map(({ inputs }) => inputs.policy),
  ].filter((policy) => policy !== undefined);
  if (policies.length === 0) return service === "cloudwatch.amazonaws.com";
  const context: Record<string, string> = SILENT.includes(service) ? {} : { "aws:SourceAccount": account };
  return policies.some(
    (policy) => grants(policy, service, { action: "sns:Publish", resource: arn, context }) === "allow",
  );
}

/** Services that do not tell a key for which account they ask. */
export const SILENT_TO_KEYS = [...SILENT, "events.rds.amazonaws.com"];

/** Whether a service may use the key that a topic is encrypted with, on behalf of what is in the account of the key. */
export function unlocks(key: Resource, service: string): boolean {
  const arn = String(key.outputs.arn);
  const [, , , , account = ""] = arn.split(":");
  const context: Record<string, string> = SILENT_TO_KEYS.includes(service) ? {} : { "aws:SourceAccount": account };
  return ["kms:GenerateDataKey", "kms:Decrypt"].every(
    (action) => grants(key.inputs.policy, service, { action, resource: arn, context }) === "allow",
  );
}
