import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { make, type Part, type Row, type Rows, task } from "./make.ts";

/** A worker, an API that gives it jobs, and what makes one have more tasks with the jobs of the other. */

const running = (name: string, minCapacity: number): Part[] => [
  task(
    { logConfiguration: { options: { "awslogs-group": `/shop/${name}` } } },
    {},
    { id: `${name}:1`, outputs: { arn: `${name}:1` } },
  ),
  make("aws:ecs/service:Service")({ taskDefinition: `${name}:1` }, { parent: name }),
  make("aws:appautoscaling/target:Target")({ minCapacity, resourceId: `service/${name}` }, { parent: name }),
];

const filter = (metric: string, service: string): Part =>
  make("aws:cloudwatch/logMetricFilter:LogMetricFilter")({
    logGroupName: `/shop/${service}`,
    metricTransformation: { namespace: "shop", name: metric, value: `$.${metric}` },
  });
const said = (...by: string[]): Part[] =>
  by.flatMap((service) => [filter("backlog", service), filter("workers", service)]);

const tracking = (expression: string): Part =>
  make("aws:appautoscaling/policy:Policy")({
    resourceId: "service/worker",
    policyType: "TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration: {
      targetValue: 100,
      customizedMetricSpecification: {
        metrics: [
          ...["backlog", "workers"].map((id) => ({
            id,
            metricStat: { metric: { namespace: "shop", metricName: id }, stat: "Maximum" },
          })),
          { id: "each", expression },
        ],
      },
    },
  });
const each = tracking("backlog / workers");

const start = (stepScalingPolicyConfiguration: PlainObject): Part =>
  make("aws:appautoscaling/policy:Policy")(
    { resourceId: "service/worker", policyType: "StepScaling", stepScalingPolicyConfiguration },
    { outputs: { arn: "arn:aws:autoscaling:start" } },
  );
const one = start({ adjustmentType: "ChangeInCapacity", stepAdjustments: [{ scalingAdjustment: 1 }] });
const exact = start({ adjustmentType: "ExactCapacity", stepAdjustments: [{ scalingAdjustment: 1 }] });
const whenLeft = (expression: string, more: PlainObject = {}): Part =>
  make("aws:cloudwatch/metricAlarm:MetricAlarm")({
    alarmActions: ["arn:aws:autoscaling:start"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    metricQueries: [{ id: "left", expression, returnData: true }],
    ...more,
  });
const left = whenLeft("IF(workers < 1, backlog, 0)");

/** By what AWS itself says: of a queue, and of the tasks of the service. */
const ofQueue = (QueueName: string): Part =>
  make("aws:appautoscaling/policy:Policy")({
    resourceId: "service/worker",
    policyType: "TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration: {
      targetValue: 100,
      customizedMetricSpecification: {
        metrics: [
          {
            id: "backlog",
            metricStat: {
              metric: {
                namespace: "AWS/SQS",
                metricName: "ApproximateNumberOfMessagesVisible",
                dimensions: [{ name: "QueueName", value: QueueName }],
              },
            },
          },
          { id: "workers", metricStat: { metric: { namespace: "AWS/ECS", metricName: "CPUUtilization" } } },
          { id: "each", expression: "backlog / workers" },
        ],
      },
    },
  });
const queue = make("aws:sqs/queue:Queue")({ name: "jobs" });
const whenNothingIsTaken = whenLeft("IF(FILL(taken, 0) < 1, backlog, 0)");

const both = [...running("worker", 0), ...running("api", 2)];
const idle: Row = {
  good: [
    [...both, ...said("worker", "api"), each, one, left],
    [...running("worker", 0), queue, ofQueue("jobs"), one, whenNothingIsTaken],
  ],
  bad: [
    // It is the only one that says how long its queue is.
    [...both, ...said("worker"), each, one, left],
    [...running("worker", 0), ...running("api", 0), ...said("worker", "api"), each, one, left],
    [...running("worker", 0), queue, ofQueue("other"), one, whenNothingIsTaken],
    [...running("worker", 0), queue, ofQueue("jobs"), one, whenLeft("IF(taken < 1, 0, backlog)")],
    [...both, ...said("api"), each],
    [...both, ...said("api"), each, one],
    [...both, ...said("api"), each, exact, left],
    [...both, ...said("api"), each, one, whenLeft("backlog")],
    [...both, ...said("api"), each, one, whenLeft("IF(workers < 1, 1, 0)")],
    [...both, ...said("api"), each, one, whenLeft("IF(workers < 1, backlog, 0)", { evaluationPeriods: 15 })],
    [...both, ...said("api"), each, one, whenLeft("IF(workers < 1, backlog, 0)", { treatMissingData: "breaching" })],
  ],
};

export const queueRows: Rows = {
  "OWN.queue-scaling": {
    good: [
      [...both, ...said("api"), each],
      [...both, ...said("worker"), each],
      [...both, queue, ofQueue("jobs")],
    ],
    bad: [
      [...both, queue, ofQueue("other")],
      [...both, each],
      [...both, filter("backlog", "api"), each],
      // The log of something that is no service.
      [...both, ...said("nightly"), each],
      [...both, ...said("api"), tracking("backlog")],
      [...both, ...said("api"), tracking("workers / backlog")],
    ],
  },
  "OWN.queue-start": idle,
};
