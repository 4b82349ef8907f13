import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, expect, it, vi } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { stageNamed } from "../../../lib/answers/stages.ts";
import { doctor as examine } from "../../../lib/deploy/doctor/doctor.ts";
import type { CheckResult, Report } from "../../../lib/deploy/doctor/types.ts";
import {
  type Answers as AwsAnswers,
  AwsFault,
  type AwsServer,
  awsServer,
  noCredentials,
} from "../../support/aws/server.ts";
import { run, temporaryFolder } from "../../support/cli.ts";
import { nameServer, type Records } from "../../support/dns.ts";
import { commitAll } from "../../support/git.ts";
import { copyOf } from "../../support/kicked-off.ts";
import { type Programs, programs } from "../../support/programs.ts";
import { renderRepo, viewOf } from "../../support/repo.ts";
import { type SstState, sstState } from "../../support/sst-state.ts";
import { CTRL_C, hasScript, type } from "../../support/terminal.ts";

afterEach(() => void vi.unstubAllEnvs());

const ANSWERS: Answers = {
  project: "shop",
  domain: "shop.example",
  services: [{ name: "api", secrets: ["JWT_SECRET"], database: "main" }],
  databases: [{ name: "main" }],
  backup: { region: "eu-south-1" },
  clients: [{ name: "acme", account: "444455556666", domain: "acme.example", region: "eu-west-1" }],
};

const WELL: Programs = {
  npm: "echo 11.0.0",
  docker: 'case "$1" in buildx) echo "github.com/docker/buildx v0.29.1 abc";; *) echo 29.0.1;; esac',
  gh: `case "$1" in variable) echo '[{ "name": "AWS_ROLE_ARN" }]';; *) echo "Logged in";; esac`,
};

const HANGS = "exec /bin/sleep 60";

const SERVERS = ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"];
const DELEGATED: Records = { "shop.example": { NS: SERVERS } };

/** The same, with a service that sends mail. */
const MAILS: Answers = { ...ANSWERS, services: (ANSWERS.services ?? []).map((one) => ({ ...one, email: "noreply" })) };

/** An account in which everything is as it should be. */
const account = (state: SstState): AwsAnswers => ({
  ...state.answers,
  "ec2.DescribeRegions": ({ input }) => ({
    regionInfo: [{ regionName: String(input["RegionName.1"]), optInStatus: "opt-in-not-required" }],
  }),
  "ec2.DescribeVpcs": { vpcSet: [{ vpcId: "vpc-1" }] },
  "ec2.DescribeAddresses": { addressesSet: [] },
  "ecs.ListClusters": { clusterArns: ["arn:cluster"] },
  "ecs.ListTasks": { taskArns: ["arn:task"] },
  "ecs.DescribeTasks": { tasks: [{ cpu: "512" }, { cpu: "4096", capacityProviderName: "FARGATE_SPOT" }] },
  "quotas.GetServiceQuota": ({ input }) => ({ Quota: { Value: input.ServiceCode === "fargate" ? 6 : 5 } }),
  "iam.GetAccountSummary": { SummaryMap: { entry: { key: "RolesQuota", value: 1000 } } },
  "rds.DescribeEventSubscriptions": {
    EventSubscriptionsList: {
      EventSubscription: ["shop-dev-db-instance", "shop-production-db-instance"].map((CustSubscriptionId) => ({
        CustSubscriptionId,
      })),
    },
  },
  "iam.ListRoles": {
    Roles: [{ RoleName: "ci" }, { RoleName: "shop-dev-api_task" }, { RoleName: "shop-production-api_task" }],
    IsTruncated: false,
  },
  "route53.GetAccountLimit": { Limit: { Type: "MAX_HEALTH_CHECKS_BY_OWNER", Value: 200 }, Count: 7 },
  "route53.ListHealthChecks": {
    HealthChecks: {
      HealthCheck: ["api.shop.example", "api-staging.shop.example"].map((name) => ({
        Id: name,
        HealthCheckConfig: { FullyQualifiedDomainName: name, Type: "HTTPS" },
      })),
    },
    IsTruncated: false,
  },
  "iam.GetRole": ({ input }) => ({ Role: { RoleName: String(input.RoleName) } }),
  "iam.SimulatePrincipalPolicy": ({ input }) => ({
    EvaluationResults: Object.entries(input)
      .filter(([name]) => name.startsWith("ActionNames."))
      .map(([, action]) => ({ EvalActionName: String(action), EvalDecision: "allowed" })),
    IsTruncated: false,
  }),
  "route53.ListHostedZonesByName": ({ input }) => ({
    HostedZones: {
      HostedZone: [{ Id: "/hostedzone/Z1", Name: `${input.dnsname}.`, Config: { PrivateZone: false } }],
    },
  }),
  "route53.GetHostedZone": { DelegationSet: { NameServers: { NameServer: SERVERS } } },
});

type Ran = Awaited<ReturnType<typeof run>>;

interface World {
  root: string;
  /** The folder with the stand-ins for programs. */
  path: string;
  server: AwsServer;
  state: SstState;
  /** The command, as a process. */
  doctor(words: string[], more?: { env?: Record<string, string>; dns?: Records }): Promise<Ran>;
  /** One check of a stage. */
  check(stage: string, id: string, dns?: Records): Promise<Omit<CheckResult, "seconds" | "title">>;
}

/** A repo with its packages, committed. */
async function make(root: string, answers: Answers): Promise<void> {
  // Whatever Node the tests run on, and whatever editor has written it.
  await renderRepo(answers, root, (path, text) =>
    path === "package.json" ? `\uFEFF${text.replace(/"node": ".*"/, '"node": "*"')}` : text,
  );
  await rm(join(root, ".sst"));
  await mkdir(join(root, "node_modules", "sst"), { recursive: true });
  await writeFile(join(root, "node_modules", "sst", "package.json"), '{ "version": "4.17.1" }');
  await commitAll(root, "first");
}

/** A repo with its packages, committed, on a machine with these programs, and an account where all is well. */
async function world(answers: Answers = ANSWERS, stand: Programs = WELL): Promise<World> {
  const root = await copyOf(`doctor ${JSON.stringify(answers)}`, (folder) => make(folder, answers));
  const view = viewOf(answers);
  const path = await programs(await temporaryFolder(), stand);
  const state = sstState();
  for (const stage of ["dev", "production"]) state.secrets("shop", stage, { ApiJwtSecret: "hush" });
  const server = await awsServer(account(state));
  return {
    root,
    path,
    server,
    state,
    doctor: async (words, { env, dns = DELEGATED } = {}) =>
      run(["doctor", ...words, "--dns", await nameServer(dns)], {
        cwd: root,
        env: { ...server.env, PATH: path, ...env },
      }),
    check: async (stage, id, dns = DELEGATED) => {
      for (const [name, value] of Object.entries({ ...server.env, PATH: path })) vi.stubEnv(name, value);
      const nameServers = [await nameServer(dns)];
      const { checks } = await examine({ root, view, stage: stageNamed(view, stage), nameServers });
      const { seconds: _, title: __, ...found } = checks.find((one) => one.id === id) as CheckResult;
      return found;
    },
  };
}

const tidy = (text: string) => text.replace(/\d+(\.\d)? GB free/, "n GB free").replace(process.version, "v20");

it("says that all is well, and what it saw", async () => {
  const { doctor, server } = await world();
  const { exitCode, stdout, stderr } = await doctor(["production"]);
  expect(tidy(String(stdout))).toMatchInlineSnapshot(`
    "✔ Node                v20
    ✔ Packages            npm 11.0.0, SST 4.17.1
    ✔ Git                 main, nothing uncommitted
    ✔ Docker              29.0.1, github.com/docker/buildx v0.29.1
    ✔ Disk                n GB free
    ✔ Base images         node:24.15.0-trixie-slim
    ✔ AWS identity        arn:aws:iam::111122223333:user/ana in us-east-1
    ✔ Region              us-east-1 is enabled
    ✔ Backup region       eu-south-1 is enabled
    ✔ Linked roles        the account has those of ecs, elasticloadbalancing, rds
    ✔ Permissions         30 actions that a deploy needs are allowed
    ✔ Quota: VPCs         1 of 5 VPCs used, production needs 1
    ✔ Quota: Elastic IPs  0 of 5 Elastic IPs used, production needs 2
    ✔ Quota: Fargate      0.5 of 6 vCPU used, production needs 0.5 to 1
    ✔ Quota: RDS events   1 of 5 event subscriptions used, production needs 2
    ✔ Quota: roles        2 of 1000 roles used, production needs 10
    ✔ Quota: checks       1 of 200 health checks used, production needs 1
    ✔ Hosted zone         shop.example is delegated to its zone
    ✔ Certificate         made by the deploy; no CAA record is in the way
    ✔ Lock                none
    ✔ Secrets             every declared secret has a value
    ✔ CI variables        GitHub has AWS_ROLE_ARN for production

    22 ok"
  `);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).not.toContain("hush");
  expect(new Set(server.asked("ec2.DescribeVpcs").map(({ region }) => region))).toEqual(new Set(["us-east-1"]));
});

it("looks at the machine without a stage and without credentials", async () => {
  const { doctor } = await world();
  const env = { ...noCredentials, AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
  const { exitCode, stdout, stderr } = await doctor([], { env });
  expect(tidy(String(stdout))).toMatchInlineSnapshot(`
    "✔ Node          v20
    ✔ Packages      npm 11.0.0, SST 4.17.1
    ✔ Git           main, nothing uncommitted
    ✔ Docker        29.0.1, github.com/docker/buildx v0.29.1
    ✔ Disk          n GB free
    ✔ Base images   node:24.15.0-trixie-slim
    ✖ AWS identity  There are no AWS credentials here; choose a profile with
                    AWS_PROFILE after aws sso login, or set AWS_ACCESS_KEY_ID and
                    AWS_SECRET_ACCESS_KEY.
    – Region        needs an AWS identity
    – 12 skipped    Linked roles, Quota: VPCs, Quota: Elastic IPs, Quota: Fargate,
                    Quota: RDS events, Quota: roles, Quota: checks, Hosted zone,
                    Certificate, Lock, Secrets, CI variables
                    → name a stage: npx space-sst doctor dev
    – Permissions   needs an AWS identity

    6 ok, 1 failed, 14 skipped"
  `);
  expect(stderr).toMatchInlineSnapshot(`"space-sst: the repo is not ready to deploy: AWS identity"`);
  expect(exitCode).toBe(1);
});

it("names what is wrong with the machine", async () => {
  const { doctor, root } = await world(ANSWERS, {
    docker: 'echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock." >&2; exit 1',
    gh: 'echo "You are not logged into any GitHub hosts." >&2; exit 1',
  });
  await writeFile(join(root, "notes.txt"), "x");
  await rm(join(root, "node_modules"), { recursive: true });
  await writeFile(join(root, "services/api/Dockerfile"), "FROM node:20-bookworm AS build\n\nFROM build\n");
  const { stdout } = await doctor(["dev", "--json"]);
  const report: Report = JSON.parse(String(stdout));
  const wrong = report.checks.filter(({ result }) => result !== "ok");
  expect(wrong.map(({ id, result, evidence, remedy }) => ({ id, result, evidence, remedy }))).toMatchInlineSnapshot(`
    [
      {
        "evidence": "npm is not installed",
        "id": "packages",
        "remedy": "install it: it comes with Node",
        "result": "failed",
      },
      {
        "evidence": "2 uncommitted files on main",
        "id": "git",
        "remedy": "commit, so that what runs can be found again",
        "result": "warning",
      },
      {
        "evidence": "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.",
        "id": "docker",
        "remedy": "start Docker",
        "result": "failed",
      },
      {
        "evidence": "node:20-bookworm: Debian bookworm has fixes until 2026-06-10; node:20-bookworm: Node 20 has fixes until 2026-04-30",
        "id": "base-images",
        "remedy": "name a newer one in FROM of the Dockerfile; npx space-sst upgrade does it for those of the generator",
        "result": "warning",
      },
      {
        "evidence": "gh is not signed in: gh auth login",
        "id": "ci",
        "remedy": undefined,
        "result": "skipped",
      },
    ]
  `);
  expect(report.counts.failed).toBe(2);
});

it("does not look into an account that is not the client's", async () => {
  const { doctor, server } = await world();
  const { stdout } = await doctor(["acme-production", "--json"]);
  const report: Report = JSON.parse(String(stdout));
  expect(report.checks.filter(({ result }) => result !== "ok").slice(0, 3)).toMatchObject([
    {
      id: "identity",
      result: "failed",
      evidence:
        "acme-production belongs to account 444455556666, but the credentials are for 111122223333 (arn:aws:iam::111122223333:user/ana)",
      remedy: "choose a profile of that account, such as with AWS_PROFILE",
    },
    { id: "region", result: "skipped", evidence: "the credentials are for another account" },
    { id: "backup-region", result: "skipped" },
  ]);
  expect(new Set(server.requests.map(({ operation }) => operation))).toEqual(new Set(["sts.GetCallerIdentity"]));
});

it.each<[string, AwsAnswers, string, object]>([
  [
    "a region that is not enabled",
    { "ec2.DescribeRegions": { regionInfo: [{ regionName: "eu-south-1", optInStatus: "not-opted-in" }] } },
    "backup-region",
    {
      result: "failed",
      evidence: "eu-south-1 is not enabled for the account",
      remedy: "aws account enable-region --region-name eu-south-1, which takes some minutes",
    },
  ],
  [
    "a new account",
    { "iam.GetRole": new AwsFault("NoSuchEntity", "The role with name AWSServiceRoleForECS cannot be found.") },
    "linked-roles",
    {
      result: "warning",
      evidence:
        "AWS has not yet made the account's role for ecs, elasticloadbalancing, rds, and a first deploy may fail for it",
      remedy: ["ecs", "elasticloadbalancing", "rds"]
        .map((service) => `aws iam create-service-linked-role --aws-service-name ${service}.amazonaws.com`)
        .join(" && "),
    },
  ],
  [
    "a private zone of the same name",
    {
      "route53.ListHostedZonesByName": ({ input }) => ({
        HostedZones: {
          HostedZone: [true, false].map((PrivateZone) => ({
            Id: "/hostedzone/Z1",
            Name: `${input.dnsname}.`,
            Config: { PrivateZone },
          })),
        },
      }),
    },
    "zone",
    {
      result: "warning",
      evidence: "the account has a private zone shop.example too, and SST may write the records into that one",
    },
  ],
  [
    "a quota that is used up",
    { "quotas.GetServiceQuota": { Quota: { Value: 1 } } },
    "quota-vpcs",
    {
      result: "failed",
      evidence: "1 of 1 VPCs used, production needs 1",
      remedy:
        "ask AWS for more: aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-F678F1CE --desired-value 2 --region us-east-1",
    },
  ],
  [
    "the stage's own VPC, which is not counted twice",
    {
      "quotas.GetServiceQuota": { Quota: { Value: 1 } },
      "ec2.DescribeVpcs": {
        vpcSet: [
          {
            vpcId: "vpc-1",
            tagSet: [
              { key: "sst:app", value: "shop" },
              { key: "sst:stage", value: "production" },
            ],
          },
        ],
      },
    },
    "quota-vpcs",
    { result: "ok", evidence: "0 of 1 VPCs used, production needs 1" },
  ],
  [
    "AWS's default where the account has no quota of its own",
    {
      "quotas.GetServiceQuota": new AwsFault("NoSuchResourceException", "none"),
      "quotas.GetAWSDefaultServiceQuota": { Quota: { Value: 0.75 } },
    },
    "quota-fargate",
    {
      result: "failed",
      evidence: "0.5 of 0.75 vCPU used, production needs 0.5 to 1",
      remedy:
        "ask AWS for more: aws service-quotas request-service-quota-increase --service-code fargate --quota-code L-3032A538 --desired-value 2 --region us-east-1",
    },
  ],
  [
    "roles for as many as AWS lets an account have",
    { "iam.GetAccountSummary": { SummaryMap: { entry: { key: "RolesQuota", value: 3 } } } },
    "quota-roles",
    {
      result: "failed",
      evidence: "2 of 3 roles used, production needs 10",
      remedy:
        "ask AWS for more: aws service-quotas request-service-quota-increase --service-code iam --quota-code L-FE177D64 --desired-value 12 --region us-east-1",
    },
  ],
  [
    "health checks that others have taken",
    { "route53.GetAccountLimit": { Limit: { Type: "MAX_HEALTH_CHECKS_BY_OWNER", Value: 1 }, Count: 2 } },
    "quota-health-checks",
    {
      result: "failed",
      evidence: "1 of 1 health checks used, production needs 1",
      remedy:
        "ask AWS for more: aws service-quotas request-service-quota-increase --service-code route53 --quota-code L-ACB674F3 --desired-value 2 --region us-east-1",
    },
  ],
  [
    "quotas that one may not see",
    {
      "quotas.GetServiceQuota": new AwsFault(
        "AccessDeniedException",
        "User is not authorized to perform: servicequotas:GetServiceQuota on resource: * because no policy allows it",
      ),
    },
    "quota-vpcs",
    { result: "skipped", evidence: "AWS denies servicequotas:GetServiceQuota on *: let a policy allow it." },
  ],
  [
    "an action that a policy denies",
    {
      "iam.SimulatePrincipalPolicy": {
        EvaluationResults: [{ EvalActionName: "ec2:CreateVpc", EvalDecision: "explicitDeny" }],
        IsTruncated: false,
      },
    },
    "permissions",
    { result: "failed", evidence: "a policy denies ec2:CreateVpc" },
  ],
  [
    "an account without the zone",
    { "route53.ListHostedZonesByName": { HostedZones: { HostedZone: [] } } },
    "zone",
    { result: "failed", evidence: "the account has no public hosted zone for shop.example" },
  ],
  [
    "a lock that a deploy has left",
    { "s3.GetObject": Buffer.from('{"created":"2026-11-22T21:00:00Z","updateID":"1","command":"deploy"}') },
    "lock",
    {
      result: "failed",
      evidence: "locked by sst deploy since 2026-11-22T21:00:00Z",
      remedy: "wait for it or, when you know that none runs: npx sst unlock --stage production",
    },
  ],
])("sees %s", async (_, answers, id, expected) => {
  const { check, server } = await world();
  server.answer(answers);
  expect(await check("production", id)).toMatchObject(expected);
});

it.each([
  [
    200,
    {
      result: "warning",
      evidence:
        "the account is in the sandbox of SES in us-east-1: it sends to nobody but addresses that are proven to be yours",
      remedy:
        "ask AWS to let it out: aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://shop.example --region us-east-1",
    },
  ],
  [50_000, { result: "ok", evidence: "the account may send 50000 mails a day in us-east-1" }],
])("asks whether an account that sends mail is in the sandbox: %s mails a day", async (most, expected) => {
  const { check, server } = await world(MAILS);
  server.answer({
    "quotas.GetServiceQuota": ({ input }) => ({
      Quota: { Value: input.ServiceCode === "ses" && input.QuotaCode === "L-804C8AE8" ? most : 5 },
    }),
  });
  expect(await check("production", "mail")).toMatchObject(expected);
});

it.each([
  ["none", {}, "warning"],
  ["one for something else", { "_dmarc.shop.example": { TXT: ["v=spf1 -all"] } }, "warning"],
  ["one of what it is below", { "_dmarc.example": { TXT: ["v=DMARC1; p=none"] } }, "warning"],
  ["its own", { "_dmarc.shop.example": { TXT: ["v=DMARC1; p=reject"] } }, "ok"],
])("looks for the domain's DMARC record, and finds %s", async (_, more, result) => {
  const { check } = await world(MAILS);
  expect(await check("production", "dmarc", { ...DELEGATED, ...more })).toMatchObject({ result });
});

it.each([
  [true, { result: "ok", evidence: "backs up Aurora in us-east-1" }],
  [
    false,
    {
      result: "failed",
      evidence: "the account has not opted in to backups of Aurora in us-east-1: none would be made",
      remedy: "aws backup update-region-settings --resource-type-opt-in-preference Aurora=true --region us-east-1",
    },
  ],
])("asks whether AWS Backup knows of Aurora: %s", async (Aurora, expected) => {
  const { check, server } = await world({ ...ANSWERS, databases: [{ name: "main", engine: "aurora-postgres" }] });
  server.answer({ "backup.DescribeRegionSettings": { ResourceTypeOptInPreference: { Aurora, RDS: true } } });
  expect(await check("production", "backup-opt-in")).toMatchObject(expected);
});

it("finds the role of a session, and takes what its policies name for no failure", async () => {
  const { check, server } = await world();
  const role = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_1";
  server.answer({
    "sts.GetCallerIdentity": {
      Account: "111122223333",
      Arn: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_1/ana",
    },
    "iam.GetRole": { Role: { Arn: role, RoleName: "AWSReservedSSO_Dev_1", Path: "/" } },
    "iam.SimulatePrincipalPolicy": {
      EvaluationResults: ["kms:CreateKey", "iam:PassRole"].map((action) => ({
        EvalActionName: action,
        EvalDecision: "implicitDeny",
      })),
      IsTruncated: false,
    },
  });
  expect(await check("dev", "permissions")).toMatchObject({
    result: "warning",
    evidence: "not allowed for every resource: iam:PassRole, kms:CreateKey",
  });
  expect(server.asked("iam.SimulatePrincipalPolicy")[0]?.input).toMatchObject({ PolicySourceArn: role });
});

it.each<[string, Records, object]>([
  [
    "is not delegated",
    {},
    {
      result: "failed",
      evidence: "shop.example is not delegated: DNS knows no name servers of it",
      remedy: `set these name servers where shop.example is registered: ${SERVERS.join(", ")}`,
    },
  ],
  [
    "is delegated elsewhere",
    { "shop.example": { NS: ["ns1.registrar.example", "ns2.registrar.example"] } },
    {
      result: "failed",
      evidence: "shop.example is delegated elsewhere: ns1.registrar.example, ns2.registrar.example",
    },
  ],
  [
    "is delegated in part",
    { "shop.example": { NS: ["NS-1.awsdns-01.com", "ns1.registrar.example"] } },
    { result: "warning", evidence: "shop.example is delegated to ns-1.awsdns-01.com, ns1.registrar.example" },
  ],
])("says that the domain %s", async (_, dns, expected) => {
  const { check } = await world();
  expect(await check("dev", "zone", dns)).toMatchObject(expected);
});

it("says that nobody is allowed to issue the certificate", async () => {
  const { check } = await world();
  const dns = { "shop.example": { NS: SERVERS, CAA: ["issue letsencrypt.org"] } };
  expect(await check("dev", "certificate", dns)).toMatchObject({
    result: "failed",
    evidence: "CAA records of shop.example let only letsencrypt.org issue certificates",
  });
  const amazon = { "shop.example": { NS: SERVERS, CAA: ["issue letsencrypt.org", "issuewild amazon.com"] } };
  expect(await check("dev", "certificate", amazon)).toMatchObject({ result: "ok" });
});

const ARN = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000";

it.each<[string, object, object]>([
  ["is issued", { Status: "ISSUED", SubjectAlternativeNames: ["*.shop.example"] }, { result: "ok" }],
  ["waits", { Status: "PENDING_VALIDATION" }, { result: "failed", evidence: "its status is PENDING_VALIDATION" }],
  [
    "is for another name",
    { Status: "ISSUED", SubjectAlternativeNames: ["shop.example"] },
    { result: "failed", evidence: "it is for shop.example, not for api-dev.shop.example" },
  ],
])("says of a certificate that it %s", async (_, Certificate, expected) => {
  const { check, server } = await world({ ...ANSWERS, clients: [], dns: "external", certificate: ARN });
  server.answer({ "acm.DescribeCertificate": { Certificate } as never });
  expect(await check("dev", "certificate")).toMatchObject(expected);
});

it("names the secrets without a value", async () => {
  const { check } = await world();
  expect(await check("staging", "secrets")).toEqual({
    id: "secrets",
    result: "failed",
    evidence: "no value for api.JWT_SECRET",
    remedy: "npx space-sst secrets push staging --from FILE",
  });
});

it("refuses what it cannot read", async () => {
  const { doctor } = await world();
  const { exitCode, stderr } = await doctor(["produktion"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('"produktion" is no stage of this repo (did you mean "production"?)');
});

it.skipIf(!hasScript)("shows what it waits for, and stops at Ctrl-C", async () => {
  const { root, server, path } = await world(ANSWERS, { ...WELL, docker: HANGS });
  const words = ["doctor", "dev", "--dns", await nameServer(DELEGATED)];
  const env = { ...server.env, PATH: `${path}:${process.env.PATH}` };
  const { screen, status } = await type(root, words, [[/waiting for Docker …/, CTRL_C]], env);
  expect(screen).toMatch(/20 of 21 checks, waiting for Docker …/);
  expect(stripVTControlCharacters(screen)).toMatch(/space-sst: Stopped\./);
  expect(status).toBe(130);
});
