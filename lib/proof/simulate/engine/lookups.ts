import type { Answer, Plain, PlainObject } from "../types.ts";
import { digest } from "./secrets.ts";
import { isObject } from "./wire.ts";

const list = (value: Plain | undefined): PlainObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
/** AWS writes a list of one as the one. */
const one = (value: Plain | undefined): Plain | undefined =>
  Array.isArray(value) && value.length === 1 ? value[0] : value;
const compact = (object: Record<string, Plain | undefined>): PlainObject =>
  Object.fromEntries(Object.entries(object).filter((entry): entry is [string, Plain] => entry[1] !== undefined));

const items = (value: Plain | undefined): Plain[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** What is said in two places of one name is said together, as the provider writes it. */
function gathered(said: [name: Plain | undefined, values: Plain | undefined][]): PlainObject {
  const found = new Map<string, Plain[]>();
  for (const [name, values] of said) found.set(String(name), [...(found.get(String(name)) ?? []), ...items(values)]);
  return compact(Object.fromEntries([...found].map(([name, values]) => [name, one(values)])));
}

function principals(value: Plain | undefined): Plain | undefined {
  const all = list(value);
  if (all.length === 0) return undefined;
  if (all.some(({ type, identifiers }) => type === "*" && JSON.stringify(identifiers) === '["*"]')) return "*";
  return gathered(all.map(({ type, identifiers }) => [type, identifiers]));
}

function conditions(value: Plain | undefined): Plain | undefined {
  const all = list(value);
  if (all.length === 0) return undefined;
  const of = (test: Plain | undefined) => all.filter((condition) => condition.test === test);
  return Object.fromEntries(
    all.map(({ test }) => [String(test), gathered(of(test).map(({ variable, values }) => [variable, values]))]),
  );
}

/** The document that `aws.iam.getPolicyDocument` writes. */
function policyDocument(args: PlainObject): string {
  const statements = list(args.statements).map((statement) =>
    compact({
      Sid: statement.sid,
      Effect: statement.effect ?? "Allow",
      Action: one(statement.actions),
      NotAction: one(statement.notActions),
      Resource: one(statement.resources),
      NotResource: one(statement.notResources),
      Principal: principals(statement.principals),
      NotPrincipal: principals(statement.notPrincipals),
      Condition: conditions(statement.conditions),
    }),
  );
  return JSON.stringify(
    compact({ Version: args.version ?? "2012-10-17", Id: args.policyId, Statement: statements }),
    null,
    2,
  );
}

const zones = (region: string) => ["a", "b", "c"].map((letter) => region + letter);
const zoneName = ({ name, zoneId }: PlainObject) => String(name ?? `${zoneId}.example`).replace(/\.$/, "");

/** What AWS and the other providers answer to the questions of a program, by token. */
export const answers: Record<string, Answer> = {
  "aws:index/getCallerIdentity:getCallerIdentity": ({ account }) => ({
    id: account,
    accountId: account,
    arn: `arn:aws:sts::${account}:assumed-role/deploy/session`,
    userId: "AROAMOCK:session",
  }),
  "aws:index/getRegion:getRegion": ({ args, region }) => {
    const name = args.region ?? args.name ?? region;
    return { id: name, name, region: name, description: name, endpoint: `ec2.${name}.amazonaws.com` };
  },
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": ({ region }) => ({
    id: region,
    names: zones(region),
    zoneIds: zones(region).map((_, index) => `zone-az${index + 1}`),
    groupNames: [region],
  }),
  "aws:index/getService:getService": ({ args }) => ({ dnsName: `${args.serviceId}.amazonaws.com`, supported: true }),
  "aws:iam/getPolicyDocument:getPolicyDocument": ({ args }) => {
    const json = policyDocument(args);
    return { id: digest(json, 10), json, minifiedJson: JSON.stringify(JSON.parse(json)) };
  },
  "aws:iam/getRole:getRole": ({ args, account }) => ({
    id: args.name ?? "",
    name: args.name ?? "",
    arn: `arn:aws:iam::${account}:role/${args.name}`,
  }),
  "aws:iam/getPolicy:getPolicy": ({ args }) => ({ arn: args.arn ?? `arn:aws:iam::aws:policy/${args.name}` }),
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": ({ args, account }) => {
    const url = String(args.url ?? args.arn).replace(/^https:\/\//, "");
    return { arn: args.arn ?? `arn:aws:iam::${account}:oidc-provider/${url}`, url };
  },
  "aws:ec2/getAmi:getAmi": ({ args, region }) => ({
    id: `ami-${digest(JSON.stringify(args.filters ?? null), 17)}`,
    imageId: `ami-${digest(JSON.stringify(args.filters ?? null), 17)}`,
    architecture: "arm64",
    rootDeviceName: "/dev/xvda",
    arn: `arn:aws:ec2:${region}::image/ami-mock`,
  }),
  "aws:ec2/getVpc:getVpc": ({ args }) => ({ id: args.id ?? "vpc-mock", cidrBlock: "10.0.0.0/16" }),
  "aws:ec2/getSubnets:getSubnets": () => ({ ids: ["subnet-mock1", "subnet-mock2"] }),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": ({ args }) => ({
    id: `pl-${digest(String(args.name), 8)}`,
    name: args.name ?? "",
  }),
  "aws:ec2/getPrefixList:getPrefixList": ({ args }) => ({ id: `pl-${digest(String(args.name), 8)}` }),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": ({ args, account, region }) => ({
    id: region,
    authorizationToken: "MOCKSECRET",
    userName: "AWS",
    password: "MOCKSECRET",
    proxyEndpoint: `https://${args.registryId ?? account}.dkr.ecr.${region}.amazonaws.com`,
    expiresAt: "2099-01-01T00:00:00Z",
  }),
  "aws:ecr/getCredentials:getCredentials": ({ args, region }) => ({
    authorizationToken: Buffer.from("AWS:MOCKSECRET").toString("base64"),
    proxyEndpoint: `https://${args.registryId}.dkr.ecr.${region}.amazonaws.com`,
  }),
  "aws:route53/getZone:getZone": ({ args }) => ({
    id: args.zoneId ?? "Z0MOCKZONE",
    zoneId: args.zoneId ?? "Z0MOCKZONE",
    name: zoneName(args),
    arn: `arn:aws:route53:::hostedzone/${args.zoneId ?? "Z0MOCKZONE"}`,
    nameServers: ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"],
  }),
  "aws:acm/getCertificate:getCertificate": ({ args, account, region }) => ({
    arn: `arn:aws:acm:${region}:${account}:certificate/${digest(String(args.domain), 17)}`,
    status: "ISSUED",
  }),
  "aws:rds/getEngineVersion:getEngineVersion": ({ args }) => ({
    version: args.version ?? "17.4",
    versionActual: args.version ?? "17.4",
    parameterGroupFamily: `${args.engine}${String(args.version ?? "17").split(".")[0]}`,
  }),
  "aws:secretsmanager/getSecretVersion:getSecretVersion": ({ args }) => ({
    arn: args.secretId ?? "",
    secretString: '{"username":"MOCKSECRET","password":"MOCKSECRET"}',
    versionId: "mock",
  }),
  "aws:ssm/getParameter:getParameter": ({ args, account, region }) => ({
    arn: `arn:aws:ssm:${region}:${account}:parameter${args.name}`,
    name: args.name ?? "",
    value: `mock-${args.name}`,
  }),
  "aws:kms/getAlias:getAlias": ({ args, account, region }) => ({
    arn: `arn:aws:kms:${region}:${account}:${args.name}`,
    targetKeyId: digest(String(args.name), 32),
    targetKeyArn: `arn:aws:kms:${region}:${account}:key/${digest(String(args.name), 32)}`,
  }),
  "aws:kms/getKey:getKey": ({ args, account, region }) => ({
    id: digest(String(args.keyId), 32),
    arn: `arn:aws:kms:${region}:${account}:key/${digest(String(args.keyId), 32)}`,
  }),
  "aws:elb/getServiceAccount:getServiceAccount": () => ({ id: "127311923021", arn: "arn:aws:iam::127311923021:root" }),
  "aws:lb/getHostedZoneId:getHostedZoneId": () => ({ id: "Z0MOCKLB" }),
  "aws:cloudfront/getCachePolicy:getCachePolicy": ({ args }) => ({ id: digest(String(args.name ?? args.id), 32) }),
  "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": ({ args }) => ({
    id: digest(String(args.name ?? args.id), 32),
  }),
  "cloudflare:index/getZone:getZone": ({ args }) => ({ id: "0mockzone", zoneId: "0mockzone", name: zoneName(args) }),
};
