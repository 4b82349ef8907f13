import { isDeepStrictEqual } from "node:util";
import { get } from "../../../lib/proof/controls/look.ts";
import { containersOf, objects, type Stack } from "../../../lib/proof/simulate/stack.ts";
import type { Plain } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, valuesAt } from "./context.ts";
import { edge } from "./figures/edge.ts";
import type { Figure } from "./figures/figure.ts";
import { running } from "./figures/running.ts";
import { sizes } from "./figures/sizes.ts";
import { stores } from "./figures/stores.ts";
import { telling } from "./figures/telling.ts";
import { windows } from "./figures/windows.ts";

/** Figures that are the same in every repo, each with what it is for. */

const FIGURES: readonly Figure[] = [...running, ...edge, ...stores, ...sizes, ...windows, ...telling];

const differs = ({ type, of = () => true, input, is, because }: Figure, context: Context): string[] => {
  const wanted = typeof is === "function" ? is(context) : is;
  const fits = (found: Plain[]) =>
    Array.isArray(wanted) ? isDeepStrictEqual(found, wanted) : found.length > 0 && found.every((one) => one === wanted);
  return context.stack
    .of(type)
    .filter(of)
    .map((resource) => ({ name: resource.name, found: valuesAt(resource.inputs, input) }))
    .filter(({ found }) => !fits(found))
    .map(({ name, found }) => `${name} ${input} ${found.join() || "none"}, not ${wanted}: ${because}`);
};

/** How often, and how many times, ECS asks a container whether it is well. */
const checksOf = (stack: Stack) =>
  stack.of("aws:ecs/taskDefinition:TaskDefinition").flatMap((definition) =>
    containersOf(definition).flatMap(({ healthCheck }) =>
      objects([healthCheck ?? []]).map(({ interval, timeout, retries, startPeriod }) => ({
        ...{ name: definition.name, interval, timeout, retries, startPeriod },
      })),
    ),
  );

export const figures: Expectation[] = [
  {
    answer: "figures are what they are for",
    wanted: () => [],
    actual: (context) => FIGURES.flatMap((figure) => differs(figure, context)),
  },
  {
    answer: "a container that is ill is replaced in a minute, and has a minute to begin",
    wanted: () => [],
    actual: ({ stack }) =>
      checksOf(stack).filter(
        ({ interval, timeout, retries, startPeriod }) =>
          interval !== 15 || timeout !== 5 || retries !== 3 || startPeriod !== 60,
      ),
  },
  {
    answer: "old versions of what is in buckets go after a month, and what was never whole after a week",
    wanted: () => [],
    actual: ({ stack }) =>
      stack
        .of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
        .filter(
          ({ inputs }) =>
            !objects(inputs.rules).some(
              (rule) =>
                rule.status === "Enabled" &&
                get(rule, "noncurrentVersionExpiration.noncurrentDays") === 30 &&
                get(rule, "abortIncompleteMultipartUpload.daysAfterInitiation") === 7,
            ),
        )
        .map(({ name }) => name),
  },
  {
    answer: "a worker has a task for as many jobs as its answers say",
    wanted: ({ view }) =>
      Object.fromEntries(
        view.services.flatMap(({ name, backlog }) =>
          backlog === undefined ? [] : [[`queue.${name}.backlog`, backlog]],
        ),
      ),
    actual: ({ stack }) =>
      Object.fromEntries(
        stack
          .of("aws:appautoscaling/policy:Policy")
          .filter(({ name }) => /^queue\..*\.backlog$/.test(name))
          .map(({ name, inputs }) => [name, get(inputs, "targetTrackingScalingPolicyConfiguration.targetValue")]),
      ),
  },
  {
    answer: "a service waits for its database as long as that takes to wake, and no longer",
    wanted: () => [],
    actual: ({ stack }) =>
      stack.of("aws:ecs/taskDefinition:TaskDefinition").flatMap((definition) =>
        containersOf(definition)
          .flatMap(({ environment }) => objects(environment))
          .filter(({ name, value }) => name === "DB_CONNECT_SECONDS" && !["5", "60"].includes(String(value)))
          .map(({ value }) => `${definition.name} ${value}`),
      ),
  },
];
