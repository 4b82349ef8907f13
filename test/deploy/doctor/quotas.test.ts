import { describe, expect, it } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { CHECKS } from "../../../lib/deploy/doctor/checks.ts";
import type { StagedSubject } from "../../../lib/deploy/doctor/types.ts";
import type { Answers as AwsAnswers } from "../../support/aws/server.ts";
import { ask, subjectOf } from "./one-check.ts";

/** As many as a quota counts, on two pages where it answers in pages. */
const tag = (key: string, value: string) => ({ key, value });
const vpcs = (...tags: { key: string; value: string }[][]): AwsAnswers => ({
  "ec2.DescribeVpcs": ({ input }) =>
    input.NextToken === undefined
      ? { vpcSet: tags.slice(0, 1).map((tagSet) => ({ tagSet })), nextToken: "2" }
      : { vpcSet: tags.slice(1).map((tagSet) => ({ tagSet })) },
});
const OWN = [tag("sst:app", "shop"), tag("sst:stage", "production")];
const value = (Value: number): AwsAnswers => ({ "quotas.GetServiceQuota": { Quota: { Value } } });
const tasks = (...of: Record<string, string>[]): AwsAnswers => ({
  "ecs.ListClusters": { clusterArns: ["arn:a"] },
  "ecs.ListTasks": ({ input }) =>
    input.nextToken === undefined ? { taskArns: ["1"], nextToken: "2" } : { taskArns: [] },
  "ecs.DescribeTasks": { tasks: of },
});

describe("a quota", () => {
  const api = (more: object) => ({ services: [{ name: "api", ...more }], databases: [] }) as unknown as Answers;

  it.each<[string, string, AwsAnswers, object, Answers?]>([
    [
      "quota-vpcs",
      "has room for the last one",
      { ...value(2), ...vpcs([]) },
      { result: "ok", evidence: "1 of 2 VPCs used, production needs 1" },
    ],
    [
      "quota-vpcs",
      "counts those that have the tags of another stage, or of another app",
      {
        ...value(3),
        ...vpcs(
          [tag("sst:app", "shop"), tag("sst:stage", "dev")],
          [tag("sst:app", "other"), tag("sst:stage", "production")],
          OWN,
        ),
      },
      { result: "ok", evidence: "2 of 3 VPCs used, production needs 1" },
    ],
    [
      "quota-addresses",
      "counts no address of the stage's own",
      { ...value(3), "ec2.DescribeAddresses": { addressesSet: [{ tagSet: OWN }, { tagSet: [] }, {}] } },
      {
        result: "failed",
        evidence: "2 of 3 Elastic IPs used, production needs 2",
        remedy:
          "ask AWS for more: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-0263D0A3 --desired-value 4 --region us-east-1",
      },
    ],
    [
      "quota-fargate",
      "is enough for a deploy, but not for its most",
      { ...value(1.5), ...tasks({ cpu: "512" }, { cpu: "4096", capacityProviderName: "FARGATE_SPOT" }, {}) },
      {
        result: "warning",
        evidence: "0.5 of 1.5 vCPU used, production needs 0.5 to 2",
        remedy: expect.stringContaining("--desired-value 3 "),
      },
      api({ cpu: "0.5 vCPU", min: 1, max: 4 }),
    ],
    [
      "quota-fargate",
      "is enough where it is used up to the last",
      { ...value(2.5), ...tasks({ cpu: "512", capacityProviderName: "FARGATE" }) },
      { result: "ok", evidence: "0.5 of 2.5 vCPU used, production needs 0.5 to 2" },
      api({ cpu: "0.5 vCPU", min: 1, max: 4 }),
    ],
    [
      "quota-health-checks",
      "is of the account, and in one region",
      {
        "route53.GetAccountLimit": { Limit: { Type: "MAX_HEALTH_CHECKS_BY_OWNER", Value: 0 }, Count: 0 },
        "route53.ListHealthChecks": { HealthChecks: { HealthCheck: [] }, IsTruncated: false },
      },
      { result: "failed", evidence: "0 of 0 health checks used, production needs 1" },
    ],
  ])("%s %s", async (id, _, aws, expected, answers) => {
    expect(await ask(id, { aws, ...(answers && { answers }) })).toMatchObject(expected);
  });

  it("of services that are the same everywhere is asked for where AWS has them", async () => {
    const { subject } = await subjectOf({
      answers: { region: "eu-west-1" } as Answers,
      aws: {
        "iam.GetAccountSummary": { SummaryMap: { entry: { key: "RolesQuota", value: 1 } } },
        "iam.ListRoles": { Roles: [], IsTruncated: false },
      },
    });
    const check = CHECKS.find(({ id }) => id === "quota-roles");
    const outcome = await check?.run(
      { ...subject, aws: subject.aws.in("eu-west-1") } as StagedSubject,
      new AbortController().signal,
    );
    expect(outcome).toMatchObject({ result: "failed", remedy: expect.stringMatching(/ --region us-east-1$/) });
  });
});
