import { readFile, rename, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { readList } from "./prices/csv.mjs";
import { REGIONAL, WORLDWIDE } from "./prices/rules.mjs";

/**
 * Brings lib/cost/prices.json up to date from AWS's public price lists; no account is needed.
 *
 *     node scripts/prices.mjs [--regions eu-west-1,us-west-2] [--file FILE] [--base URL]
 *
 * Without --regions, every region of lib/answers/vocabulary.ts. EC2's list is some hundred megabytes for each region; it
 * is read as it comes. What a list does not say clearly is printed and left as it was; the exit status is 1 then.
 */

const { values } = parseArgs({
  options: {
    regions: { type: "string" },
    file: { type: "string", default: new URL("../lib/cost/prices.json", import.meta.url).pathname },
    base: { type: "string", default: "https://pricing.us-east-1.amazonaws.com" },
  },
});

/** The regions that the generator offers, from the one place that lists them. */
async function offered() {
  const source = await readFile(new URL("../lib/answers/vocabulary.ts", import.meta.url), "utf8");
  const [, table = ""] = /REGION_NAMES = \{([\s\S]*?)\}/.exec(source) ?? [];
  return [...table.matchAll(/"([a-z]{2}-[a-z]+-\d)":/g)].map(([, region]) => region);
}

/** The list of an offer in a region; services with one list for all regions have it under another name. */
async function open(offer, region) {
  for (const path of [`${region}/index.csv`, "index.csv"]) {
    const url = `${values.base}/offers/v1.0/aws/${offer}/current/${path}`;
    const response = await fetch(url);
    if (response.ok)
      return {
        url,
        lines: createInterface({ input: Readable.fromWeb(response.body), crlfDelay: Number.POSITIVE_INFINITY }),
      };
    await response.body?.cancel();
    if (response.status !== 404 && response.status !== 403) throw new Error(`${url}: ${response.status}`);
  }
  return null;
}

const data = JSON.parse(await readFile(values.file, "utf8"));
let unclear = 0;

/** Reads one offer of one region into a table of prices. */
async function update(name, region, rules) {
  data.regions[name] ??= {};
  const table = data.regions[name];
  for (const offer of [...new Set(rules.map((rule) => rule.offer))]) {
    const list = await open(offer, region).catch((error) => ({ error }));
    if (list === null || "error" in list) {
      unclear += 1;
      console.error(
        `${name}: ${offer}: ${list === null ? "AWS publishes no list" : `${list.error.message} ${list.error.cause?.message ?? ""}`}`,
      );
      continue;
    }
    const { published, prices, problems } = await readList(
      list.lines,
      rules.filter((rule) => rule.offer === offer),
      data.units,
    );
    for (const [key, { usd, sku }] of Object.entries(prices))
      table[key] = { usd, source: list.url, date: published, sku };
    for (const problem of problems) console.error(`${name}: ${offer}: ${problem}`);
    unclear += problems.length;
    console.log(`${name}: ${offer}: ${Object.keys(prices).length} prices of ${published}`);
  }
}

const regions = values.regions?.split(",") ?? (await offered());
await update("global", "us-east-1", WORLDWIDE);
for (const region of regions) await update(region, region, REGIONAL);
const dates = Object.values(data.regions).flatMap((table) => Object.values(table).map(({ date }) => date));
data.collected = dates.sort().at(-1) > data.collected ? dates.at(-1) : data.collected;
const draft = `${values.file}.tmp`;
await writeFile(draft, `${JSON.stringify(data, null, 2)}\n`);
await rename(draft, values.file);
process.exitCode = unclear > 0 ? 1 : 0;
