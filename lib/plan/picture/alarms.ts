import { KINDS, type Part } from "../../render/diagram/graph.ts";
import { amount } from "../../system/amount.ts";
import { type Resources, text } from "../resources/index.ts";

/** Alarms, and who hears of them. */
export function alarms(resources: Resources): Part {
  const count = resources.of("aws:cloudwatch/metricAlarm:MetricAlarm").length;
  const groups = resources.of("aws:cloudwatch/logGroup:LogGroup").length;
  if (count + groups === 0) return { nodes: [], edges: [] };
  const mailed = resources
    .of("aws:sns/topicSubscription:TopicSubscription")
    .some(({ inputs }) => text(inputs.protocol) === "email");
  const told = [
    ...(mailed ? ["e-mail"] : []),
    ...(resources.of("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration").length > 0 ? ["Slack"] : []),
  ];
  const details = [
    ...(count > 0 ? [amount(count, "alarm")] : []),
    ...(told.length > 0 ? [`to ${told.join(" and ")}`] : []),
  ];
  return {
    nodes: [{ id: "cloudwatch", tier: "watch", kind: KINDS.alarms, title: "Logs, alarms", details }],
    edges: [],
  };
}
