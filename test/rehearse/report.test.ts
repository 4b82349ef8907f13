import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CANNOT_SHOW } from "../../lib/rehearse/report/limits.ts";
import { pageOf } from "../../lib/rehearse/report/page.ts";
import { reportSchema } from "../../lib/rehearse/report/schema.ts";
import { linesOf } from "../../lib/rehearse/report/text.ts";
import type { Deployed, Report } from "../../lib/rehearse/report/types.ts";
import { verdictOf } from "../../lib/rehearse/report/verdict.ts";
import { gapsOf } from "../../lib/rehearse/story/reach.ts";
import { losses, stepsOf } from "../../lib/rehearse/story/steps.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { many } from "../support/graphs.ts";
import { call, kept, RULE, STEPS, urn } from "../support/rehearsed-deploy.ts";
import { IDENTITY } from "../support/report.ts";

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
    [
      "several things are done again",
      { again: deployed({ steps: STEPS }) },
      { status: 1, message: "production does not settle: a second deploy of the same does 4 things again" },
    ],
    [
      "a second deploy fails",
      { again: deployed({ status: "failed", problems: [{ resource: "Rule", message: "in use" }] }) },
      { status: 1, message: "production does not settle: a second deploy of the same fails: Rule: in use" },
    ],
    [
      "SST says nothing",
      { deploy: deployed({ status: "failed" }) },
      { status: 1, message: "a deploy of production would fail: SST says nothing" },
    ],
    [
      "a fault is the end of it",
      { deploy: deployed({ status: "stopped" }) },
      { status: 3, message: "a deploy of production would be refused: SST says nothing" },
    ],
    [
      "it fails after a fault",
      { deploy: deployed({ status: "stopped" }), resumed: deployed({ status: "failed" }) },
      { status: 1, message: "a deploy of production would fail: SST says nothing" },
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

  it("counts what a first deploy makes beyond a dozen, and the inputs beyond four", () => {
    const topics = (count: number) =>
      Array.from({ length: count }, (_, index) => call("create", urn("aws:sns/topic:Topic", `T${index}`)));
    const inputs = ["a", "b", "c", "d", "e", "f"];
    const steps = (count: number) =>
      stepsOf([...topics(count), call("update", RULE, { inputs: inputs.slice(0, count - 8) })], [kept(RULE)], []);
    const order = (count: number) => {
      const lines = linesOf(report({ since: null, deploy: deployed({ steps: steps(count) }) }), pen);
      return lines.slice(
        lines.indexOf("  In this order") + 1,
        lines.indexOf("  A second deploy does nothing: the stage has settled"),
      );
    };
    expect(order(12).slice(-4)).toEqual([
      "    + SNS topic T10",
      "    + SNS topic T11",
      "    ~ Listener rule ApiRule: a, b, c, d",
      "",
    ]);
    expect(order(13).slice(-4)).toEqual([
      "    + SNS topic T11",
      "      … and 1 more that are created",
      "    ~ Listener rule ApiRule: a, b, c, d, 1 more",
      "",
    ]);
  });

  it("says what went wrong, what was done after a fault, and what does not settle or comes away", () => {
    const problems = [
      { resource: "MainDatabase", message: "Throttling" },
      { resource: null, message: "x is not defined" },
    ];
    const steps = stepsOf([call("delete", RULE, { failed: "in use" })], [kept(RULE)], [kept(RULE)]);
    const gone = stepsOf([call("delete", RULE)], [kept(RULE)], []);
    const broken = report({
      since: null,
      deploy: deployed({ status: "failed", problems, steps }),
      gaps: gapsOf(gone),
      resumed: deployed({ steps: gone }),
      again: deployed({ status: "failed", steps: gone, problems: problems.slice(1) }),
      removal: { ...deployed({ steps: gone, problems: problems.slice(0, 1) }), stays: [] },
    });
    expect(linesOf(broken, pen)).toEqual([
      "",
      "shop production, nothing before: 1 refused",
      "",
      "  Out of reach",
      "    the service behind the rule (ApiRule) from then on",
      "",
      "  In this order",
      "    ✖ Listener rule ApiRule: in use",
      "    MainDatabase: Throttling",
      "    x is not defined",
      "",
      "  After the fault: 1 deleted",
      "    - Listener rule ApiRule",
      "",
      "  A second deploy: 1 deleted",
      "    - Listener rule ApiRule",
      "    x is not defined",
      "",
      "  Removing production: 1 deleted",
      "    MainDatabase: Throttling",
      "    nothing stays in the account",
      "",
    ]);
    const two = [
      { type: "aws:s3/bucket:Bucket", id: "files", holds: "files" },
      { type: "aws:sns/topic:Topic", id: "alerts", holds: null },
    ];
    const removal = { ...deployed(), stays: two };
    expect(linesOf(report({ again: null, removal }), pen).slice(-5)).toEqual([
      "  Removing production: nothing to do",
      "    2 things stay in the account:",
      "      S3 bucket files: files",
      "      SNS topic alerts",
      "",
    ]);
  });

  it("says in colour what is worst", () => {
    const painted = linesOf(full, { width: 80, paint: (style, text) => `<${style}>${text}` });
    expect(painted.filter((line) => /^<\w+> {4}[±~=+-]/.test(line)).map((line) => line.slice(0, 14))).toEqual([
      "<red>    ± RDS",
      "<red>    ± RDS",
      "<red>    ± Tas",
      "<yellow>    ~ ",
      "<yellow>    = ",
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

  it("says on its page what a terminal says", () => {
    const read = (page: string) =>
      page
        .replace(/<style>[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/g, "")
        .replace(/<(?:\/tr|\/li|\/h\d|\/p)>/g, "\n")
        .replace(/<[^>]+>/g, " ")
        .split("\n")
        .map((line) => line.replace(/\s+/g, " ").trim())
        .filter((line) => line !== "");
    const problems = [{ resource: "MainDatabase", message: "Throttling" }];
    const whole = { ...full, deploy: deployed({ steps: STEPS, problems }), cannotShow: ["How long things take"] };
    expect(read(pageOf(whole, null, IDENTITY))).toMatchInlineSnapshot(`
      [
        "shop: rehearsal of production, 3 February 2026",
        "Rehearsal of a deploy",
        "shop production",
        "A deploy after HEAD (01234567), rehearsed without AWS: 2 replaced, 1 kept, 1 changed.",
        "Stage production in us-east-1",
        "Made 3 February 2026, 04:05 UTC",
        "Revision not in git",
        "Made with generator-space-sst 0.1.0, SST 4.17.1, Pulumi 3.215.0",
        "a deploy of production would lose data: MainDatabase (a database)",
        "Data would be lost",
        "Data would be lost",
        "What Happens Holds Why",
        "MainDatabase RDS instance replaced a database the old one goes first, storageEncrypted",
        "Out of reach",
        "the database (MainDatabase) for about 20 minutes, as AWS usually takes",
        "In this order",
        "In this order",
        "What Happens Holds Why",
        "MainDatabase RDS instance replaced a database the old one goes first, storageEncrypted",
        "ApiTask Task definition replaced containerDefinitions[0].image",
        "ApiRule Listener rule changed priority",
        "Files S3 bucket kept files",
        "MainDatabase: Throttling",
        "What stays in the account",
        "snapshot shop-final: what its database held",
        "How long things take",
        "Made by generator-space-sst 0.1.0.",
      ]
    `);
    const first = report({ since: null, cannotShow: [] });
    expect(read(pageOf(first, null, IDENTITY))).toMatchInlineSnapshot(`
      [
        "shop: rehearsal of production, 3 February 2026",
        "Rehearsal of a deploy",
        "shop production",
        "A deploy with nothing before, rehearsed without AWS: nothing to do.",
        "Stage production in us-east-1",
        "Made 3 February 2026, 04:05 UTC",
        "Revision not in git",
        "Made with generator-space-sst 0.1.0, SST 4.17.1, Pulumi 3.215.0",
        "Nothing speaks against the deploy.",
        "Made by generator-space-sst 0.1.0.",
      ]
    `);
  });
});

it("says what it cannot show in the words of its docs, which say all of it", () => {
  const docs = readFileSync(join(packageRoot, "docs", "rehearse.md"), "utf8");
  const [, section = ""] = /## What it cannot show\n\n([\s\S]*?)\n\n##/.exec(docs) ?? [];
  const items = section.split(/^- /m).map((item) => item.replaceAll(/\s+/g, " "));
  expect(items.slice(1).map((item, i) => item.slice(0, CANNOT_SHOW[i]?.length))).toEqual(CANNOT_SHOW);
});
