import type { Resource } from "../../../../lib/proof/simulate/types.ts";
import { type Figure, of } from "./figure.ts";

/** How services run, scale and are replaced. */

const group = "aws:lb/targetGroup:TargetGroup";
const service = "aws:ecs/service:Service";
const policy = "aws:appautoscaling/policy:Policy";
const tracking = "targetTrackingScalingPolicyConfiguration";
const steps = "stepScalingPolicyConfiguration";
const byQueue = ({ name }: Resource) => /^queue\..*\.backlog$/.test(name);
const starts = ({ name }: Resource) => /^queue\..*\.start$/.test(name);
const byLoad = ({ inputs }: Resource) => JSON.stringify(inputs).includes("predefinedMetricType");
const func = "aws:lambda/function:Function";
const guard = ({ name }: Resource) => name === "CronGuard";
const schedule = "aws:scheduler/schedule:Schedule";
const startsTask = ({ inputs }: Resource) => "ecsParameters" in Object(inputs.target);
const callsAws = (one: Resource) => !startsTask(one);

export const running: readonly Figure[] = [
  ...of(group, "a redirect and a refusal are no health", { "healthCheck.matcher": "200" }),
  ...of(group, "a task that is ill is out in 45 seconds, and one that is well in after 30", {
    "healthCheck.unhealthyThreshold": 3,
    "healthCheck.healthyThreshold": 2,
    "healthCheck.interval": 15,
    "healthCheck.timeout": 5,
  }),
  ...of(group, "a deploy waits for it, and requests end by then", { deregistrationDelay: 30 }),
  ...of(service, "a deploy takes no task away first, and has room for new ones", {
    deploymentMinimumHealthyPercent: 100,
    deploymentMaximumPercent: 200,
  }),
  ...of(service, "what a service costs is found by its tags", { propagateTags: "SERVICE", enableEcsManagedTags: true }),
  ...of(service, "a zone that fails takes half of the tasks with it, not all", {
    availabilityZoneRebalancing: "ENABLED",
  }),
  ...of(policy, "what moves a service is what it moves: its number of tasks", {
    scalableDimension: "ecs:service:DesiredCount",
    serviceNamespace: "ecs",
  }),
  ...of(
    policy,
    "jobs wait for no second minute, and a task that goes is not started again at once",
    {
      policyType: "TargetTrackingScaling",
      [`${tracking}.scaleOutCooldown`]: 60,
      [`${tracking}.scaleInCooldown`]: 300,
    },
    (one) => byQueue(one) || byLoad(one),
  ),
  ...of(
    policy,
    "a queue is counted by those that see most of it, its workers all together, and one number is held",
    {
      [`${tracking}.customizedMetricSpecification.metrics.id`]: ["backlog", "workers", "each"],
      [`${tracking}.customizedMetricSpecification.metrics.returnData`]: [false, false, true],
      [`${tracking}.customizedMetricSpecification.metrics.expression`]: [null, null, "backlog / workers"],
    },
    byQueue,
  ),
  ...of(
    policy,
    "the first task is one, and on its way before another is asked for",
    {
      policyType: "StepScaling",
      [`${steps}.adjustmentType`]: "ChangeInCapacity",
      [`${steps}.cooldown`]: 180,
      [`${steps}.metricAggregationType`]: "Maximum",
      [`${steps}.stepAdjustments.metricIntervalLowerBound`]: "0",
      [`${steps}.stepAdjustments.scalingAdjustment`]: 1,
    },
    starts,
  ),
  ...of("aws:servicediscovery/service:Service", "callers find every task that is well, and none that has gone", {
    "dnsConfig.routingPolicy": "MULTIVALUE",
    "dnsConfig.dnsRecords.type": "A",
    "dnsConfig.dnsRecords.ttl": 10,
    "healthCheckCustomConfig.failureThreshold": 1,
    forceDestroy: true,
  }),
  ...of("aws:ecs/cluster:Cluster", "alarms on missing tasks read them", {
    "settings.name": "containerInsights",
    "settings.value": ({ view, stage }) => view.settings[stage.environment].containerInsights,
  }),
  ...of(func, "a program with no packages of its own runs on what AWS has with its SDK", {
    runtime: "nodejs24.x",
    architectures: ["arm64"],
    "loggingConfig.logFormat": "Text",
  }),
  ...of(func, "all tasks that run are looked at in a minute", { timeout: 60 }, guard),
  ...of(func, "a migration may take as long as AWS lets a function wait", { timeout: 900 }, (one) => !guard(one)),
  ...of(schedule, "it starts when it is said", { "flexibleTimeWindow.mode": "OFF" }),
  ...of(
    schedule,
    "hours are those of UTC; of a stage that sleeps those of its people",
    { scheduleExpressionTimezone: ({ view, sleeps }) => (sleeps && view.sleep?.timezone) || "UTC" },
    startsTask,
  ),
  ...of(
    schedule,
    "without NAT gateways a task has an address of its own, or reaches nothing",
    { "target.ecsParameters.networkConfiguration.assignPublicIp": ({ production }) => !production },
    startsTask,
  ),
  ...of(service, "without NAT gateways a task has an address of its own, or reaches nothing", {
    "networkConfiguration.assignPublicIp": ({ production }) => !production,
  }),
  ...of(
    schedule,
    "AWS fails now and then, and what cannot be started is told",
    { "target.retryPolicy.maximumRetryAttempts": 3 },
    startsTask,
  ),
  ...of(
    schedule,
    "what could not be stopped in the evening is not stopped in the morning",
    { "target.retryPolicy.maximumEventAgeInSeconds": 3600, "target.retryPolicy.maximumRetryAttempts": 20 },
    callsAws,
  ),
];
