import { describe, expect, it } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { stageNamed, stagesOf } from "../../../lib/answers/stages.ts";
import { deployStatements } from "../../../lib/deploy/ci/permissions/index.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import { actionsFor } from "../../../lib/deploy/doctor/checks/permissions.ts";
import { viewOf } from "../../support/repo.ts";
import { REPOS, WITHOUT_DOMAIN } from "../ci/repos.ts";

/** Whether a pattern of a policy, whose only wildcard is `*`, names an action. */
const fits = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i").test(action);

it("asks for nothing that the role of `ci` has not: its policies are what the doctor names as the remedy", () => {
  // A project without a domain of its own has clients with theirs.
  const found = [...REPOS, WITHOUT_DOMAIN].flatMap((document) => {
    const view = viewOf(document);
    return stagesOf(view).flatMap((stage) => {
      const granted = deployStatements(view, scopeOf(view, stage, "123456789012")).flatMap(({ Action }) => Action);
      return actionsFor(view, stage)
        .filter((action) => !granted.some((pattern) => fits(pattern, action)))
        .map((action) => `${view.project} ${stage.stage}: ${action}`);
    });
  });
  expect(found).toEqual([]);
});

/** One thing of each kind that a deploy makes: without the right to it, it fails in the middle. */
describe("a deploy", () => {
  const asked = (answers: Answers, stage: string | null = "production") => {
    const view = viewOf(answers);
    return actionsFor(view, stage === null ? null : stageNamed(view, stage));
  };
  const site: Answers = {
    project: "shop",
    domain: null,
    services: [{ name: "site", kind: "static" }],
    databases: [],
  } as Answers;
  const worker = { ...site, services: [{ name: "jobs", kind: "worker" }] } as Answers;
  const api = { ...site, services: [{ name: "api" }] } as Answers;
  const stored = { ...api, services: [{ name: "api", database: "main" }], databases: [{ name: "main" }] } as Answers;

  it("of anything keeps SST's state, and makes roles, logs, alarms, topics and keys", () => {
    expect(asked(site)).toEqual([
      ...["ssm:GetParameter", "ssm:PutParameter", "s3:CreateBucket", "s3:PutObject"],
      ...["iam:CreateRole", "iam:PutRolePolicy", "iam:PassRole"],
      ...["logs:CreateLogGroup", "cloudwatch:PutMetricAlarm", "sns:CreateTopic", "kms:CreateKey"],
      "cloudfront:CreateDistribution",
    ]);
  });

  it.each<[string, Answers, Answers, string[]]>([
    [
      "containers",
      site,
      worker,
      [
        ...["ec2:CreateVpc", "ec2:AllocateAddress", "ec2:CreateNatGateway", "ec2:CreateSecurityGroup"],
        ...["ecs:CreateCluster", "ecs:RegisterTaskDefinition", "ecs:CreateService"],
        ...["application-autoscaling:RegisterScalableTarget", "servicediscovery:CreatePrivateDnsNamespace"],
        ...["secretsmanager:CreateSecret", "ecr:GetAuthorizationToken", "ecr:PutImage"],
      ],
    ],
    ["what is routed", worker, api, ["elasticloadbalancing:CreateLoadBalancer", "wafv2:CreateWebACL"]],
    [
      "what runs by a schedule",
      worker,
      {
        ...site,
        services: [
          { name: "jobs", kind: "worker" },
          { name: "night", kind: "cron", schedule: "rate(1 day)" },
        ],
      } as Answers,
      ["scheduler:CreateSchedule", "lambda:CreateFunction"],
    ],
    ["a database", api, stored, ["rds:CreateDBInstance"]],
    [
      "Aurora",
      stored,
      { ...stored, databases: [{ name: "main", engine: "aurora-postgres" }] } as Answers,
      ["rds:CreateDBCluster"],
    ],
    [
      "a cache",
      api,
      { ...api, services: [{ name: "api", cache: "main" }], caches: [{ name: "main" }] } as Answers,
      ["elasticache:CreateReplicationGroup"],
    ],
    [
      "a domain",
      api,
      { ...api, domain: "shop.example" },
      ["acm:RequestCertificate", "route53:ChangeResourceRecordSets"],
    ],
    ["a domain at Cloudflare", api, { ...api, domain: "shop.example", dns: "cloudflare" }, ["acm:RequestCertificate"]],
    [
      "copies of databases",
      stored,
      { ...stored, backup: { region: "us-west-2" } } as Answers,
      ["backup:CreateBackupVault", "backup:CreateBackupPlan"],
    ],
    ["copies of nothing", api, { ...api, backup: { region: "us-west-2" } } as Answers, []],
  ])("of %s makes more", (_, less, more, actions) => {
    const before = asked(less);
    expect(asked(more).filter((action) => !before.includes(action))).toEqual(actions);
  });

  it("of a client with a domain proves it, where the project has none, and the other way round", () => {
    const client = { name: "acme", account: "444455556666", domain: "acme.example" };
    const answers = { ...api, clients: [client] } as Answers;
    const proves = (stage: string | null) => asked(answers, stage).includes("acm:RequestCertificate");
    expect([proves("production"), proves("acme-production"), proves(null)]).toEqual([false, true, true]);
  });
});
