import { expect, it } from "vitest";
import { readEngineEvent } from "../../lib/deploy/engine-log.ts";
import type { Operation, SstEvent } from "../../lib/deploy/events.ts";
import { type Goal, Progress } from "../../lib/deploy/progress.ts";

const done = (operation: Operation, name: string, type: string): SstEvent => ({
  type: "done",
  operation,
  resource: { name, type },
  seconds: 1,
});

it("counts what people mean: a replacement is one, and parts of the program are none", () => {
  const progress = new Progress(0);
  const events = [
    done("create", "ApiTask", "aws:ecs:TaskDefinition"),
    done("update", "ApiService", "aws:ecs:Service"),
    done("delete", "ApiTask", "aws:ecs:TaskDefinition"),
    done("create", "Topic", "aws:sns:Topic"),
    done("create", "ApiService", "sst:aws:Service"),
    done("create", "ApiLinkRef", "sst:sst:LinkRef"),
    done("create", "ApiTag", "random:index:RandomId"),
    done("create", "default", "pulumi:providers:random"),
    // What SST makes by code of its own, as its screen shows it where the name has a domain.
    done("create", "SiteFiles", "sst:aws:BucketFiles"),
    done("create", "AlbCNAMEapi", "acme:com:ZoneLookup:sst:cloudflare:ZoneLookup"),
  ];
  for (const event of events) progress.take(event, 1000);
  expect(progress.far()).toBe("1 replaced, 1 updated, 1 created");
});

it("counts resources of one name and type one by one", () => {
  const progress = new Progress(0, { kept: new Set(["Kept aws:s3:BucketV2"]) });
  const events = [
    done("create", "Logs", "aws:cloudwatch:LogGroup"),
    done("create", "Logs", "aws:cloudwatch:LogGroup"),
    done("update", "Key", "aws:kms:Key"),
    done("update", "Key", "aws:kms:Key"),
    done("create", "Task", "aws:ecs:TaskDefinition"),
    done("create", "Task", "aws:ecs:TaskDefinition"),
    done("delete", "Task", "aws:ecs:TaskDefinition"),
    done("delete", "Kept", "aws:s3:BucketV2"),
    done("delete", "Kept", "aws:s3:BucketV2"),
  ];
  for (const event of events) progress.take(event, 1000);
  expect(progress.far()).toBe("3 created, 2 updated, 1 replaced, 2 kept");
});

/** Lines of the log of Pulumi's engine, as a second deploy wrote them; their states are left out. */
const logged = (event: string, op: string, type: string, name: string): string =>
  JSON.stringify({ [event]: { metadata: { op, urn: `urn:pulumi:dev::shop::${type}::${name}`, type } } });

const far = (goal: Goal, lines: string[], events: SstEvent[] = []): string => {
  const progress = new Progress(0, { goal });
  for (const event of [...lines.flatMap((line) => readEngineEvent(line, "dev") ?? []), ...events])
    progress.take(event, 0);
  return progress.far();
};

it("says how far a deploy is by what the engine is through with: what stays as it is, too, and a replacement once", () => {
  const lines = [
    logged("resourcePreEvent", "same", "aws:ec2/vpc:Vpc", "Vpc"),
    logged("resOutputsEvent", "same", "aws:ec2/vpc:Vpc", "Vpc"),
    logged("resOutputsEvent", "same", "sst:aws:Service", "ApiService"),
    logged("resOutputsEvent", "same", "pulumi:providers:aws", "default_7_20_0"),
    logged("resOutputsEvent", "create-replacement", "aws:ecs/taskDefinition:TaskDefinition", "ApiServiceTask"),
    logged("resOutputsEvent", "replace", "aws:ecs/taskDefinition:TaskDefinition", "ApiServiceTask"),
    logged("resourcePreEvent", "update", "aws:ecs/service:Service", "ApiService"),
    logged("resOutputsEvent", "delete-replaced", "aws:ecs/taskDefinition:TaskDefinition", "ApiServiceTask"),
    logged("resOutputsEvent", "delete", "aws:sns/topic:Topic", "Old"),
  ];
  const goal: Goal = { as: "made", resources: 3 };
  expect(far(goal, lines)).toBe("2 of 3 done");
  const updated = logged("resOutputsEvent", "update", "aws:ecs/service:Service", "ApiService");
  const events = [done("update", "ApiService", "aws:ecs:Service"), done("delete", "Old", "aws:sns:Topic")];
  expect(far(goal, [...lines, updated], events)).toBe("3 of 3 done (1 updated, 1 deleted)");
});

it("says how far a removal is by what is gone", () => {
  const gone = (type: string, name: string) => logged("resOutputsEvent", "delete", type, name);
  const lines = [gone("aws:ec2/vpc:Vpc", "Vpc"), gone("sst:aws:Vpc", "Vpc")];
  expect(far({ as: "gone", resources: 2 }, lines, [done("delete", "Vpc", "aws:ec2:Vpc")])).toBe(
    "1 of 2 done (1 deleted)",
  );
});

it("names what takes longest first, no more than five, until it is done or has failed", () => {
  const progress = new Progress(0);
  const resource = (name: string) => ({ name, type: "aws:x:Y" });
  expect(progress.line(5_000)).toBe("5 s: nothing yet");
  const operations: Operation[] = ["create", "update", "delete", "replace", "import", "refresh"];
  for (const [i, operation] of operations.entries())
    progress.take({ type: "started", operation, resource: resource(operation) }, 6_000 - i * 1_000);
  expect(progress.making(61_000)).toEqual([
    "refreshing refresh (aws:x:Y), 1 min 0 s",
    "importing import (aws:x:Y), 59 s",
    "replacing replace (aws:x:Y), 58 s",
    "deleting delete (aws:x:Y), 57 s",
    "updating update (aws:x:Y), 56 s",
    "and 1 more",
  ]);
  progress.take(done("refresh", "refresh", "aws:x:Y"), 61_000);
  progress.take({ type: "error", error: { resource: resource("import"), message: "" } }, 61_000);
  progress.take({ type: "error", error: { resource: null, message: "" } }, 61_000);
  expect(progress.making(61_000)).toHaveLength(4);
  for (const name of ["replace", "delete", "update"])
    progress.take({ type: "error", error: { resource: resource(name), message: "" } }, 61_000);
  expect(progress.line(62_000)).toBe("1 min 2 s: 1 refreshed, 5 failed; creating create (aws:x:Y), 56 s");
});

it.each([
  ["create", "created"],
  ["replace", "replaced"],
  ["update", "updated"],
  ["delete", "deleted"],
  ["import", "imported"],
  ["refresh", "refreshed"],
] as const)("%s is %s", (operation, word) => {
  const progress = new Progress(0);
  progress.take(done(operation, "Vpc", "aws:ec2:Vpc"), 0);
  expect(progress.far()).toBe(`1 ${word}`);
});
