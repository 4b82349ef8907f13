import { isObject } from "../simulate/engine/wire.ts";
import { containersOf, objects, type Stack, texts } from "../simulate/stack.ts";
import type { Plain, Resource } from "../simulate/types.ts";
import { fires, partsOf } from "./alarms.ts";
import { isOfQueue } from "./job-queues.ts";
import { evaluate, isUnderstood } from "./metric-math.ts";

/** How a service is scaled by a queue: who says how long it is, and what autoscaling makes of it. */

const at = (value: Plain | undefined, key: string): Plain | undefined => (isObject(value) ? value[key] : undefined);

export const target = "aws:appautoscaling/target:Target";
export const policy = "aws:appautoscaling/policy:Policy";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** What an expression calls the jobs that wait, the tasks that take jobs, and the jobs that these have taken. */
const IDS = ["backlog", "workers", "taken"];

export interface Tracked {
  metrics: { namespace: string; name: string; dimensions: Plain | undefined }[];
  expression: string;
  value: number;
}

/** The metrics that a policy holds at a value, where it calculates with metrics of its own. */
export function trackedBy({ inputs }: Resource): Tracked | null {
  const tracking = inputs.targetTrackingScalingPolicyConfiguration;
  const queries = objects(at(at(tracking, "customizedMetricSpecification"), "metrics"));
  if (queries.length === 0) return null;
  return {
    metrics: queries.flatMap(({ metricStat }) => {
      const metric = at(metricStat, "metric");
      return metric === undefined
        ? []
        : [
            {
              namespace: String(at(metric, "namespace")),
              name: String(at(metric, "metricName")),
              dimensions: at(metric, "dimensions"),
            },
          ];
    }),
    expression: String(queries.find(({ expression }) => expression !== undefined)?.expression ?? ""),
    value: Number(at(tracking, "targetValue")),
  };
}

/** Whether more jobs for each task are more than is wanted, and fewer are less. Null: the expression is not understood. */
export function follows({ expression, value }: Tracked): boolean | null {
  if (!isUnderstood(expression, IDS)) return null;
  const held = (backlog: number, workers: number) =>
    evaluate(expression, { backlog, workers, taken: workers }) ?? Number.NaN;
  return held(3 * value, 2) > value && held(value, 2) < value && held(0, 1) < value;
}

/** Whether it is AWS that says a metric, of something that the stage has. */
export const isAwsOwn = ({ namespace, dimensions }: Tracked["metrics"][number], stack: Stack): boolean =>
  namespace === "AWS/SQS" ? isOfQueue(dimensions, stack) : namespace.startsWith("AWS/");

/** The services in whose logs somebody reads a metric. */
export function tellersOf({ namespace, name }: Tracked["metrics"][number], stack: Stack): Resource[] {
  const logs = stack
    .of("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    .filter(
      ({ inputs: { metricTransformation: made } }) => at(made, "namespace") === namespace && at(made, "name") === name,
    )
    .map(({ inputs }) => inputs.logGroupName);
  const definitions = stack
    .of("aws:ecs/taskDefinition:TaskDefinition")
    .filter((one) =>
      containersOf(one).some((it) => logs.includes(at(at(it.logConfiguration, "options"), "awslogs-group"))),
    )
    .flatMap(({ id, outputs }) => [id, outputs.arn]);
  return stack.of("aws:ecs/service:Service").filter(({ inputs }) => definitions.includes(inputs.taskDefinition));
}

/** The target that scales a service. */
export const targetOf = (service: Resource, stack: Stack): Resource | undefined =>
  stack.of(target).find(({ parent }) => parent === service.parent);

/** Whether a policy moves a target. */
export const scales = ({ inputs }: Resource, moved: Resource | undefined): boolean =>
  moved !== undefined && [moved.inputs.resourceId, moved.id].includes(inputs.resourceId);

/** Of the policies that move a target, those that an alarm calls. */
export const steppedBy = (moved: Resource, stack: Stack): Resource[] =>
  stack.of(policy).filter((one) => scales(one, moved) && one.inputs.policyType === "StepScaling");

/** Whether a policy adds tasks: one that moves to a number would end some, too. */
export const adds = ({ inputs }: Resource): boolean => {
  const steps = inputs.stepScalingPolicyConfiguration;
  return (
    at(steps, "adjustmentType") === "ChangeInCapacity" &&
    objects(at(steps, "stepAdjustments")).some(({ scalingAdjustment }) => Number(scalingAdjustment) > 0)
  );
};

/** Whether an alarm calls a policy for jobs that wait while no task is there, and for nothing else. */
export function calledWhenLeft({ outputs }: Resource, stack: Stack): boolean {
  const alarms = stack.of(alarm).filter(({ inputs }) => texts(inputs.alarmActions).includes(String(outputs.arn)));
  return alarms.some((one) => {
    const { expression } = partsOf(one);
    if (!isUnderstood(expression, IDS)) return false;
    const rings = (backlog: number, workers: number): boolean =>
      fires(one, evaluate(expression, { backlog, workers, taken: workers }) ?? "nothing");
    return (
      rings(1, 0) &&
      !rings(0, 0) &&
      !rings(1_000, 1) &&
      !fires(one, "nothing") &&
      Number(one.inputs.evaluationPeriods) === 1
    );
  });
}
