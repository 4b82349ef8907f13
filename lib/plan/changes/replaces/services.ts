/**
 * Logs, alarms, roles, messages. Checked against version 6 (2026): cloudwatch/metric_alarm.go, iam/role.go,
 * scheduler/schedule.go. Version 6 (2025): logs/group.go, sqs/queue.go. Version 5: iam/instance_profile.go, sns/topic.go,
 * sns/topic_subscription.go.
 */
export const SERVICES: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": ["name", "namePrefix", "logGroupClass"],
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": ["name", "logGroupName"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name"],
  "aws:iam/instanceProfile:InstanceProfile": ["name", "namePrefix", "path"],
  "aws:iam/role:Role": ["name", "namePrefix", "path"],
  "aws:scheduler/schedule:Schedule": ["name", "namePrefix", "groupName"],
  "aws:sns/topic:Topic": ["name", "namePrefix", "fifoTopic"],
  "aws:sns/topicSubscription:TopicSubscription": ["endpoint", "protocol", "topic"],
  "aws:sqs/queue:Queue": ["name", "namePrefix", "fifoQueue"],
};
