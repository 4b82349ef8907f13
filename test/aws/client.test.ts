import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Aws } from "../../lib/aws/client.ts";
import { identityOf } from "../../lib/aws/identity.ts";
import { type Answers, AwsFault, awsServer, SILENCE } from "../support/aws/server.ts";

afterEach(() => void vi.unstubAllEnvs());

/** AWS in a region, at a stand-in with these answers. */
async function standIn(answers: Answers, region = "eu-west-1") {
  const server = await awsServer(answers);
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  return { server, aws: new Aws({ region }) };
}

const IDENTITY = { Account: "111122223333", Arn: "arn:aws:iam::111122223333:user/ana", UserId: "AIDA" };

it("speaks each service's protocol, in the region it is given", async () => {
  const { server, aws } = await standIn({
    "sts.GetCallerIdentity": IDENTITY,
    "ec2.DescribeVpcs": { vpcSet: [{ vpcId: "vpc-1", isDefault: true }, { vpcId: "vpc-2" }] },
    "ecs.DescribeServices": { services: [{ serviceName: "api", createdAt: new Date("2026-01-02T03:04:05Z") }] },
    "route53.ListHostedZonesByName": {
      HostedZones: { HostedZone: [{ Id: "/hostedzone/Z1", Name: "acme.com.", CallerReference: "x" }] },
      IsTruncated: false,
      MaxItems: 100,
    },
    "logs.GetLogEvents": { events: [{ message: 'a <b> & "c"' }] },
    "quotas.GetServiceQuota": { Quota: { QuotaCode: "L-F678F1CE", Value: 5 } },
    "ssm.GetParameter": { Parameter: { Name: "/sst/bootstrap", Value: "{}" } },
    "acm.DescribeCertificate": { Certificate: { Status: "ISSUED" } },
    "iam.ListAttachedRolePolicies": { AttachedPolicies: [{ PolicyName: "a&b" }], IsTruncated: false },
  });

  expect(await identityOf(aws)).toEqual({ account: "111122223333", arn: IDENTITY.Arn });
  expect((await aws.call("ec2", "DescribeVpcs", {})).Vpcs).toMatchObject([{ VpcId: "vpc-1", IsDefault: true }, {}]);
  const { services } = await aws.call("ecs", "DescribeServices", { cluster: "k", services: ["api"] });
  expect(services?.[0]?.createdAt).toEqual(new Date("2026-01-02T03:04:05Z"));
  const zones = await aws.call("route53", "ListHostedZonesByName", { DNSName: "acme.com" });
  expect(zones.HostedZones).toMatchObject([{ Name: "acme.com." }]);
  const { events } = await aws.call("logs", "GetLogEvents", { logStreamName: "s" });
  expect(events).toMatchObject([{ message: 'a <b> & "c"' }]);
  const { Quota } = await aws.call("quotas", "GetServiceQuota", { ServiceCode: "vpc", QuotaCode: "L-F678F1CE" });
  expect(Quota).toMatchObject({ Value: 5 });
  expect((await aws.call("ssm", "GetParameter", { Name: "/sst/bootstrap" })).Parameter).toMatchObject({ Value: "{}" });
  const { Certificate } = await aws.call("acm", "DescribeCertificate", { CertificateArn: "arn:…" });
  expect(Certificate).toMatchObject({ Status: "ISSUED" });
  const { AttachedPolicies } = await aws.call("iam", "ListAttachedRolePolicies", { RoleName: "r" });
  expect(AttachedPolicies).toMatchObject([{ PolicyName: "a&b" }]);

  expect(server.asked("ecs.DescribeServices")).toEqual([
    {
      operation: "ecs.DescribeServices",
      region: "eu-west-1",
      accessKey: "AKIATEST",
      input: { cluster: "k", services: ["api"] },
    },
  ]);
  expect(server.asked("route53.ListHostedZonesByName")[0]?.input).toEqual({ dnsname: "acme.com" });
});

describe("pages are followed to the end", () => {
  /** The words of each service for what points to the next page, and for what asks for it: in its API reference. */
  it.each<[string, (aws: Aws) => AsyncIterable<unknown>, Answers, object[]]>([
    [
      "nextToken",
      (aws) => aws.pages("ecs", "ListTasks", { cluster: "k" }),
      { "ecs.ListTasks": ({ input }) => (input.nextToken === "2" ? {} : { taskArns: ["a"], nextToken: "2" }) },
      [{ cluster: "k" }, { cluster: "k", nextToken: "2" }],
    ],
    [
      "NextToken",
      (aws) => aws.pages("backup", "ListRestoreJobs", { ByStatus: "FAILED" }),
      { "backup.ListRestoreJobs": ({ input }) => (input.nextToken === "2" ? {} : { NextToken: "2" }) },
      [{ status: "FAILED" }, { status: "FAILED", nextToken: "2" }],
    ],
    [
      "Marker",
      (aws) => aws.pages("rds", "DescribeEventSubscriptions", { SubscriptionName: "s" }),
      { "rds.DescribeEventSubscriptions": ({ input }) => (input.Marker === "2" ? { Marker: "" } : { Marker: "2" }) },
      [{ SubscriptionName: "s" }, { SubscriptionName: "s", Marker: "2" }],
    ],
    [
      "NextMarker",
      (aws) => aws.pages("route53", "ListHealthChecks", {}),
      {
        "route53.ListHealthChecks": ({ input }) =>
          input.marker === "2" ? { Marker: "2", IsTruncated: false } : { NextMarker: "2", IsTruncated: true },
      },
      [{}, { marker: "2" }],
    ],
  ])("by %s", async (_, pages, answers, inputs) => {
    const { server, aws } = await standIn(answers);
    let count = 0;
    for await (const _page of pages(aws)) if (++count > inputs.length) break;
    expect(server.requests.map(({ input }) => input)).toMatchObject(inputs);
    expect(count).toBe(inputs.length);
  });
});

it("tries again what passes by itself", async () => {
  let left = 2;
  const { aws, server } = await standIn({
    "sts.GetCallerIdentity": () => (left-- > 0 ? new AwsFault("Throttling", "Rate exceeded") : IDENTITY),
  });
  expect(await identityOf(aws)).toMatchObject({ account: "111122223333" });
  expect(server.requests).toHaveLength(3);
});

const DENIED =
  "User: arn:aws:sts::111122223333:assumed-role/dev/ana is not authorized to perform: ecs:DescribeServices on resource: arn:aws:ecs:eu-west-1:111122223333:service/api";

it.each([
  [
    new AwsFault("AccessDeniedException", `${DENIED} because no identity-based policy allows the action`),
    "denied",
    "AWS denies ecs:DescribeServices on arn:aws:ecs:eu-west-1:111122223333:service/api: let a policy of arn:aws:sts::111122223333:assumed-role/dev/ana allow it.",
  ],
  [
    new AwsFault("AccessDeniedException", `${DENIED} with an explicit deny in a service control policy`),
    "denied",
    "AWS denies ecs:DescribeServices on arn:aws:ecs:eu-west-1:111122223333:service/api: a service control policy of the organization denies it: ask who runs the organization.",
  ],
  [
    new AwsFault("ExpiredTokenException", "The security token included in the request is expired"),
    "expired",
    "The AWS session of AWS_ACCESS_KEY_ID in the environment has ended; put new ones into the environment, or unset them and choose a profile: AWS_PROFILE.",
  ],
  [
    new AwsFault("UnrecognizedClientException", "The security token included in the request is invalid."),
    "invalid-credentials",
    "AWS does not know the credentials of AWS_ACCESS_KEY_ID in the environment in eu-west-1: put new ones into the environment, or unset them and choose a profile: AWS_PROFILE. Where they work in other regions, eu-west-1 is not enabled for the account.",
  ],
  [
    new AwsFault("OptInRequired", "You are not subscribed to this service."),
    "region",
    "The account may not use ecs:DescribeServices in eu-west-1; enable the region (AWS console, Account, AWS Regions) or the service, and try again.",
  ],
  [
    new AwsFault("ThrottlingException", "Rate exceeded"),
    "throttled",
    "AWS still throttles ecs:DescribeServices in eu-west-1 after several attempts; try again in a minute.",
  ],
  [
    new AwsFault("ClusterNotFoundException", "Cluster\nnot found."),
    "not-found",
    "AWS finds nothing for ecs:DescribeServices in eu-west-1: Cluster not found.",
  ],
  [
    new AwsFault("InvalidParameterException", "services can not be empty."),
    "other",
    "ecs:DescribeServices in eu-west-1 failed: InvalidParameterException: services can not be empty.",
  ],
])("says in one line what is wrong and what to do: %o", async (fault, problem, message) => {
  const { aws, server } = await standIn({ "ecs.DescribeServices": fault });
  await expect(aws.call("ecs", "DescribeServices", { cluster: "k", services: [] })).rejects.toMatchObject({
    name: "Failure",
    problem,
    message,
    aws: fault.code,
  });
  // What passes by itself is tried four times in all, what does not once.
  expect(server.requests).toHaveLength(problem === "throttled" ? 4 : 1);
});

it.each([
  [undefined, 30_000, "30 s"],
  [300, 300, "0.3 s"],
])("gives a call that may take %s ms up after %d ms", async (timeout, after, said) => {
  const { aws, server } = await standIn({ "sts.GetCallerIdentity": SILENCE });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  let error: unknown;
  const calling = aws.call("sts", "GetCallerIdentity", {}, { ...(timeout && { timeout }) }).catch((thrown) => {
    error = thrown;
  });
  while (server.requests.length === 0) await turn();
  vi.advanceTimersByTime(after - 1);
  await turn();
  expect(error).toBeUndefined();
  vi.advanceTimersByTime(1);
  await calling;
  expect(error).toMatchObject({
    problem: "timeout",
    message: `AWS did not answer sts:GetCallerIdentity in eu-west-1 within ${said}; check the network and any proxy, and try again.`,
  });
});

it("stops when its caller stops", async () => {
  await standIn({ "sts.GetCallerIdentity": SILENCE });
  const stop = new AbortController();
  const aws = new Aws({ region: "eu-west-1", signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await expect(identityOf(aws)).rejects.toMatchObject({ problem: "stopped" });
});
