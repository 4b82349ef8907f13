import { admits, publishersTo, unlocks } from "../judges/alerts.ts";
import { openTo, statementsIn } from "../judges/policies.ts";
import type { Stack } from "../simulate/stack.ts";
import { texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { handles, isSet, pointedAt, unless } from "./look.ts";

const topics = ["aws:sns/topic:Topic"];

/** Topics that alarms tell. */
const isForAlerts = (topic: Resource, stack: Stack) =>
  stack
    .of("aws:cloudwatch/metricAlarm:MetricAlarm")
    .some(({ inputs }) => texts(inputs.alarmActions).some((arn) => handles(topic).includes(arn)));

/** Something publishes to it. */
const speaksTo = (topic: Resource, stack: Stack) => publishersTo(topic.outputs.arn, stack).length > 0;

/** The key of ours that a topic is encrypted with. */
const keyOf = ({ inputs }: Resource, stack: Stack) =>
  stack
    .of("aws:kms/key:Key")
    .find((key) => [...handles(key), key.outputs.keyId ?? ""].includes(inputs.kmsMasterKeyId ?? ""));

/** Topics and queues. */
export const messagingControls: Control[] = [
  {
    id: "SNS.1",
    title: "topics are encrypted",
    why: "alerts say what is broken, and where",
    fix: "keep infra/alerts.ts",
    severity: "advisory",
    when: "always",
    of: topics,
    problem: unless("kmsMasterKeyId", isSet, "it is not encrypted"),
  },
  {
    id: "SNS.4",
    title: "not everybody may publish to a topic, or read it",
    why: "false alerts are as bad as none",
    fix: "name services and accounts in the topic's policy",
    severity: "mandatory",
    when: "always",
    of: [...topics, "aws:sns/topicPolicy:TopicPolicy"],
    problem: ({ inputs }) => (openTo(inputs.policy).length > 0 ? "everybody may use it" : undefined),
  },
  {
    id: "OWN.sns-cmk",
    title: "whoever has something to say may use the key of the topic",
    why: "with AWS's own key they cannot publish, and nobody is told that they failed",
    fix: "keep the publishers in the key's policy in infra/keys.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: topics,
    where: speaksTo,
    problem: (topic, stack) => {
      const key = keyOf(topic, stack);
      if (key === undefined) return "it has no key of our own";
      return publishersTo(topic.outputs.arn, stack)
        .filter((service) => !unlocks(key, service))
        .map((service) => `${service} may not use its key`);
    },
  },
  {
    id: "OWN.sns-policy",
    title: "whoever has something to say may publish to the topic",
    why: "what the topic's policy refuses is lost, and nobody is told that it was",
    fix: "keep the policy of the topic in infra/alerts.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: topics,
    where: speaksTo,
    problem: (topic, stack) =>
      publishersTo(topic.outputs.arn, stack)
        .filter((service) => !admits(topic, service, stack))
        .map((service) => `${service} may not publish to it`),
  },
  {
    id: "WA.oncall",
    title: "somebody hears the alerts",
    why: "an alarm that nobody hears is a light in an empty room",
    fix: "give an address: npx space-sst --alerts-email oncall@example.com",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of: topics,
    where: isForAlerts,
    problem: (topic, stack) =>
      pointedAt(stack, "aws:sns/topicSubscription:TopicSubscription", "topic", ...handles(topic)) ||
      pointedAt(
        stack,
        "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
        "snsTopicArns",
        ...handles(topic),
      )
        ? undefined
        : "nobody is subscribed to it",
  },
  {
    id: "SQS.1",
    title: "queues are encrypted",
    why: "what could not be delivered stays in them for days",
    fix: "leave sqsManagedSseEnabled on",
    severity: "mandatory",
    when: "always",
    of: ["aws:sqs/queue:Queue"],
    problem: ({ inputs }) =>
      inputs.sqsManagedSseEnabled === false && !isSet(inputs.kmsMasterKeyId) ? "it is not encrypted" : undefined,
  },
  {
    id: "SQS.3",
    title: "not everybody may use a queue",
    why: "whoever may write to it decides what runs",
    fix: "name services and accounts in the queue's policy",
    severity: "mandatory",
    when: "always",
    of: ["aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy"],
    problem: ({ inputs }) => (openTo(inputs.policy).length > 0 ? "everybody may use it" : undefined),
  },
  {
    id: "OWN.message-tls",
    title: "topics and queues take messages over TLS only",
    why: "alerts say what is broken, and where: in the clear everybody on the way reads it",
    fix: "keep the statements InTheClear in infra/alerts.ts and infra/kit/dead-letters.ts",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of: [...topics, "aws:sqs/queue:Queue"],
    problem: (resource, stack) => {
      const beside = stack
        .of("aws:sns/topicPolicy:TopicPolicy", "aws:sqs/queuePolicy:QueuePolicy")
        .filter(({ inputs }) => handles(resource).includes(inputs.arn ?? inputs.queueUrl ?? ""));
      const refuses = [resource, ...beside]
        .flatMap(({ inputs }) => statementsIn(inputs.policy))
        .some(({ allows, conditions }) => !allows && conditions.Bool?.["aws:SecureTransport"] !== undefined);
      return refuses ? undefined : "it takes HTTP";
    },
  },
];
