import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, each, object } from "./context.ts";

/** By what a worker is scaled. */

const policies = "aws:appautoscaling/policy:Policy";
const workers = ({ view }: Context) => view.services.filter(({ backlog }) => backlog !== undefined);
const own = ({ view, stage }: Context) => `${view.project}-${stage.stage}`;

/** `Maximum AWS/SQS ApproximateNumberOfMessagesVisible QueueName=shop-production-resizer-jobs` */
function metric({ metricStat }: PlainObject): string {
  const { stat, metric } = object(metricStat);
  const { namespace, metricName, dimensions } = object(metric);
  return [stat, namespace, metricName, ...objects(dimensions).map(({ name, value }) => `${name}=${value}`)].join(" ");
}

export const scaling: Expectation[] = [
  each(
    "a worker is scaled by the jobs of its own queue for each of its own tasks",
    workers,
    ({ name, queue, Id }, context) => {
      const { stack } = context;
      if (queue !== "sqs")
        return [`Maximum ${own(context)} ${name}.backlog`, `Maximum ${own(context)} ${name}.workers`];
      const jobs = stack.of("aws:sqs/queue:Queue").find((one) => one.name === `${Id}Jobs`)?.inputs.name;
      const service = stack.of("aws:ecs/service:Service").find((one) => one.name === `${Id}ServiceService`)
        ?.inputs.name;
      return [
        `Maximum AWS/SQS ApproximateNumberOfMessagesVisible QueueName=${jobs}`,
        `SampleCount AWS/ECS CPUUtilization ClusterName=${own(context)} ServiceName=${service}`,
      ];
    },
    ({ name }, { stack }) => {
      const policy = stack.of(policies).find((one) => one.name === `queue.${name}.backlog`);
      const tracked = object(policy?.inputs.targetTrackingScalingPolicyConfiguration);
      return objects(object(tracked.customizedMetricSpecification).metrics)
        .filter(({ metricStat }) => metricStat !== undefined)
        .map(metric);
    },
  ),
  each(
    "a policy moves the number of tasks of its own service",
    workers,
    ({ Id }, { stack }) => {
      const target = stack
        .of("aws:appautoscaling/target:Target")
        .find(({ name }) => name === `${Id}ServiceAutoScalingTarget`);
      return [target?.inputs.resourceId];
    },
    ({ name }, { stack }) => [
      ...new Set(
        stack
          .of(policies)
          .filter((one) => one.name.startsWith(`queue.${name}.`))
          .map(({ inputs }) => inputs.resourceId),
      ),
    ],
  ),
];
