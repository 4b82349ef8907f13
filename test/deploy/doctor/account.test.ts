import { describe, expect, it } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { type Answers as AwsAnswers, AwsFault } from "../../support/aws/server.ts";
import { ask, type World } from "./one-check.ts";

const identity = (arn: string): AwsAnswers => ({
  "sts.GetCallerIdentity": { Account: "111122223333", Arn: `arn:aws:${arn}` },
});
const enabled = (optInStatus: string): AwsAnswers => ({
  "ec2.DescribeRegions": { regionInfo: [{ regionName: "us-east-1", optInStatus }] },
});

describe("the account", () => {
  it.each<[string, World, object]>([
    [
      "identity",
      { aws: identity("iam::111122223333:root") },
      { result: "warning", remedy: "deploy with a role: the root user's keys should not exist" },
    ],
    ["identity", { aws: identity("iam::111122223333:user/root") }, { result: "ok" }],
    ["region", { aws: enabled("opted-in") }, { result: "ok", evidence: "us-east-1 is enabled" }],
    ["region", { aws: enabled("opt-in-not-required") }, { result: "ok" }],
    ["region", { aws: enabled("not-opted-in") }, { result: "failed" }],
    ["region", { aws: { "ec2.DescribeRegions": {} } }, { result: "failed" }],
    [
      "permissions",
      { aws: identity("iam::111122223333:root") },
      { result: "skipped", evidence: "the root user may do everything" },
    ],
  ])("%s: %j", async (id, world, expected) => expect(await ask(id, world)).toMatchObject(expected));

  const decided = (decisions: Record<string, string>): AwsAnswers => ({
    ...identity("iam::111122223333:user/ana"),
    // In two pages.
    "iam.SimulatePrincipalPolicy": ({ input }) => {
      const all = Object.entries(decisions).map(([EvalActionName, EvalDecision]) => ({ EvalActionName, EvalDecision }));
      return input.Marker === undefined
        ? { EvaluationResults: all.slice(0, 1), IsTruncated: true, Marker: "2" }
        : { EvaluationResults: all.slice(1), IsTruncated: false };
    },
  });
  const NAMES = ["ssm:GetParameter", "ssm:PutParameter", "s3:CreateBucket", "s3:PutObject", "iam:CreateRole"];
  const every = (count: number, decision: string) =>
    Object.fromEntries(NAMES.slice(0, count).map((name) => [name, decision]));
  const POLICIES = /^give arn:aws:iam::111122223333:user\/ana the policies that .* ci production --dry-run prints$/;

  it.each([
    [
      "four that are denied",
      every(4, "explicitDeny"),
      "failed",
      `a policy denies ${NAMES.slice(0, 4).join(", ")}`,
      POLICIES,
    ],
    [
      "five",
      every(5, "explicitDeny"),
      "failed",
      `a policy denies ${NAMES.slice(0, 3).join(", ")} and 2 more`,
      POLICIES,
    ],
    [
      "one of which a policy says nothing",
      { "s3:PutObject": "implicitDeny", "sns:CreateTopic": "allowed" },
      "warning",
      "not allowed for every resource: s3:PutObject",
      /prints, unless its policies name resources$/,
    ],
    [
      "one of each",
      { "s3:PutObject": "implicitDeny", "sns:CreateTopic": "explicitDeny" },
      "failed",
      "a policy denies sns:CreateTopic",
      POLICIES,
    ],
  ])("permissions: %s", async (_, decisions, result, evidence, remedy) => {
    const outcome = await ask("permissions", { aws: decided(decisions as Record<string, string>) });
    expect(outcome).toEqual({ result, evidence, remedy: expect.stringMatching(remedy) });
  });

  const ROLES = (missing: readonly string[], code = "NoSuchEntity"): AwsAnswers => ({
    "iam.GetRole": ({ input }) =>
      missing.includes(String(input.RoleName))
        ? new AwsFault(code, "not there")
        : { Role: { RoleName: String(input.RoleName) } },
  });
  const cached = {
    services: [{ name: "api", database: "main", cache: "main" }],
    caches: [{ name: "main" }],
  } as Answers;

  it("linked roles: those of services that the stage uses", async () => {
    expect(await ask("linked-roles", { answers: cached, aws: ROLES([]) })).toEqual({
      result: "ok",
      evidence: "the account has those of ecs, elasticloadbalancing, rds, elasticache",
    });
    const worker = { services: [{ name: "queue", kind: "worker" }], databases: [] } as unknown as Answers;
    expect(await ask("linked-roles", { answers: worker, aws: ROLES([]) })).toMatchObject({
      evidence: "the account has those of ecs",
    });
    expect(await ask("linked-roles", { answers: cached, aws: ROLES(["AWSServiceRoleForElastiCache"]) })).toMatchObject({
      result: "warning",
      remedy: "aws iam create-service-linked-role --aws-service-name elasticache.amazonaws.com",
    });
    const denied = ask("linked-roles", { aws: ROLES(["AWSServiceRoleForECS"], "AccessDenied") });
    await expect(denied).rejects.toMatchObject({ problem: "denied" });
  });
});
