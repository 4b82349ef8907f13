import { priceList, priceOf } from "./prices.ts";

/** What a price is by, in words. */
const BY: Record<string, string> = {
  month: "a month",
  hour: "an hour",
  GB: "a GB",
  million: "a million",
  thousand: "a thousand",
};

/** As AWS writes it: to the cent at least. */
const exact = (usd: number): string => (Number.isInteger(usd * 100) ? usd.toFixed(2) : String(usd));

/** `$0.5 a GB`: the price of a unit in a region. */
export const quoted = (price: string, region: string): string => {
  const known = priceOf(price, priceList(region));
  if (known === undefined || known.usd === null) return `price unknown in ${region}`;
  const what = known.per === "month" && /(GbMonth|Gb|Disk\.\w+)$/.test(price) ? "a GB a month" : "";
  return `$${exact(known.usd)} ${what || (BY[known.per] ?? `for ${known.per}`)}`;
};
