import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REGIONS } from "../../lib/answers/vocabulary.ts";
import { GLOBAL, priceList, priceOf } from "../../lib/cost/prices.ts";
import { USES } from "../../lib/cost/usage.ts";
import { packageRoot } from "../../lib/system/package-root.ts";

const BURSTABLE = ["micro", "small", "medium"];
const LARGE = ["large", "xlarge", "2xlarge"];

/** Prices of classes of RDS or ElastiCache, of every engine. */
const classes = (prefix: string, family: string, sizes: readonly string[], engines: readonly string[]) =>
  sizes.flatMap((size) => engines.map((engine) => `${prefix}.${family}.${size}:${engine}`));
const rds = (family: string, sizes: readonly string[]) => classes("db", family, sizes, ["postgres", "mysql"]);
const cache = (family: string, sizes: readonly string[]) => classes("cache", family, sizes, ["valkey", "redis"]);

/** What no public document names a price of, in any region. */
const NOWHERE = ["restoreTest", "edgeStoreRequests"];

/** The columns of the table in docs/plan.md, with the prices that each stands for. */
const COLUMNS: Record<string, readonly string[]> = {
  Fargate: ["fargateVcpu", "fargateGb"],
  "Fargate on Arm": ["fargateVcpu:arm", "fargateGb:arm"],
  "Fargate on Spot": ["fargateVcpu:spot", "fargateGb:spot"],
  NAT: ["natGateway"],
  "Load balancer": ["loadBalancer"],
  "RDS t4g": rds("t4g", [...BURSTABLE, ...LARGE]),
  "RDS m6g, r6g": [...rds("m6g", LARGE), ...rds("r6g", LARGE)],
  "RDS m7g": rds("m7g", LARGE),
  "RDS r7g": rds("r7g", LARGE),
  "RDS disk": ["rdsDisk.gp3"],
  Aurora: ["auroraAcu", "auroraGb"],
  "ElastiCache t4g": cache("t4g", BURSTABLE),
  "ElastiCache m6g, m7g, r6g, r7g": ["m6g", "m7g", "r6g", "r7g"].flatMap((family) => cache(family, LARGE)),
  Tunnel: ["ec2.t4g.nano", "ebs.gp3"],
  Firewall: ["webAcl", "webAclRule"],
  "Keys, secrets, alarms": ["kmsKey", "secret", "alarm"],
  Endpoint: ["vpcEndpoint"],
  Insights: ["metric", "metric:enhanced"],
  Traffic: ["transferOut", "transferZone", "transferRegion"],
  "Other use": USES.flatMap(({ prices }) => prices).filter(
    (key) => !/^(transfer|fargate)/.test(key) && !NOWHERE.includes(key),
  ),
};

function cell(keys: readonly string[], region: string): string {
  const known = keys.filter((key) => typeof priceOf(key, priceList(region))?.usd === "number").length;
  if (known === 0) return "-";
  return known === keys.length ? "yes" : "some";
}

const columnsThat = (are: string, region: string): string =>
  Object.entries(COLUMNS)
    .filter(([, keys]) => cell(keys, region) === are)
    .map(([column]) => column)
    .join(" · ");

const row = (cells: readonly string[]): string => `| ${cells.map((text) => text || "-").join(" | ")} |`;

/** Regions that have the same prices share a row: a table with a column for each price is wider than any page. */
function table(): string {
  const found = REGIONS.map((region) => ({
    region,
    prices: row([columnsThat("yes", region), columnsThat("some", region)]),
  }));
  const regionsWith = (prices: string) => found.filter((one) => one.prices === prices).map(({ region }) => region);
  return [
    row(["Regions", "All prices of", "Some prices of"]),
    row(["---", "---", "---"]),
    ...[...new Set(found.map(({ prices }) => prices))].map((prices) => `| ${regionsWith(prices).join(", ")} ${prices}`),
  ].join("\n");
}

it("is what the documentation says it is, region by region", async () => {
  expect(await readFile(join(packageRoot, "docs", "plan.md"), "utf8")).toContain(table());
});

it("knows every price of us-east-1 but those that the documentation names", () => {
  for (const [column, keys] of Object.entries(COLUMNS))
    expect(cell(keys, "us-east-1"), column).toBe(column === "RDS m7g" ? "some" : "yes");
});

it("has no price of what the documentation says that nobody publishes", async () => {
  const priced = new Set([GLOBAL, ...REGIONS].flatMap((region) => Object.keys(priceList(region).prices)));
  expect([...new Set(USES.flatMap(({ prices }) => prices))].filter((key) => !priced.has(key))).toEqual(NOWHERE);
});

it("names the version of a file on GitHub that was read: a branch moves on under its numbers", () => {
  for (const region of [GLOBAL, ...REGIONS])
    for (const [key, { source }] of Object.entries(priceList(region).prices))
      if (source.startsWith("https://github.com/"))
        expect(source, `${region} ${key}`).toMatch(/^https:\/\/github\.com\/[^/]+\/[^/]+\/blob\/[0-9a-f]{40}\/./);
});
