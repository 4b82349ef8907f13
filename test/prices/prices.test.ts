import { copyFile, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { REGIONS } from "../../lib/answers/vocabulary.ts";
import { GLOBAL, priceList, priceOf } from "../../lib/cost/prices.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { temporaryFolder } from "../support/cli.ts";

/** A server that has the price lists that it is given, by their paths, and no others. */
async function serve(lists: Record<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    const text = lists[(request.url ?? "").replace("/offers/v1.0/aws/", "")];
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const excerpt = () => readFile(join(import.meta.dirname, "fixtures", "AmazonEC2.eu-west-1.csv"), "utf8");

/** A list of the same format, with rows of its own. */
function listOf(offer: string, rows: Record<string, string>[]): string {
  const head = ["SKU", "TermType", "StartingRange", "Unit", "PricePerUnit", "Currency", "usageType", "operation"];
  const names = [...new Set([...head, ...rows.flatMap((row) => Object.keys(row))])];
  const line = (cells: string[]) => cells.map((cell) => `"${cell}"`).join(",");
  const base = { SKU: "X", TermType: "OnDemand", StartingRange: "0", Currency: "USD", operation: "" };
  return [
    line(["FormatVersion", "v1.0"]),
    line(["Publication Date", "2026-10-05T01:02:03Z"]),
    line(["OfferCode", offer]),
    line(names),
    ...rows.map((row) => line(names.map((name) => ({ ...base, ...row })[name] ?? ""))),
  ].join("\n");
}

async function update(lists: Record<string, string>) {
  const file = join(await temporaryFolder(), "prices.json");
  await copyFile(join(packageRoot, "lib", "cost", "prices.json"), file);
  const before = JSON.parse(await readFile(file, "utf8"));
  before.regions["eu-west-1"] = { webAcl: { usd: 5, source: "https://example.com/", date: "2020-01-01" } };
  await writeFile(file, JSON.stringify(before));
  const script = join(packageRoot, "scripts", "prices.mjs");
  const words = [script, "--base", await serve(lists), "--regions", "eu-west-1", "--file", file];
  const { stderr, exitCode } = await execa(process.execPath, words, { reject: false });
  return { data: JSON.parse(await readFile(file, "utf8")), before, stderr, exitCode };
}

it("reads a price list of AWS as it is: the row that is meant, with its source and the day that AWS published it", async () => {
  const { data } = await update({ "AmazonEC2/current/eu-west-1/index.csv": await excerpt() });
  const { natGateway, "ec2.t4g.nano": nano, "ebs.gp3": disk } = data.regions["eu-west-1"];
  expect(natGateway).toMatchObject({ usd: 0.048, date: "2026-09-25", sku: "AAAA0000NAT00001" });
  expect(natGateway.source).toMatch(/\/offers\/v1.0\/aws\/AmazonEC2\/current\/eu-west-1\/index.csv$/);
  // Neither the reserved price nor that of another operating system.
  expect(nano).toMatchObject({ usd: 0.0046, sku: "AAAA0000BOX00001" });
  expect(disk.usd).toBe(0.088);
});

/** Spot has no price list; what is by use is in tiers, or by single requests: these are kept by hand. */
const BY_HAND =
  /:spot$|Gb$|GbMonth$|Io$|Requests$|^(dnsQueries|lcu|messages|mails|restoreTest|traces|metric|metric:enhanced|performanceInsights|schedules|transfer\w+)$/;

it("knows the row of every class that the questions offer, in one zone and in two", async () => {
  const { units } = JSON.parse(await readFile(join(packageRoot, "lib", "cost", "prices.json"), "utf8"));
  const rules: string = join(packageRoot, "scripts", "prices", "rules.mjs");
  const { REGIONAL, WORLDWIDE } = (await import(rules)) as Record<"REGIONAL" | "WORLDWIDE", { key: string }[]>;
  const read = new Set([...REGIONAL, ...WORLDWIDE].map(({ key }) => key));
  expect(Object.keys(units).filter((key) => !read.has(key) && !BY_HAND.test(key))).toEqual([]);
  expect([...read].filter((key) => units[key] === undefined)).toEqual([]);
});

it("leaves what no list says as it was, says so, and ends with 1", async () => {
  const { data, before, stderr, exitCode } = await update({ "AmazonEC2/current/eu-west-1/index.csv": await excerpt() });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("eu-west-1: AmazonECS: AWS publishes no list");
  expect(data.regions["eu-west-1"].webAcl).toEqual(before.regions["eu-west-1"].webAcl);
  expect(data.regions["eu-west-1"].fargateVcpu).toBeUndefined();
  expect(data.regions["us-east-1"]).toEqual(before.regions["us-east-1"]);
});

it("knows the ways in which AWS writes a region, free tiers, and units that are not meant", async () => {
  const { data, stderr } = await update({
    "awskms/current/eu-west-1/index.csv": listOf("awskms", [
      { usageType: "eu-west-1-KMS-Keys", Unit: "keys", PricePerUnit: "1.0000000000" },
    ]),
    "AmazonECS/current/eu-west-1/index.csv": listOf("AmazonECS", [
      { usageType: "EU-Fargate-vCPU-Hours:perCPU", Unit: "hours", PricePerUnit: "0.04048" },
      { usageType: "EU-Fargate-Windows-vCPU-Hours:perCPU", Unit: "hours", PricePerUnit: "0.046552" },
      { usageType: "EU-Fargate-GB-Hours", Unit: "GB-Mo", PricePerUnit: "3" },
    ]),
    "AmazonRoute53/current/index.csv": listOf("AmazonRoute53", [
      { usageType: "Health-Check-AWS", Unit: "Health Checks", PricePerUnit: "0", StartingRange: "0" },
      { usageType: "Health-Check-AWS", Unit: "Health Checks", PricePerUnit: "0.5", StartingRange: "50" },
    ]),
    "awswaf/current/eu-west-1/index.csv": listOf("awswaf", [
      { usageType: "EU-RuleV2", Unit: "Rule", PricePerUnit: "1" },
      { usageType: "EU-RuleV2", Unit: "Rule", PricePerUnit: "2" },
      { usageType: "EU-ShieldProtected-WebACLV2", Unit: "WebACL", PricePerUnit: "9" },
    ]),
  });
  const { kmsKey, fargateVcpu, fargateGb, webAclRule, webAcl } = data.regions["eu-west-1"];
  expect([kmsKey.usd, fargateVcpu.usd, data.regions.global.healthCheck.usd]).toEqual([1, 0.04048, 0.5]);
  expect(data.regions.global.healthCheck.date).toBe("2026-10-05");
  expect([fargateGb, webAclRule, webAcl.usd]).toEqual([undefined, undefined, 5]);
  expect(stderr).toContain("fargateGb: by GB-Mo, not by the hour");
  expect(stderr).toContain("webAclRule: 1 and 2");
});

it("has a source, a date and a positive price for each entry, in regions that the generator offers, with units that are known", () => {
  for (const region of [GLOBAL, ...REGIONS]) {
    const { prices } = priceList(region);
    for (const [key, price] of Object.entries(prices)) {
      expect(["hour", "month", "GB", "million", "thousand", "10,000"], `${region} ${key}`).toContain(price.per);
      expect(price.source, `${region} ${key}`).toMatch(/^https:\/\//);
      expect(price.date, `${region} ${key}`).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(price.usd, `${region} ${key}`).toBeGreaterThan(0);
    }
  }
});

it("takes no price from another region", () => {
  expect(priceOf("natGateway", priceList("eu-central-2"))).toBeUndefined();
  expect(priceOf("natGateway", priceList("sa-east-1"))?.usd).toBe(0.093);
  expect(priceOf("hostedZone", priceList("eu-central-2"))?.usd).toBe(0.5);
});
