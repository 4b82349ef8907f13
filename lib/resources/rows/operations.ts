import type { Rows } from "../row.ts";

/**
 * Logs, alarms, messages, budgets. Read in version 6 (2026): cloudwatch/metric_alarm.go. Version 6 (2025): logs/group.go,
 * sqs/queue.go. Version 5: sns/topic.go, sns/topic_subscription.go.
 */
export const operations = {
  "aws:budgets/budget:Budget": {
    bill: "free",
    holds: null,
    replacedBy: null,
    controls: "it tells what a month costs, and changes nothing",
  },
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
    bill: "free",
    holds: null,
    replacedBy: null,
    controls: ["WA.oncall"],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    bill: { use: "logs" },
    holds: "logs",
    replacedBy: ["name", "namePrefix", "logGroupClass"],
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { bill: { priced: true }, holds: null, replacedBy: null },
  "aws:cloudwatch/dashboard:Dashboard": { bill: { priced: true }, holds: null, replacedBy: null },
  "aws:cloudwatch/eventRule:EventRule": {
    bill: "free",
    holds: null,
    replacedBy: null,
    neededBy: ["aws:cloudwatch/eventTarget:EventTarget"],
  },
  "aws:cloudwatch/eventTarget:EventTarget": { bill: "free", holds: null, replacedBy: null },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    bill: { priced: true, use: "log-metrics" },
    holds: null,
    replacedBy: ["name", "logGroupName"],
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { bill: { priced: true }, holds: null, replacedBy: ["name"] },
  "aws:sns/topic:Topic": {
    label: "SNS topic",
    bill: { use: "topics" },
    holds: null,
    replacedBy: ["name", "namePrefix", "fifoTopic"],
  },
  "aws:sns/topicPolicy:TopicPolicy": { bill: "free", holds: null, replacedBy: null },
  "aws:sns/topicSubscription:TopicSubscription": {
    bill: "free",
    holds: null,
    replacedBy: ["endpoint", "protocol", "topic"],
    controls: ["WA.oncall"],
  },
  "aws:sqs/queue:Queue": {
    label: "SQS queue",
    bill: { use: "queues" },
    holds: "messages",
    replacedBy: ["name", "namePrefix", "fifoQueue"],
  },
  "aws:kinesis/stream:Stream": { bill: "unknown", holds: "messages", replacedBy: null },
} as const satisfies Rows;
