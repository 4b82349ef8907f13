import { describe, expect, test } from "vitest";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { make, type Part } from "./rows/make.ts";
import { said } from "./said.ts";

describe("what people are told of", () => {
  const cluster = "arn:aws:ecs:r:1:cluster/shop";
  const topic = "arn:aws:sns:r:123456789012:alerts";
  const NEWS = {
    crash: "a task that crashes",
    memory: "a task that is killed because its memory is full",
    unstarted: "a task that does not start",
    fails: "a version that fails",
    late: "a scheduled task that was stopped because it took too long",
  };
  const NOISE = {
    replaced: "a task that a deploy replaces",
    done: "a task that has done its work",
    another: "a task of another cluster",
    well: "a version that is well",
  };
  type Happens = keyof typeof NEWS | keyof typeof NOISE;

  /** Of a rule with this pattern, with services and scheduled tasks or without. */
  function heardBy(pattern: PlainObject, others: Part[]): string[] {
    const words = said("WA.alarm-deploy", [
      make("aws:ecs/cluster:Cluster")({}, { outputs: { arn: cluster } }),
      make("aws:sns/topic:Topic")({}, { outputs: { arn: topic } }),
      make("aws:cloudwatch/eventRule:EventRule")({ name: "rule", eventPattern: JSON.stringify(pattern) }),
      make("aws:cloudwatch/eventTarget:EventTarget")({ rule: "rule", arn: topic }),
      ...others,
    ]);
    const isHeard = ([key, what]: string[]) =>
      key !== undefined &&
      (key in NEWS ? !words.includes(`nobody is told of ${what}`) : words.includes(`people are told of ${what}`));
    return Object.entries({ ...NEWS, ...NOISE })
      .filter(isHeard)
      .map(([key]) => key)
      .sort();
  }
  const services = [
    make("aws:ecs/service:Service")(),
    make("aws:scheduler/schedule:Schedule")({ target: { arn: cluster, ecsParameters: {} } }),
  ];
  const detail = (of: PlainObject) => ({ detail: of });

  test.each<[string, PlainObject, Happens[]]>([
    ["nothing", { source: ["aws.nobody"] }, []],
    ["all of ECS", { source: ["aws.ecs"] }, [...Object.keys(NEWS), ...Object.keys(NOISE)] as Happens[]],
    [
      "tasks",
      { "detail-type": ["ECS Task State Change"] },
      ["crash", "memory", "unstarted", "late", "replaced", "done", "another"],
    ],
    ["deployments", { "detail-type": ["ECS Deployment State Change"] }, ["fails", "well"]],
    [
      "the cluster's tasks",
      { resources: [{ prefix: "arn:aws:ecs:r:1:task/shop/" }] },
      ["crash", "memory", "unstarted", "late", "replaced", "done"],
    ],
    ["the cluster's services", { resources: [{ prefix: "arn:aws:ecs:r:1:service/shop/" }] }, ["fails", "well"]],
    [
      "what was to stop",
      detail({ desiredStatus: ["STOPPED"] }),
      ["crash", "memory", "unstarted", "late", "replaced", "done", "another"],
    ],
    [
      "what has stopped",
      detail({ clusterArn: [cluster], lastStatus: ["STOPPED"] }),
      ["crash", "memory", "unstarted", "late", "replaced", "done"],
    ],
    [
      "containers that ended",
      detail({ stopCode: ["EssentialContainerExited"] }),
      ["crash", "memory", "done", "another"],
    ],
    ["what did not start", detail({ stopCode: ["TaskFailedToStart"] }), ["unstarted"]],
    ["what a deploy stops", detail({ stopCode: ["ServiceSchedulerInitiated"] }), ["replaced"]],
    ["what somebody stops", detail({ stopCode: ["UserInitiated"] }), ["late"]],
    ["containers without an exit code", detail({ containers: { lastStatus: ["STOPPED"] } }), ["unstarted"]],
    ["exit code 0", detail({ containers: { exitCode: [0] } }), ["done"]],
    ["exit code 1", detail({ containers: { exitCode: [1] } }), ["crash", "another"]],
    ["exit code 137: SIGKILL", detail({ containers: { exitCode: [137] } }), ["memory"]],
    ["exit code 143: SIGTERM", detail({ containers: { exitCode: [143] } }), ["replaced"]],
    ["a full memory", detail({ containers: { reason: [{ prefix: "OutOfMemory" }] } }), ["memory"]],
    ["errors", detail({ eventType: ["ERROR"] }), ["fails"]],
    ["information", detail({ eventType: ["INFO"] }), ["well"]],
  ])("a rule for %s", (_, pattern, heard) => {
    expect(heardBy(pattern, services)).toEqual([...heard].sort());
  });

  test("is nothing of services and schedules where there are none", () => {
    // Then nobody misses what is told of them, and nobody is told too much.
    expect(heardBy({ source: ["aws.nobody"] }, [])).toEqual(["fails", "late"]);
  });
});
