import { get } from "../../../lib/proof/controls/look.ts";
import { containersOf, objects, type Stack } from "../../../lib/proof/simulate/stack.ts";
import type { Plain, Resource } from "../../../lib/proof/simulate/types.ts";
import type { Context, Expectation } from "./context.ts";

/** Figures that are the same in every repo, each with what it is for. */
interface Figure {
  type: string;
  /** Of those of the type only these. */
  of?: (resource: Resource) => boolean;
  input: string;
  is: Plain | ((context: Context) => Plain);
  because: string;
}

const group = "aws:lb/targetGroup:TargetGroup";
const service = "aws:ecs/service:Service";
const check = "aws:route53/healthCheck:HealthCheck";
const policy = "aws:appautoscaling/policy:Policy";
const tracking = "targetTrackingScalingPolicyConfiguration";
const byQueue = ({ name }: Resource) => /^queue\..*\.backlog$/.test(name);
const restore = "aws:backup/restoreTestingPlan:RestoreTestingPlan";

const FIGURES: readonly Figure[] = [
  { type: group, input: "healthCheck.matcher", is: "200", because: "a redirect and a refusal are no health" },
  { type: group, input: "healthCheck.unhealthyThreshold", is: 3, because: "a task that is ill is out in 45 seconds" },
  { type: group, input: "healthCheck.interval", is: 15, because: "a task that is ill is out in 45 seconds" },
  { type: group, input: "deregistrationDelay", is: 30, because: "a deploy waits for it, and requests end by then" },
  { type: service, input: "deploymentMinimumHealthyPercent", is: 100, because: "a deploy takes no task away first" },
  { type: service, input: "deploymentMaximumPercent", is: 200, because: "a deploy has room for new tasks" },
  { type: check, input: "failureThreshold", is: 3, because: "people hear after a minute and a half" },
  { type: check, input: "requestInterval", is: 30, because: "people hear after a minute and a half" },
  { type: check, input: "type", is: "HTTPS", because: "nothing is served over HTTP" },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    input: "applyImmediately",
    is: ({ production }) => !production,
    because: "production changes in its window",
  },
  {
    type: "aws:kms/key:Key",
    input: "deletionWindowInDays",
    is: ({ production }) => (production ? 30 : 7),
    because: "without its key a backup is lost",
  },
  {
    type: "aws:sqs/queue:Queue",
    of: ({ name }) => ["AlertsDeadLetters", "CronDeadLetters"].includes(name),
    input: "messageRetentionSeconds",
    is: 14 * 86_400,
    because: "somebody is back from a holiday by then",
  },
  {
    type: restore,
    input: "recoveryPointSelection.algorithm",
    is: "LATEST_WITHIN_WINDOW",
    because: "the newest backup is the one that would be taken",
  },
  {
    type: policy,
    of: byQueue,
    input: `${tracking}.scaleOutCooldown`,
    is: 60,
    because: "jobs wait for no second minute",
  },
  {
    type: policy,
    of: byQueue,
    input: `${tracking}.scaleInCooldown`,
    is: 300,
    because: "a task that goes is not started again at once",
  },
  { type: restore, input: "recoveryPointSelection.selectionWindowDays", is: 7, because: "it is tried every week" },
  { type: restore, input: "startWindowHours", is: 8, because: "it is over on the day that it is planned for" },
];

const differs = ({ type, of = () => true, input, is, because }: Figure, context: Context): string[] => {
  const wanted = typeof is === "function" ? is(context) : is;
  return context.stack
    .of(type)
    .filter(of)
    .map((resource) => ({ name: resource.name, found: get(resource.inputs, input) }))
    .filter(({ found }) => found !== wanted)
    .map(({ name, found }) => `${name} ${input} ${found}, not ${wanted}: ${because}`);
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
        .filter(({ inputs }) => objects(inputs.rules).some(({ id }) => id === "old-versions"))
        .flatMap(({ name, inputs }) =>
          objects(inputs.rules)
            .filter(({ id }) => id === "old-versions")
            .filter(
              (rule) =>
                get(rule, "noncurrentVersionExpiration.noncurrentDays") !== 30 ||
                get(rule, "abortIncompleteMultipartUpload.daysAfterInitiation") !== 7,
            )
            .map(() => name),
        ),
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
          .of(policy)
          .filter(byQueue)
          .map(({ name, inputs }) => [name, get(inputs, `${tracking}.targetValue`)]),
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
