import { describe, expect, it } from "vitest";
import { CAUSES, type Place } from "../../lib/deploy/causes/index.ts";
import { LOGS } from "../../lib/deploy/causes/logs.ts";
import { diagnose, readable, withLog } from "../../lib/deploy/diagnose.ts";
import { sstParser } from "../../lib/deploy/parse.ts";
import { failureText } from "../../lib/deploy/report.ts";
import type { Outcome } from "../../lib/deploy/sst.ts";
import { withLogCommand } from "../../lib/deploy/tasks.ts";
import { DEPLOY } from "../../lib/deploy/verbs.ts";
import { failing } from "../support/sst/stage.ts";
import { FAILURES, type FailureCase } from "./failures.ts";

/** Every failure that the research has found in deploys, from what SST prints to what a user reads. */

const place: Place = {
  stage: "dev",
  project: "shop",
  region: "us-east-1",
  exec: "npx",
  again: "space-sst deploy dev",
};

/** What a user reads of a run that prints this. */
function shown({ resource, message, log = [] }: Pick<FailureCase, "resource" | "message" | "log">) {
  const parser = sstParser();
  const lines = failing(resource, message).flatMap((step) => (typeof step === "string" ? step.split("\n") : []));
  const finished = [...lines.flatMap((line) => parser.line(line)), ...parser.end()].at(-1);
  const errors = finished?.type === "finished" ? finished.errors : [];
  const outcome: Outcome = { status: "failed", errors, outputs: {}, log: ".sst/log/deploy-dev.log", seconds: 60 };
  const said = diagnose(errors, place);
  const found = said && withLog(said, log, place);
  return { found, text: failureText("dev", DEPLOY, found, { lines: [], log }, outcome) };
}

describe("what a user reads", () => {
  it.each(FAILURES)("$pain", (failure) => {
    const { found, text } = shown(failure);
    expect(found?.id).toBe(failure.id);
    expect(text).not.toMatch(/sdk-v2|RequestID|provider=|"trace"/);
    expect(text).toMatch(/\n {2}Likely cause: .*\.\n/);
    expect(text).toMatch(/\n {2}Next: /);
  });

  it("all of it, to be read", async () => {
    const all = FAILURES.map((failure) => `# ${failure.pain}\n\n${shown(failure).text}\n`).join("\n");
    await expect(all).toMatchFileSnapshot("messages.txt");
  });

  it("every cause has a failure that shows it", () => {
    const untested = [...CAUSES, ...LOGS]
      .map(({ id }) => id)
      .filter((id) => !FAILURES.some((failure) => failure.id === id));
    expect(untested.sort()).toEqual([]);
  });

  it("an error that nobody has seen before is shown as it is", () => {
    const { found, text } = shown({ resource: "X aws:new:Thing", message: "the moon is in the wrong phase" });
    expect(found?.id).toBe(null);
    expect(text).toBe(
      "dev is not deployed: X (aws:new:Thing): the moon is in the wrong phase\n  What was done stays; the next deploy goes on from there. Log: .sst/log/deploy-dev.log",
    );
  });
});

describe("the error that matters", () => {
  const error = (name: string, message: string) => ({ resource: { name, type: "aws:x:Y" }, message });

  it("is the first that is not the consequence of another one", () => {
    const errors = [
      error("Cancelled", "rpc error: code = Canceled desc = context canceled"),
      error("First", "VpcLimitExceeded: The maximum number of VPCs has been reached."),
      error("Second", "AddressLimitExceeded: …"),
    ];
    expect(diagnose(errors, place)).toMatchObject({ error: { resource: { name: "First" } }, id: "quota-vpc", more: 1 });
  });

  it("is a consequence where there is nothing else, and none where there is no error", () => {
    expect(diagnose([error("Only", "context canceled")], place)).toMatchObject({
      message: "context canceled",
      more: 0,
    });
    expect(diagnose([], place)).toBe(null);
  });

  it("names the word that shows a service's log; for a task that only a deploy runs there is none but AWS's", () => {
    const tail = (group: string) => `Its log: aws logs tail '${group}' --log-stream-names 's/1' --since 1d`;
    expect(withLogCommand(tail("/shop/acme-dev/api"))).toBe("Its log: space-sst logs acme-dev api --since 1d");
    expect(withLogCommand(tail("/shop/dev/api_grant"))).toBe(tail("/shop/dev/api_grant"));
    expect(withLogCommand("It has none")).toBe("It has none");
  });

  it("a Lambda function's answer that is cut off is shown as it is", () => {
    expect(readable('failed: {"errorType":"Error"')).toBe('failed: {"errorType":"Error"');
  });
});
