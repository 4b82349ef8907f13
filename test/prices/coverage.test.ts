import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REGIONS } from "../../lib/answers/vocabulary.ts";
import { GLOBAL, priceList, priceOf } from "../../lib/cost/prices.ts";
import { packageRoot } from "../../lib/system/package-root.ts";

const SIZES = ["micro", "small", "medium"];

/** The columns of the table in docs/plan.md, with the prices that each stands for. */
const COLUMNS: Record<string, readonly string[]> = {
  Fargate: ["fargateVcpu", "fargateGb"],
  NAT: ["natGateway"],
  "Load balancer": ["loadBalancer"],
  "RDS instance": SIZES.flatMap((size) => [`db.t4g.${size}:postgres`, `db.t4g.${size}:mysql`]),
  "RDS disk": ["rdsDisk.gp3"],
  Aurora: ["auroraAcu", "auroraGb"],
  ElastiCache: SIZES.flatMap((size) => [`cache.t4g.${size}:valkey`, `cache.t4g.${size}:redis`]),
  Tunnel: ["ec2.t4g.nano", "ebs.gp3"],
  Firewall: ["webAcl", "webAclRule"],
  "Keys, secrets, alarms": ["kmsKey", "secret", "alarm"],
  Endpoint: ["vpcEndpoint"],
};

function cell(keys: readonly string[], region: string): string {
  const known = keys.filter((key) => typeof priceOf(key, priceList(region))?.usd === "number").length;
  if (known === 0) return "-";
  return known === keys.length ? "yes" : "some";
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const table = (): string =>
  [
    row(["Region", ...Object.keys(COLUMNS)]),
    row(["---", ...Object.keys(COLUMNS).map(() => "---")]),
    ...REGIONS.map((region) => row([region, ...Object.values(COLUMNS).map((keys) => cell(keys, region))])),
  ].join("\n");

it("is what the documentation says it is, region by region", async () => {
  expect(await readFile(join(packageRoot, "docs", "plan.md"), "utf8")).toContain(table());
});

it("knows every price of us-east-1, which the rendered README quotes", () => {
  for (const [column, keys] of Object.entries(COLUMNS)) expect(cell(keys, "us-east-1"), column).toBe("yes");
});

it("names the version of a file on GitHub that was read: a branch moves on under its numbers", () => {
  for (const region of [GLOBAL, ...REGIONS])
    for (const [key, { source }] of Object.entries(priceList(region).prices))
      if (source.startsWith("https://github.com/"))
        expect(source, `${region} ${key}`).toMatch(/^https:\/\/github\.com\/[^/]+\/[^/]+\/blob\/[0-9a-f]{40}\/./);
});
