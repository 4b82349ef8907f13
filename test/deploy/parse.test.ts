import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEngineEvent, resourceOf } from "../../lib/deploy/engine-log.ts";
import type { SstEvent } from "../../lib/deploy/events.ts";
import { sstParser } from "../../lib/deploy/parse.ts";

/** The formats themselves are seen on the real SST in real-sst.test.ts. Here: what else a stream can hold. */

function read(out: string[], err: string[] = []): SstEvent[] {
  const parser = sstParser();
  return [
    ...out.flatMap((line) => parser.line(line)),
    ...err.flatMap((line) => parser.line(line, "stderr")),
    ...parser.end(),
  ];
}

describe("SST's output", () => {
  it("reads colours away, and keeps lines that it does not know", () => {
    expect(
      read(["\u001b[1m|  \u001b[0mCreated     Vpc aws:ec2:Vpc\r", "|  Pondered    Vpc aws:ec2:Vpc", "#1 [builder]"]),
    ).toEqual([
      { type: "done", operation: "create", resource: { name: "Vpc", type: "aws:ec2:Vpc" }, seconds: 0 },
      { type: "line", text: "|  Pondered    Vpc aws:ec2:Vpc" },
      { type: "line", text: "#1 [builder]" },
    ]);
  });

  const VPC = { name: "Vpc", type: "aws:ec2:Vpc" };
  const labelled = (label: string, text: string) => `|  ${label.padEnd(11)} ${text}`;

  it.each([
    ["Created", "create"],
    ["Updated", "update"],
    ["Deleted", "delete"],
    ["Imported", "import"],
    ["Refreshed", "refresh"],
  ])("%s is done, with the time that it took", (label, operation) => {
    const done = { type: "done", operation, resource: VPC };
    expect(read([labelled(label, "Vpc aws:ec2:Vpc (61.5s)"), labelled(label, "Vpc aws:ec2:Vpc")])).toEqual([
      { ...done, seconds: 61.5 },
      { ...done, seconds: 0 },
    ]);
  });

  it.each([
    ["✓  Complete    ", "complete"],
    ["✓  Generated    ", "complete"],
    ["✓  Removed    ", "complete"],
    ["✓  Refreshed    ", "complete"],
    ["✓  No changes", "complete"],
    ["✓  No resources to remove", "complete"],
    ["✕  Failed    ", "failed"],
    ["✕  Interrupted    ", "interrupted"],
  ])("%j is how a run ends", (line, result) => {
    expect(read([line])).toEqual([{ type: "finished", result, errors: [] }]);
  });

  it("a resource may stand below a component, and below no more than one", () => {
    const [done, line, odd] = read([
      labelled("Created", "Api sst:aws:Service → ApiTask aws:ecs:TaskDefinition"),
      labelled("Created", "A a:b:C → B a:b:C → D a:b:C"),
      labelled("Created", "three words here"),
    ]);
    expect(done).toMatchObject({
      resource: { name: "ApiTask", type: "aws:ecs:TaskDefinition", parent: { name: "Api", type: "sst:aws:Service" } },
    });
    expect([line, odd]).toMatchObject([{ type: "line" }, { type: "line" }]);
  });

  it("an error ends where something else begins, and a line between two events is none of its own", () => {
    const error = labelled("Error", "Api aws:ecs:Service");
    const failed = { type: "error", error: { resource: { name: "Api", type: "aws:ecs:Service" }, message: "timeout" } };
    expect(read([error, "timeout", "", labelled("Created", "Vpc aws:ec2:Vpc")])).toMatchObject([
      failed,
      { type: "done" },
    ]);
    expect(read([error, "timeout", "➜  App"])).toEqual([failed, { type: "line", text: "➜  App" }]);
    expect(read([error, "timeout", "✕  Interrupted    "])).toMatchObject([failed, { type: "finished" }]);
    expect(read([labelled("Error", "the program is broken")])).toEqual([
      { type: "error", error: { resource: null, message: "the program is broken" } },
    ]);
    expect(read(["", "  "])).toEqual([]);
  });

  it("the last words of a run that failed are its errors, and each has all of its lines", () => {
    const last = ["✕  Failed    ", "", "Vpc aws:ec2:Vpc", "one", "", "two", "", "Api aws:ecs:Service", "three"];
    expect(read(last, ["✕  and more"])).toEqual([
      { type: "error", error: { resource: null, message: "and more" } },
      {
        type: "finished",
        result: "failed",
        errors: [
          { resource: VPC, message: "one\n\ntwo" },
          { resource: { name: "Api", type: "aws:ecs:Service" }, message: "three" },
          { resource: null, message: "and more" },
        ],
      },
    ]);
  });

  it("what follows the end of a run that is done is its outputs, or what a diff has found", () => {
    expect(
      read(["✓  Complete    ", "   api.url: https://a:1", "   ---", "", "+  Vpc aws:ec2:Vpc", "   + tags.Name = x"]),
    ).toEqual([
      { type: "output", name: "api.url", value: "https://a:1" },
      { type: "change", text: "+  Vpc aws:ec2:Vpc" },
      { type: "change", text: "   + tags.Name = x" },
      { type: "finished", result: "complete", errors: [] },
    ]);
  });

  it("says when it is ready, that it is locked, and all else as it is", () => {
    expect(read(["SST 4.17.1 ready!", "SST 4.18.0 (experimental)  ready!", "SST: ready!"])).toEqual([
      { type: "ready", version: "4.17.1" },
      { type: "ready", version: "4.18.0" },
      { type: "line", text: "SST: ready!" },
    ]);
    expect(read([labelled("Locked", "A concurrent update"), labelled("Info", "Downloading")])).toEqual([
      { type: "locked" },
      { type: "line", text: labelled("Info", "Downloading") },
    ]);
    expect(read([], ["a warning of Node", ""])).toEqual([{ type: "line", text: "a warning of Node" }]);
  });

  it("an error on standard error has its details, too", () => {
    expect(read([], ["✕  AWS credentials are not configured.", "   aws: no EC2 IMDS role found"])).toEqual([
      {
        type: "error",
        error: { resource: null, message: "AWS credentials are not configured.\n   aws: no EC2 IMDS role found" },
      },
    ]);
  });

  it("an error that the output breaks off in is not lost", () => {
    expect(read(["|  Error       Api aws:ecs:Service", "waiting for ECS Service", "timeout"])).toEqual([
      {
        type: "error",
        error: { resource: { name: "Api", type: "aws:ecs:Service" }, message: "waiting for ECS Service\ntimeout" },
      },
    ]);
  });

  it("an error of the program has its stack, which names no resources", () => {
    const stack = ["Error: The site could not be built", "    at file:///repo/infra/kit/site.ts:42:13"];
    expect(read(["✕  Failed    ", ...stack])).toEqual([
      {
        type: "finished",
        result: "failed",
        errors: [{ resource: null, message: stack.join("\n") }],
      },
    ]);
  });

  it("advice of policies and downloads of providers are events", () => {
    expect(
      read(["|  Warning     Db aws:rds:Instance backups: keep them longer", "|  Info        Downloaded provider aws"]),
    ).toEqual([
      { type: "warning", text: "Db aws:rds:Instance backups: keep them longer" },
      { type: "downloaded", provider: "aws" },
    ]);
  });

  it("never throws, and never takes a line for a success", () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom("|  Error       ", "|  ", "✕  ", "✓  ", "✕  Failed    ", "|  Created     ", "   a: b", "➜  "),
    );
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (out, err) => {
        const events = read(out, err);
        expect(events.some((event) => event.type === "finished" && event.result === "complete")).toBe(false);
      }),
    );
  });
});

it("knows a resource whose name has a dot, by the same key as the engine's log", () => {
  const [done] = read(["|  Created     BackupAlarms sst:x:Alarms → backup missing (1.2s)"]);
  const urn = "urn:pulumi:dev::shop::sst:x:Alarms$aws:cloudwatch/metricAlarm:MetricAlarm::backup.missing";
  expect(done).toMatchObject({ type: "done", operation: "create", resource: { name: "backup", type: "missing" } });
  expect(resourceOf(urn)).toEqual({ name: "backup", type: "missing" });
});

describe("Pulumi's event log", () => {
  it("names resources as SST's screen does", () => {
    const urn = "urn:pulumi:dev::shop::sst:aws:Service$aws:ecs/taskDefinition:TaskDefinition::ApiServiceTask";
    expect(resourceOf(urn)).toEqual({ name: "ApiServiceTask", type: "aws:ecs:TaskDefinition" });
    expect(resourceOf("urn:pulumi:dev::shop::aws:x:Y::Site.sst.aws.CDN")).toEqual({
      name: "Site",
      type: "sst:aws:CDN",
    });
    expect(resourceOf("nothing")).toBe(null);
  });

  const URN = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::Vpc";
  const logged = (event: string, op: string, type = "aws:ec2/vpc:Vpc", urn = URN) =>
    readEngineEvent(JSON.stringify({ [event]: { metadata: { op, urn, type } } }), "dev");

  // Pulumi's words for its steps (pkg/resource/deploy/step.go).
  it.each([
    ["create", "create", "made"],
    ["create-replacement", "replace", "made"],
    ["update", "update", "made"],
    ["delete", "delete", "gone"],
    ["delete-replaced", "delete", null],
    ["import", "import", "made"],
    ["import-replacement", null, "made"],
    ["refresh", "refresh", null],
    ["same", null, "made"],
    ["replace", null, null],
    ["discard-replaced", null, null],
  ])("%s begins %s, and its end is %s", (op, operation, as) => {
    const resource = { name: "Vpc", type: "aws:ec2:Vpc" };
    expect(logged("resourcePreEvent", op)).toEqual(operation && { type: "started", operation, resource });
    expect(logged("resOutputsEvent", op)).toEqual(as && { type: "settled", as, resource });
    expect(logged("resOpFailedEvent", op)).toBe(null);
  });

  it.each(["sst:sst:Version", "sst:sst:LinkRef", "pulumi:pulumi:Stack"])("hides %s, as SST's screen does", (type) => {
    expect(logged("resourcePreEvent", "create", type)).toBe(null);
  });

  it("knows a name that has the marks of a URN, and none without one", () => {
    expect(resourceOf("urn:pulumi:dev::shop::a:b:C::one::two")).toEqual({ name: "one::two", type: "a:b:C" });
    for (const urn of ["urn:other:dev::shop::a:b:C::X", "urn:pulumi:dev::shop::a:b:C", "urn:pulumi:dev"])
      expect(resourceOf(urn)).toBe(null);
    expect(logged("resourcePreEvent", "create", "a:b:C", "urn:pulumi:dev::shop")).toBe(null);
  });

  it("passes over other stages, and what is no event", () => {
    const event = (urn: string) =>
      JSON.stringify({ resourcePreEvent: { metadata: { op: "create", urn, type: "a:b:C" } } });
    expect(readEngineEvent(event("urn:pulumi:dev::shop::a:b:C::X"), "dev")).toMatchObject({ type: "started" });
    expect(readEngineEvent(event("urn:pulumi:acme-dev::shop::a:b:C::X"), "dev")).toBe(null);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(readEngineEvent(line, "dev")).toBe(null);
      }),
    );
  });
});
