/** Fields of one line of AWS's CSV: each is quoted, a quote inside is doubled, and no field has a line break. */
export const fields = (line) =>
  [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, text]) => text.replaceAll('""', '"'));

/** Regions stand in front of a usage type as a code of their own (`EU-`, `APN1-`) or by their name (`us-west-2-`). */
const PREFIX = "(?:[A-Z]{2,4}\\d?-|[a-z]{2}-[a-z]+-\\d-)?";
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

const isHourly = (unit) => /^(hrs?|hours?|.*-h(ou)?rs?)$/i.test(unit);

/**
 * Reads the prices that rules pick from a price list, line by line: that of EC2 has hundreds of megabytes.
 * @param lines of the CSV: five of its own, the head, and a row for each price
 * @param rules of this offer
 * @param units by key: `per` is hour or month
 * @returns the day that AWS published the list, a price by key, and what was not clear
 */
export async function readList(lines, rules, units) {
  const found = new Map(rules.map(({ key }) => [key, new Map()]));
  const tests = rules.map((rule) => ({
    ...rule,
    usage: new RegExp(`^${PREFIX}${escaped(rule.usage)}$`),
    word: rule.usage,
  }));
  let published = "";
  let head;
  for await (const line of lines) {
    if (head === undefined) {
      const [name, value] = fields(line);
      if (name === "Publication Date") published = value.slice(0, 10);
      if (name === "SKU") head = fields(line);
      continue;
    }
    const near = tests.filter(({ word }) => line.includes(word));
    if (near.length === 0) continue;
    const cells = fields(line);
    const row = Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ""]));
    for (const { key, usage, columns = {} } of near) {
      const fits = usage.test(row.usageType) && Object.entries(columns).every(([name, value]) => row[name] === value);
      const usd = Number(row.PricePerUnit);
      // The first tier that costs something: what comes before it is a free tier.
      if (!fits || row.TermType !== "OnDemand" || row.Currency !== "USD" || !(usd > 0)) continue;
      const from = Number(row.StartingRange || 0);
      const known = found.get(key);
      known.set(from, [...(known.get(from) ?? []), { usd, sku: row.SKU, unit: row.Unit }]);
    }
  }
  const prices = {};
  const problems = [];
  for (const [key, tiers] of found) {
    const first = tiers.get(Math.min(...tiers.keys())) ?? [];
    const amounts = new Set(first.map(({ usd }) => usd));
    const [price] = first;
    if (price === undefined) problems.push(`${key}: no row`);
    else if (amounts.size > 1)
      problems.push(`${key}: ${[...amounts].join(" and ")} (${first.map(({ sku }) => sku).join(", ")})`);
    else if (isHourly(price.unit) !== (units[key].per === "hour"))
      problems.push(`${key}: by ${price.unit}, not by the ${units[key].per}`);
    else prices[key] = { usd: price.usd, sku: price.sku };
  }
  return { published, prices, problems };
}
