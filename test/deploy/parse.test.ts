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
