import { describe, expect, it } from "vitest";
import { answers } from "../../../lib/proof/simulate/engine/lookups.ts";
import type { PlainObject } from "../../../lib/proof/simulate/types.ts";

/** What a program is answered that asks AWS about what is there. */

const ACCOUNT = "123456789012";
const ask = (short: string, args: PlainObject = {}): PlainObject => {
  const token = Object.keys(answers).find(
    (one) => one.replace(/\/.*/, "").replace("index", "") + one.replace(/.*:/, ".") === short,
  );
  const answer = answers[token ?? ""];
  if (answer === undefined) throw new Error(`nothing answers ${short}`);
  return answer({ token: token ?? "", args, account: ACCOUNT, region: "eu-west-1" });
};
const digits = (prefix: string, count: number) => expect.stringMatching(new RegExp(`^${prefix}[0-9a-f]{${count}}$`));
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/`;
const NS = ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"];
const AMI = {
  ...{ id: digits("ami-", 17), imageId: digits("ami-", 17), architecture: "arm64", rootDeviceName: "/dev/xvda" },
  arn: "arn:aws:ec2:eu-west-1::image/ami-mock",
};

it.each<[string, PlainObject, object]>([
  [
    "aws:.getCallerIdentity",
    {},
    {
      ...{ id: ACCOUNT, accountId: ACCOUNT, userId: "AROAMOCK:session" },
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/session`,
    },
  ],
  ...["eu-west-1", "sa-east-1"].map((name): [string, PlainObject, object] => [
    "aws:.getRegion",
    name === "eu-west-1" ? {} : { region: name },
    { id: name, name, region: name, description: name, endpoint: `ec2.${name}.amazonaws.com` },
  ]),
  ["aws:.getRegion", { name: "us-east-1" }, expect.objectContaining({ region: "us-east-1" })],
  [
    "aws:.getPartition",
    {},
    { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" },
  ],
  [
    "aws:.getAvailabilityZones",
    {},
    {
      ...{ id: "eu-west-1", groupNames: ["eu-west-1"], names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] },
      zoneIds: ["zone-az1", "zone-az2", "zone-az3"],
    },
  ],
  ["aws:.getService", { serviceId: "s3" }, { dnsName: "s3.amazonaws.com", supported: true }],
  ["aws:iam.getRole", { name: "ci" }, { id: "ci", name: "ci", arn: `arn:aws:iam::${ACCOUNT}:role/ci` }],
  ["aws:iam.getPolicy", { name: "ReadOnlyAccess" }, { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
  ["aws:iam.getPolicy", { arn: "arn:own" }, { arn: "arn:own" }],
  [
    "aws:iam.getOpenIdConnectProvider",
    { url: "https://token.actions.githubusercontent.com" },
    {
      arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
      url: "token.actions.githubusercontent.com",
    },
  ],
  ["aws:iam.getOpenIdConnectProvider", { arn: "arn:own" }, { arn: "arn:own", url: "arn:own" }],
  ["aws:ec2.getAmi", { filters: [{ name: "name" }] }, AMI],
  ["aws:ec2.getAmi", {}, AMI],
  ["aws:ec2.getVpc", {}, { id: "vpc-mock", cidrBlock: "10.0.0.0/16" }],
  ["aws:ec2.getVpc", { id: "vpc-1" }, { id: "vpc-1", cidrBlock: "10.0.0.0/16" }],
  ["aws:ec2.getSubnets", {}, { ids: ["subnet-mock1", "subnet-mock2"] }],
  ["aws:ec2.getManagedPrefixList", { name: "a" }, { id: digits("pl-", 8), name: "a" }],
  ["aws:ec2.getPrefixList", { name: "a" }, { id: digits("pl-", 8) }],
  [
    "aws:ecr.getAuthorizationToken",
    {},
    {
      ...{ id: "eu-west-1", authorizationToken: "MOCKSECRET", userName: "AWS", password: "MOCKSECRET" },
      proxyEndpoint: `https://${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`,
      expiresAt: "2099-01-01T00:00:00Z",
    },
  ],
  [
    "aws:ecr.getAuthorizationToken",
    { registryId: "1" },
    expect.objectContaining({ proxyEndpoint: "https://1.dkr.ecr.eu-west-1.amazonaws.com" }),
  ],
  [
    "aws:ecr.getCredentials",
    { registryId: "1" },
    {
      authorizationToken: Buffer.from("AWS:MOCKSECRET").toString("base64"),
      proxyEndpoint: "https://1.dkr.ecr.eu-west-1.amazonaws.com",
    },
  ],
  [
    "aws:route53.getZone",
    { name: "acme.com." },
    {
      ...{ id: "Z0MOCKZONE", zoneId: "Z0MOCKZONE", name: "acme.com", nameServers: NS },
      arn: "arn:aws:route53:::hostedzone/Z0MOCKZONE",
    },
  ],
  [
    "aws:route53.getZone",
    { zoneId: "Z1" },
    { id: "Z1", zoneId: "Z1", name: "Z1.example", nameServers: NS, arn: "arn:aws:route53:::hostedzone/Z1" },
  ],
  [
    "aws:acm.getCertificate",
    { domain: "acme.com" },
    { arn: digits(`arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/`, 17), status: "ISSUED" },
  ],
  [
    "aws:rds.getEngineVersion",
    { engine: "postgres", version: "16.8" },
    { version: "16.8", versionActual: "16.8", parameterGroupFamily: "postgres16" },
  ],
  [
    "aws:rds.getEngineVersion",
    { engine: "postgres" },
    { version: "17.4", versionActual: "17.4", parameterGroupFamily: "postgres17" },
  ],
  [
    "aws:secretsmanager.getSecretVersion",
    { secretId: "arn:own" },
    {
      ...{ arn: "arn:own", versionId: "mock" },
      secretString: '{"username":"MOCKSECRET","password":"MOCKSECRET"}',
    },
  ],
  [
    "aws:ssm.getParameter",
    { name: "/a/b" },
    { arn: `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/a/b`, name: "/a/b", value: "mock-/a/b" },
  ],
  [
    "aws:kms.getAlias",
    { name: "alias/a" },
    {
      ...{ arn: `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/a`, targetKeyId: digits("", 32) },
      targetKeyArn: digits(KEY, 32),
    },
  ],
  ["aws:kms.getKey", { keyId: "alias/a" }, { id: digits("", 32), arn: digits(KEY, 32) }],
  // AWS's own account for the logs of load balancers in us-east-1.
  ["aws:elb.getServiceAccount", {}, { id: "127311923021", arn: "arn:aws:iam::127311923021:root" }],
  ["aws:lb.getHostedZoneId", {}, { id: "Z0MOCKLB" }],
  ["aws:cloudfront.getCachePolicy", { name: "Managed-CachingDisabled" }, { id: digits("", 32) }],
  ["aws:cloudfront.getCachePolicy", { id: "1" }, { id: digits("", 32) }],
  ["aws:cloudfront.getOriginRequestPolicy", { name: "Managed-AllViewer" }, { id: digits("", 32) }],
  ["aws:cloudfront.getOriginRequestPolicy", { id: "1" }, { id: digits("", 32) }],
  ["cloudflare:.getZone", { name: "acme.com" }, { id: "0mockzone", zoneId: "0mockzone", name: "acme.com" }],
  ["cloudflare:.getZone", { zoneId: "1" }, { id: "0mockzone", zoneId: "0mockzone", name: "1.example" }],
])("%s(%j)", (name, args, answer) => {
  expect(ask(name, args)).toEqual(answer);
});

it.each<[string, string]>([
  ["aws:ec2.getPrefixList", "name"],
  ["aws:ec2.getManagedPrefixList", "name"],
  ["aws:ec2.getAmi", "filters"],
  ["aws:kms.getKey", "keyId"],
  ["aws:cloudfront.getCachePolicy", "name"],
  ["aws:cloudfront.getCachePolicy", "id"],
  ["aws:cloudfront.getOriginRequestPolicy", "id"],
])("%s finds another one by another %s", (name, key) => {
  const found = (value: string) => ask(name, { [key]: value }).id;
  expect(found("a")).toBe(found("a"));
  expect(found("b")).not.toBe(found("a"));
});

it("an alias and its key are one", () => {
  const { targetKeyId, targetKeyArn } = ask("aws:kms.getAlias", { name: "alias/a" });
  expect(targetKeyArn).toBe(KEY + targetKeyId);
  expect(ask("aws:kms.getKey", { keyId: "alias/a" })).toEqual({ id: targetKeyId, arn: targetKeyArn });
});

describe("a policy document", () => {
  const written = (args: PlainObject) => {
    const { id, json, minifiedJson } = ask("aws:iam.getPolicyDocument", args);
    expect(id).toMatch(/^[0-9a-f]{10}$/);
    const document = JSON.parse(String(json));
    expect([json, minifiedJson]).toEqual([JSON.stringify(document, null, 2), JSON.stringify(document)]);
    return document;
  };

  it("is as AWS writes it: one is itself, several are a list, and what is not said is not there", () => {
    const statement = {
      ...{ sid: "Own", effect: "Deny", actions: ["a:B"], notActions: ["a:C", "a:D"] },
      ...{ resources: ["*"], notResources: ["arn:one", "arn:two"] },
      principals: [
        { type: "AWS", identifiers: ["1", "2"] },
        { type: "Service", identifiers: ["ecs.amazonaws.com"] },
      ],
      notPrincipals: [{ type: "AWS", identifiers: ["3"] }],
      conditions: [
        { test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] },
        { test: "StringEquals", variable: "aws:PrincipalTag/a", values: ["b", "c"] },
        { test: "Bool", variable: "aws:SecureTransport", values: ["false"] },
      ],
    };
    expect(written({ version: "2008-10-17", policyId: "own", statements: [statement, { actions: ["*"] }] })).toEqual({
      Version: "2008-10-17",
      Id: "own",
      Statement: [
        {
          ...{ Sid: "Own", Effect: "Deny", Action: "a:B", NotAction: ["a:C", "a:D"] },
          ...{ Resource: "*", NotResource: ["arn:one", "arn:two"] },
          Principal: { AWS: ["1", "2"], Service: "ecs.amazonaws.com" },
          NotPrincipal: { AWS: "3" },
          Condition: {
            StringEquals: { "aws:SourceAccount": "1", "aws:PrincipalTag/a": ["b", "c"] },
            Bool: { "aws:SecureTransport": "false" },
          },
        },
        { Effect: "Allow", Action: "*" },
      ],
    });
  });

  it("says together what is said in two places of one", () => {
    const principals = [
      { type: "AWS", identifiers: ["*"] },
      { type: "AWS", identifiers: ["1", "2"] },
    ];
    const conditions = ["a", "b"].map((value) => ({ test: "StringLike", variable: "aws:userId", values: [value] }));
    expect(written({ statements: [{ principals, conditions }] }).Statement).toEqual([
      {
        ...{ Effect: "Allow", Principal: { AWS: ["*", "1", "2"] } },
        Condition: { StringLike: { "aws:userId": ["a", "b"] } },
      },
    ]);
  });

  it("without anything is of today's version, and empty", () => {
    expect(written({})).toEqual({ Version: "2012-10-17", Statement: [] });
  });

  it.each<[string[], string, unknown]>([
    [["*"], "*", "*"],
    [["*"], "AWS", { AWS: "*" }],
    [["1"], "*", { "*": "1" }],
  ])("lets in %j of %s as %j", (identifiers, type, principal) => {
    expect(written({ statements: [{ principals: [{ type, identifiers }] }] }).Statement).toEqual([
      { Effect: "Allow", Principal: principal },
    ]);
  });
});
