import data from "./prices.json" with { type: "json" };

/** A price: what one unit costs, and where the number was read. `usd` null: no source names it. */
export interface Price {
  usd: number | null;
  per: string;
  what: string;
  source: string;
  date: string;
}

export interface PriceList {
  region: string;
  collected: string;
  hoursPerMonth: number;
  prices: Readonly<Record<string, Price>>;
}

/** On-demand prices of one region, collected from public sources that each entry names. */
export const PRICES: PriceList = data;

/** What one unit costs for a month; null where the list does not know. */
export function monthly(key: string, list: PriceList = PRICES): number | null {
  const price = Object.hasOwn(list.prices, key) ? list.prices[key] : undefined;
  if (price === undefined || price.usd === null) return null;
  return price.per === "hour" ? price.usd * list.hoursPerMonth : price.usd;
}
