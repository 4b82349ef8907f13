import { describe, expect, it } from "vitest";
import { UsageError } from "../../lib/errors.ts";
import type { Call } from "../../lib/rehearse/account/account.ts";
import { faultsOf } from "../../lib/rehearse/fault-words.ts";
import { pageOf } from "../../lib/rehearse/report/page.ts";
import { reportSchema } from "../../lib/rehearse/report/schema.ts";
import { linesOf } from "../../lib/rehearse/report/text.ts";
import type { Deployed, Report } from "../../lib/rehearse/report/types.ts";
import { verdictOf } from "../../lib/rehearse/report/verdict.ts";
import { gapsOf } from "../../lib/rehearse/story/reach.ts";
import { losses, stepsOf } from "../../lib/rehearse/story/steps.ts";
import { many } from "../support/graphs.ts";
import { IDENTITY } from "../support/report.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const DATABASE = urn("aws:rds/instance:Instance", "MainDatabase");
const RULE = urn("aws:lb/listenerRule:ListenerRule", "ApiRule");
const TASK = urn("aws:ecs/taskDefinition:TaskDefinition", "ApiTask");
const BUCKET = urn("aws:s3/bucket:Bucket", "Files");

const call = (operation: Call["operation"], of: string, more: Partial<Call> = {}): Call => ({
  operation,
  urn: of,
  inputs: [],
  began: 0,
  ended: 1,
  failed: null,
  ...more,
});
const kept = (of: string) => ({ urn: of, type: of.split("::")[2] as string, custom: true });

const CALLS = [
  call("delete", DATABASE),
  call("create", TASK, { inputs: ["containerDefinitions[0].image"] }),
  call("create", DATABASE, { inputs: ["storageEncrypted"] }),
  call("update", RULE, { inputs: ["priority"] }),
  call("delete", TASK),
];
const BEFORE = [DATABASE, RULE, TASK, BUCKET].map(kept);
const STEPS = stepsOf(CALLS, BEFORE, [DATABASE, RULE, TASK].map(kept));

describe("what a deploy does", () => {
  it("is one step for each resource, in the order in which it begins, with what it stops to know", () => {
    expect(STEPS.map(({ action, name, gap, inputs }) => [action, name, gap, inputs])).toEqual([
      ["replaced", "MainDatabase", true, ["storageEncrypted"]],
      ["replaced", "ApiTask", false, ["containerDefinitions[0].image"]],
      ["changed", "ApiRule", false, ["priority"]],
      ["kept", "Files", false, []],
    ]);
  });

  it("loses data where what holds some is deleted or made anew, not where it is kept", () => {
    expect(losses(STEPS).map(({ name, holds }) => [name, holds])).toEqual([["MainDatabase", "a database"]]);
  });

  it("puts out of reach what goes before its successor is there", () => {
    expect(gapsOf(STEPS)).toEqual([
      { name: "MainDatabase", type: "aws:rds/instance:Instance", what: "the database", minutes: 20 },
    ]);
    const gone = stepsOf([call("delete", RULE)], [kept(RULE)], []);
    expect(gapsOf(gone)).toMatchObject([{ name: "ApiRule", minutes: null }]);
    const anew = stepsOf([call("create", RULE), call("delete", RULE)], [kept(RULE)], [kept(RULE)]);
    expect(gapsOf(anew)).toEqual([]);
  });

  it("is refused where AWS says no, with its words", () => {
    const refused = stepsOf([call("delete", BUCKET, { failed: "BucketNotEmpty" })], [kept(BUCKET)], [kept(BUCKET)]);
    expect(refused).toMatchObject([{ action: "refused", reason: "BucketNotEmpty", holds: "files" }]);
    expect(losses(refused)).toEqual([]);
  });
});

const deployed = (more: Partial<Deployed> = {}): Deployed => ({
  status: "done",
  steps: [],
  problems: [],
  seconds: 1,
  ...more,
});
const report = (more: Partial<Report> = {}): Report => ({
  rehearsal: 1,
  generator: "0.1.0",
  sst: "4.17.1",
  engine: "3.215.0",
  project: "shop",
  stage: "production",
  account: "123456789012",
  region: "us-east-1",
  since: { revision: "HEAD", commit: "0123456789abcdef" },
  deploy: deployed(),
  resumed: null,
  again: deployed(),
  removal: null,
  losses: [],
  gaps: [],
  outside: [],
  cannotShow: [],
  ...more,
});

describe("a verdict", () => {
  it.each<[string, Partial<Report>, { status: number; message: string } | null]>([
    ["nothing speaks against it", {}, null],
    [
      "data would be lost",
      { deploy: deployed({ steps: STEPS }), losses: losses(STEPS) },
      { status: 3, message: "a deploy of production would lose data: MainDatabase (a database)" },
    ],
    [
      "it would be refused",
      { deploy: deployed({ status: "refused", problems: [{ resource: "Vault", message: "not empty" }] }), again: null },
      { status: 3, message: "a deploy of production would be refused: Vault: not empty" },
    ],
    [
      "it would fail",
      { deploy: deployed({ status: "failed", problems: [{ resource: null, message: "x is not defined" }] }) },
      { status: 1, message: "a deploy of production would fail: x is not defined" },
    ],
    [
      "it never settles",
      { again: deployed({ steps: STEPS.slice(1, 2) }) },
      { status: 1, message: "production does not settle: a second deploy of the same does 1 thing again" },
    ],
    ["it went on after a fault", { deploy: deployed({ status: "stopped" }), resumed: deployed() }, null],
  ])("%s", (_, more, expected) => {
    expect(verdictOf(report(more))).toEqual(expected);
  });
});

const pen = { width: 80, paint: (_: string, text: string) => text };

describe("the report", () => {
  const full = report({
    deploy: deployed({ steps: STEPS }),
    losses: losses(STEPS),
    gaps: gapsOf(STEPS),
    removal: { ...deployed(), stays: [{ type: "snapshot", id: "shop-final", holds: "what its database held" }] },
  });

  it("says first what is lost, then the order, then whether it settles and what stays", () => {
    expect(linesOf(full, pen)).toEqual([
      "",
      "shop production, deployed at HEAD (01234567): 2 replaced, 1 kept, 1 changed",
      "",
      "  Data would be lost",
      "    ± RDS instance MainDatabase: holds a database; the old one goes first;",
      "      storageEncrypted",
      "",
      "  Out of reach",
      "    the database (MainDatabase) for about 20 minutes, as AWS usually takes",
      "",
      "  In this order",
      "    ± RDS instance MainDatabase: holds a database; the old one goes first;",
      "      storageEncrypted",
      "    ± Task definition ApiTask: containerDefinitions[0].image",
      "    ~ Listener rule ApiRule: priority",
      "    = S3 bucket Files: holds files",
      "",
      "  A second deploy does nothing: the stage has settled",
      "",
      "  Removing production: nothing to do",
      "    1 thing stays in the account:",
      "      snapshot shop-final: what its database held",
      "",
    ]);
  });

  it("is the document that its schema describes", () => {
    expect(reportSchema.parse(full)).toEqual(full);
    expect(() => reportSchema.parse({ ...full, more: 1 })).toThrow();
  });

  it("is one page in which names of the repo are no markup", () => {
    const page = pageOf({ ...full, project: "<script>alert(1)</script>" }, many(5), IDENTITY);
    expect(page).not.toContain("<script>");
    expect(page).toContain("3 February 2026, 04:05 UTC");
    expect(page).toContain("<li>ECS service notification-0 leads to RDS PostgreSQL main</li>");
    expect(pageOf(full, null, IDENTITY)).not.toContain("<figure");
    expect(page).toContain("a deploy of production would lose data: MainDatabase (a database)");
  });
});

describe("faults as they are typed", () => {
  it("are read", () => {
    expect(faultsOf(["create:MainDatabase:fail", "delete:aws:lb/listener:kill"])).toEqual([
      { on: "create", resource: "MainDatabase", do: "fail" },
      { on: "delete", resource: "aws:lb/listener", do: "kill" },
    ]);
  });

  it("are refused where they are none, all at once", () => {
    const refused = () => faultsOf(["make:x:fail", "create:x", "delete:x:kill"]);
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow("2 problems in the command line");
  });
});
