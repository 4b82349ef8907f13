import { toldOf } from "../judges/events.ts";
import { callOf } from "../judges/sleep.ts";
import type { Stack } from "../simulate/stack.ts";
import type { PlainObject, Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";

/** A task of a cluster that has stopped, as ECS tells it. */
const stopped = (cluster: string, detail: PlainObject): PlainObject => ({
  source: "aws.ecs",
  "detail-type": "ECS Task State Change",
  resources: [`${cluster.replace(":cluster/", ":task/")}/0a1b2c3d`],
  detail: { clusterArn: cluster, lastStatus: "STOPPED", desiredStatus: "STOPPED", ...detail },
});

/** What ECS tells of a cluster, and whether somebody must hear of it. */
const EVENTS: { what: string; isNews: boolean; event(cluster: string): PlainObject }[] = [
  {
    what: "a task that crashes",
    isNews: true,
    event: (cluster) => stopped(cluster, { stopCode: "EssentialContainerExited", containers: [{ exitCode: 1 }] }),
  },
  {
    what: "a task that is killed because its memory is full",
    isNews: true,
    event: (cluster) =>
      stopped(cluster, {
        stopCode: "EssentialContainerExited",
        containers: [{ exitCode: 137, reason: "OutOfMemory" }],
      }),
  },
  {
    what: "a task that does not start",
    isNews: true,
    event: (cluster) => stopped(cluster, { stopCode: "TaskFailedToStart", containers: [{ lastStatus: "STOPPED" }] }),
  },
  {
    what: "a task that a deploy replaces",
    isNews: false,
    event: (cluster) => stopped(cluster, { stopCode: "ServiceSchedulerInitiated", containers: [{ exitCode: 143 }] }),
  },
  {
    what: "a task that has done its work",
    isNews: false,
    event: (cluster) => stopped(cluster, { stopCode: "EssentialContainerExited", containers: [{ exitCode: 0 }] }),
  },
  {
    what: "a task of another cluster",
    isNews: false,
    event: (cluster) =>
      stopped(`${cluster}-of-another`, { stopCode: "EssentialContainerExited", containers: [{ exitCode: 1 }] }),
  },
];

/** A deployment of a service of a cluster, as ECS tells it. */
const deployment = (cluster: string, eventName: string): PlainObject => ({
  source: "aws.ecs",
  "detail-type": "ECS Deployment State Change",
  resources: [`${cluster.replace(":cluster/", ":service/")}/api`],
  detail: { eventType: eventName.endsWith("FAILED") ? "ERROR" : "INFO", eventName },
});

const DEPLOYMENTS: typeof EVENTS = [
  {
    what: "a version that fails",
    isNews: true,
    event: (cluster) => deployment(cluster, "SERVICE_DEPLOYMENT_FAILED"),
  },
  {
    what: "a version that is well",
    isNews: false,
    event: (cluster) => deployment(cluster, "SERVICE_DEPLOYMENT_COMPLETED"),
  },
];

const CRONS: typeof EVENTS = [
  {
    what: "a scheduled task that was stopped because it took too long",
    isNews: true,
    event: (cluster) =>
      stopped(cluster, { stopCode: "UserInitiated", stoppedReason: "A run of nightly may take 60 minutes" }),
  },
];

function problemsOf({ outputs }: Resource, stack: Stack): string[] {
  const topics = stack.of("aws:sns/topic:Topic").map((topic) => topic.outputs.arn);
  const hasServices = stack.of("aws:ecs/service:Service").length > 0;
  const hasCrons = stack.of("aws:scheduler/schedule:Schedule").some((schedule) => callOf(schedule) === null);
  return [...EVENTS, ...(hasServices ? DEPLOYMENTS : []), ...(hasCrons ? CRONS : [])].flatMap(
    ({ what, isNews, event }) => {
      const isTold = toldOf(event(String(outputs.arn)), stack).some((arn) => topics.includes(arn));
      if (isTold === isNews) return [];
      return isNews ? [`nobody is told of ${what}`] : [`people are told of ${what}`];
    },
  );
}

/** What happens rather than is measured. */
export const eventControls: Control[] = [
  {
    id: "WA.alarm-deploy",
    title: "failed deployments and crashed tasks reach somebody, and nothing else of a deploy does",
    why: "a version that was rolled back looks, from outside, like one that was deployed",
    fix: "keep infra/monitoring.ts",
    severity: "advisory",
    when: "production",
    scope: "stage",
    of: ["aws:ecs/cluster:Cluster"],
    problem: problemsOf,
  },
];
