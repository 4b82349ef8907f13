import { describe, expect, it } from "vitest";
import { stageNamed } from "../../lib/answers/stages.ts";
import type { DeployOptions, DeployResult } from "../../lib/deploy/deploy.ts";
import type { Diagnosis } from "../../lib/deploy/diagnose.ts";
import { resultDocument } from "../../lib/deploy/document.ts";
import { expectedOf } from "../../lib/deploy/expected.ts";
import { checkLines, failureText, planLines, summaryLines } from "../../lib/deploy/report.ts";
import type { Outcome } from "../../lib/deploy/sst.ts";
import { refuseMissingSecrets, refusePlainHttp } from "../../lib/deploy/target.ts";
import { DEPLOY, DESTROY } from "../../lib/deploy/verbs.ts";
import type { Check } from "../../lib/deploy/verify.ts";
import { ACCOUNT, SHOP } from "../support/sst/stage.ts";
import { viewOf } from "../support/view.ts";

/** What is said before and after a deploy, as a person and as a program read it. */

const view = viewOf(SHOP);
const WORKERS = viewOf({ services: [{ name: "worker", kind: "worker" }] });
const identity = { account: ACCOUNT, arn: "arn:aws:iam::111111111111:user/ana" };
const outcome: Outcome = { status: "complete", errors: [], outputs: { tunnel: "i-0" }, log: "x.log", seconds: 61.6 };
const END = "  It goes on where an earlier deploy has stopped, and changes what the program has changed.";

describe("what is about to be done", () => {
  it("names account, region and domain, and what is foreseen", () => {
    expect([...planLines(view, stageNamed(view, "acme-production"), identity, ["  makes    9"])]).toEqual([
      "Deploy acme-production of shop",
      "  account  111111111111 (arn:aws:iam::111111111111:user/ana)",
      "  region   us-east-1",
      "  domain   acme.io",
      "  makes    9",
      END,
    ]);
  });

  it("says that there is no domain only where somebody could want one", () => {
    const plain = viewOf({ ...SHOP, domain: undefined, clients: undefined });
    const domain = (of: typeof view) => [...planLines(of, stageNamed(of, "dev"), identity, [])].slice(3);
    expect(domain(plain)).toEqual(["  domain   none: plain HTTP on the load balancer's own name", END]);
    expect(domain(WORKERS)).toEqual([END]);
  });
});

describe("why SST failed", () => {
  const said: Diagnosis = {
    error: { resource: { name: "Api", type: "aws:ecs:Service" }, message: "" },
    message: "it is broken",
    id: null,
    cause: null,
    next: [],
    more: 0,
  };
  const NOTHING = { lines: [], log: [] };
  const text = (over: Partial<Diagnosis> | null, evidence = NOTHING, verb = DEPLOY) =>
    failureText("dev", verb, over === null ? null : { ...said, ...over }, evidence, outcome).split("\n");
  const STAYS = "  What was done stays; the next deploy goes on from there. Log: x.log";

  it("is one line where SST does not say it", () => {
    expect(text(null)).toEqual(["dev is not deployed: SST failed without saying why. Its log: x.log"]);
    expect(text(null, NOTHING, DESTROY)[0]).toMatch(/^dev is not destroyed: /);
  });

  it("is its words, its likely cause, what AWS adds, what to do, and how many more failed", () => {
    const evidence = { lines: ["Task dead01 stopped"], log: ["one", "two"] };
    expect(text({ cause: "a reason", next: ["mend it", "again"], more: 2 }, evidence as never)).toEqual([
      "dev is not deployed: Api (aws:ecs:Service): it is broken",
      "  Likely cause: a reason.",
      "  Task dead01 stopped",
      "  Its last log lines:",
      "    | one",
      "    | two",
      "  Next: mend it",
      "        again",
      "  2 more failed by themselves: see the log.",
      STAYS,
    ]);
    expect(text({ more: 1, error: { resource: null, message: "" } })).toEqual([
      "dev is not deployed: it is broken",
      "  1 more failed by itself: see the log.",
      STAYS,
    ]);
  });

  it("is shortened where nobody would read all of it: twelve lines of a message, and the last fifteen of a log", () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `${i + 1}`);
    expect(text({ message: lines(12).join("\n") })).toHaveLength(13);
    const long = text({ message: lines(13).join("\n") });
    expect([long.length, long.at(-2)]).toEqual([14, "  …"]);
    const log = text({}, { lines: [], log: lines(16) } as never).slice(2, -1);
    expect(log.map((line) => line.trim())).toEqual(
      lines(16)
        .slice(1)
        .map((line) => `| ${line}`),
    );
  });
});

it("a look at what runs has what was seen, and below it why", () => {
  const check = (over: Partial<Check>): Check => ({
    what: "api",
    result: "ok",
    evidence: "2 of 2",
    details: [],
    log: [],
    ...over,
  });
  const checks = [check({}), check({ result: "failed", evidence: "gone", details: ["why"], log: ["last words"] })];
  expect(checkLines(checks, (result) => `<${result}>`)).toEqual([
    "<ok> api: 2 of 2",
    "<failed> api: gone",
    "    why",
    "    Its last log lines:",
    "      | last words",
  ]);
});

describe("the end of a deploy", () => {
  const outputs = { "web.url": "https://acme.com", "api.url": "https://api.acme.com" };
  const summary = (of: Record<string, string>, alerts: boolean) => [
    ...summaryLines({ stage: "dev", expected: expectedOf(of), outcome, exec: "pnpm exec", alerts }),
  ];

  it("says where it is, what somebody has to do, and what comes next", () => {
    expect(summary({ ...outputs, "acme.com.ALIAS": "cdn.aws", tunnel: "i-0" }, true)).toEqual([
      "  api  https://api.acme.com",
      "  web  https://acme.com",
      "  Make this record where the domain's DNS is: acme.com ALIAS cdn.aws",
      '  The way in to databases and caches goes through i-0: RUNBOOK.md, "Tunnel", has the command',
      "",
      "Next: confirm the e-mail that AWS sends for the alarms; without it no alarm reaches anybody.",
      "What the next deploy would change: pnpm exec sst diff --stage dev",
      "It took 1 min 1 s. Log: x.log",
    ]);
  });

  it("says nothing of what there is not", () => {
    expect(summary({}, false)).toEqual([
      "",
      "What the next deploy would change: pnpm exec sst diff --stage dev",
      "It took 1 min 1 s. Log: x.log",
    ]);
  });
});

describe("the document of a deploy", () => {
  const options = { root: "/repo", stage: stageNamed(view, "dev") } as DeployOptions;
  const check: Check = { what: "api", result: "ok", evidence: "2 of 2", details: ["x"], log: ["not in it"] };
  const result: DeployResult = {
    status: "deployed",
    outcome,
    diagnosis: null,
    expected: expectedOf({ "api.url": "https://api.acme.com" }),
    checks: [check],
    error: null,
  };

  it("is all of it", () => {
    expect(resultDocument(options, identity, result, { dryRun: false })).toEqual({
      root: "/repo",
      stage: "dev",
      account: ACCOUNT,
      region: "us-east-1",
      dryRun: false,
      status: "deployed",
      seconds: 62,
      log: "x.log",
      outputs: { tunnel: "i-0" },
      urls: { api: "https://api.acme.com" },
      checks: [{ what: "api", result: "ok", evidence: "2 of 2", details: ["x"] }],
      error: null,
    });
  });

  it("of a comparison has what would change, and is no deploy", () => {
    const compared = { ...result, expected: null, checks: [], changes: ["+  Vpc aws:ec2:Vpc"] };
    expect(resultDocument(options, identity, compared, { dryRun: true })).toMatchObject({
      dryRun: true,
      status: "compared",
      changes: ["+  Vpc aws:ec2:Vpc"],
      urls: {},
    });
  });

  it("of one that failed says why, be it a comparison or not", () => {
    const error = { resource: null, message: "raw" };
    const diagnosis = { error, message: "plain", id: "quota", cause: "used up", next: ["ask"], more: 3 };
    const failed: DeployResult = { ...result, status: "failed", diagnosis };
    for (const dryRun of [true, false])
      expect(resultDocument(options, identity, failed, { dryRun })).toMatchObject({
        status: "failed",
        error: { resource: null, message: "plain", id: "quota", cause: "used up", next: ["ask"] },
      });
  });
});

describe("passwords travel unencrypted only where somebody insists: a production without a domain", () => {
  const plain = viewOf({ ...SHOP, domain: undefined, clients: undefined });
  it.each([
    ["production", plain, false, true],
    ["production", plain, true, false],
    ["staging", plain, false, false],
    ["production", view, false, false],
    ["production", WORKERS, false, false],
  ])("%s", (stage, of, insists, refused) => {
    const refuse = () => refusePlainHttp(of, stageNamed(of, stage), insists);
    if (refused) expect(refuse).toThrow(/^production has no domain, .*--domain example\.com.*--allow-plain-http\.$/);
    else expect(refuse).not.toThrow();
  });
});

it("a secret without a value is named with its service, and every command that gives it one", () => {
  const secret = (service: string, name: string) => ({ service, variable: "KEY", name });
  const stage = stageNamed(view, "dev");
  expect(() => refuseMissingSecrets(stage, "npx", [])).not.toThrow();
  expect(() => refuseMissingSecrets(stage, "npx", [secret("api", "ApiKey"), secret("web", "WebKey")])).toThrow(
    "dev has no value for ApiKey (KEY of api), WebKey (KEY of web). Nothing was done. Give all of them with space-sst secrets push dev --from FILE, or each with:\n  npx sst secret set ApiKey --stage dev\n  npx sst secret set WebKey --stage dev",
  );
});
