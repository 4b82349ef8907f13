import { expect, it } from "vitest";
import type { Operation, SstEvent } from "../../lib/deploy/events.ts";
import { Progress } from "../../lib/deploy/progress.ts";

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
  ];
  for (const event of events) progress.take(event, 1000);
  expect(progress.counts()).toBe("1 replaced, 1 updated, 1 created");
});

it("counts resources of one name and type one by one", () => {
  const progress = new Progress(0, new Set(["Kept aws:s3:BucketV2"]));
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
  expect(progress.counts()).toBe("3 created, 2 updated, 1 replaced, 2 kept");
});
