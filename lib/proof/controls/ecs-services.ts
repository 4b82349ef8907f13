import { containersOf, objects, type Stack, texts } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { atLeast, get, isOff, isTrue, unless } from "./look.ts";

const services = "aws:ecs/service:Service";
const schedules = "aws:scheduler/schedule:Schedule";
const scaling = "aws:appautoscaling/target:Target";
const publicIp = { [services]: "networkConfiguration.assignPublicIp" } as Record<string, string>;
const inSchedule = "target.ecsParameters.networkConfiguration.assignPublicIp";

/** The containers that a service runs. */
const running = (service: Resource, stack: Stack) =>
  stack
    .of("aws:ecs/taskDefinition:TaskDefinition")
    .filter(({ outputs, id }) => [outputs.arn, id].includes(service.inputs.taskDefinition ?? ""))
    .flatMap(containersOf);

/** How containers are run: services, schedules and the cluster. */
export const serviceControls: Control[] = [
  {
    id: "ECS.2",
    title: "containers have no public address",
    why: "what has no public address cannot be reached past the load balancer",
    fix: "keep `privateContainers` on for production in infra/stage.ts",
    severity: "mandatory",
    when: "production",
    of: [services, schedules],
    problem: ({ type, inputs }) =>
      get(inputs, publicIp[type] ?? inSchedule) === true ? "assignPublicIp is on" : undefined,
  },
  {
    id: "ECS.10",
    title: "services run on the newest Fargate platform",
    why: "old versions of the platform get no security fixes",
    fix: "leave platformVersion out",
    severity: "advisory",
    when: "always",
    of: [services],
    problem: unless(
      "platformVersion",
      (value) => [undefined, "LATEST", "1.4.0"].includes(value as string),
      "it is old",
    ),
  },
  {
    id: "ECS.12",
    title: "the cluster measures its containers",
    why: "without Container Insights nobody sees which task was short of what",
    fix: "keep `containerInsights` in infra/stage.ts",
    severity: "advisory",
    when: "production",
    of: ["aws:ecs/cluster:Cluster"],
    problem: ({ inputs }) =>
      objects(inputs.settings).some(({ name, value }) => name === "containerInsights" && value !== "disabled")
        ? undefined
        : "Container Insights is off",
  },
  {
    id: "ECS.16",
    title: "task sets have no public address",
    why: "what has no public address cannot be reached past the load balancer",
    fix: "set assignPublicIp to false",
    severity: "mandatory",
    when: "always",
    of: ["aws:ecs/taskSet:TaskSet"],
    problem: unless("networkConfiguration.assignPublicIp", isOff, "assignPublicIp is on"),
  },
  {
    id: "OWN.exec",
    title: "nobody opens a shell in a running container",
    why: "a shell in production leaves changes that no deploy knows, and reads every secret of the task",
    fix: "keep enableExecuteCommand off in infra/kit/ecs-service.ts",
    severity: "mandatory",
    when: "production",
    of: [services],
    problem: unless("enableExecuteCommand", isOff, "enableExecuteCommand is on"),
  },
  {
    id: "WA.circuit",
    title: "a version that does not start is rolled back",
    why: "without the circuit breaker ECS tries for hours",
    fix: "keep deploymentCircuitBreaker on",
    severity: "mandatory",
    when: "always",
    of: [services],
    problem: ({ inputs }) =>
      get(inputs, "deploymentCircuitBreaker.enable") === true &&
      get(inputs, "deploymentCircuitBreaker.rollback") === true
        ? undefined
        : "it is not rolled back",
  },
  {
    id: "WA.wait",
    title: "a deploy waits until the new version runs",
    why: "otherwise a version that was rolled back counts as deployed",
    fix: "keep `wait: true` in infra/kit/ecs-service.ts",
    severity: "mandatory",
    when: "always",
    of: [services],
    problem: unless("waitForSteadyState", isTrue, "waitForSteadyState is off"),
  },
  {
    id: "WA.tasks",
    title: "services run two tasks at least",
    why: "one task is in one zone, and gone with it",
    fix: "set `scale.min` to 2 or more in infra/services/<name>.ts",
    severity: "advisory",
    when: "production",
    of: [scaling],
    // One that has none while there is no work for it loses nothing with a zone.
    where: ({ inputs }) => Number(inputs.minCapacity) !== 0,
    problem: unless("minCapacity", atLeast(2), "it may run as a single task"),
  },
  {
    id: "WA.scaling",
    title: "services grow with their load",
    why: "a service that cannot grow fails on the day when it matters",
    fix: "set `scale.max` above `scale.min` in infra/services/<name>.ts",
    severity: "advisory",
    when: "production",
    scope: "stage",
    of: [scaling],
    problem: ({ id, inputs }, stack) => {
      if (Number(inputs.maxCapacity) <= Number(inputs.minCapacity))
        return "it cannot run more tasks than it begins with";
      const moved = stack
        .of("aws:appautoscaling/policy:Policy")
        .some((policy) => [inputs.resourceId, id].includes(policy.inputs.resourceId));
      return moved ? undefined : "nothing makes it grow";
    },
  },
  {
    id: "WA.ecs-az",
    title: "services are spread over two zones",
    why: "a zone fails as a whole",
    fix: "give them the subnets of all zones, as infra/cluster.ts does",
    severity: "mandatory",
    when: "always",
    of: [services],
    problem: unless("networkConfiguration.subnets", (value) => texts(value).length > 1, "it has one subnet"),
  },
  {
    id: "WA.ecs-health",
    title: "the load balancer or ECS asks every service whether it is well",
    why: "a process that hangs still runs: nothing else replaces it",
    fix: "name a program in its image that says so, with `check` in infra/services/<name>.ts",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of: [services],
    where: ({ inputs }) => objects(inputs.loadBalancers).length === 0,
    problem: (service, stack) =>
      running(service, stack).some(({ healthCheck }) => healthCheck) ? undefined : "nobody asks it",
  },
  {
    id: "OWN.grace",
    title: "a new task has time to start before the load balancer's word counts",
    why: "a service that starts slowly is otherwise replaced before it answers, for ever",
    fix: "keep `grace` in infra/kit/routed.ts above the `startPeriod` of its health check",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of: [services],
    where: ({ inputs }) => objects(inputs.loadBalancers).length > 0,
    problem: (service, stack) => {
      const grace = Number(service.inputs.healthCheckGracePeriodSeconds ?? 0);
      const starts = running(service, stack).map(({ healthCheck }) => Number(get(healthCheck, "startPeriod") ?? 0));
      return grace > Math.max(0, ...starts) ? undefined : `it has ${grace} seconds`;
    },
  },
  {
    id: "WA.spot",
    title: "no service runs on Spot capacity alone",
    why: "AWS takes Spot capacity back with two minutes' notice, from all tasks at once",
    fix: "leave `capacity` out, or keep a base on FARGATE",
    severity: "mandatory",
    when: "production",
    of: [services],
    problem: ({ inputs }) => {
      // SST names FARGATE with a weight of 0 beside it, which gets no task.
      const used = objects(inputs.capacityProviderStrategies).filter(({ base, weight }) => base || weight);
      const spot = used.length > 0 && used.every(({ capacityProvider }) => capacityProvider === "FARGATE_SPOT");
      return spot ? "it is on Spot only" : undefined;
    },
  },
];
