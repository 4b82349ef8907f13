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

interface Data {
  currency: string;
  collected: string;
  hoursPerMonth: number;
  /** What is sold, and by which span of time: the same in every region. */
  units: Readonly<Record<string, { per: string; what: string }>>;
  /** Prices by region; those of services that have one price list for all regions are under `global`. */
  regions: Readonly<Record<string, Readonly<Record<string, { usd: number | null; source: string; date: string }>>>>;
}

const DATA = data as Data;

export const { collected: COLLECTED, hoursPerMonth: HOURS_PER_MONTH } = DATA;

/** Services with one price list for all regions are priced under this name. */
export const GLOBAL = "global";

function pricesOf(region: string): Record<string, Price> {
  const found = Object.entries(DATA.regions[region] ?? {}).flatMap(([key, price]) => {
    const unit = DATA.units[key];
    return unit === undefined ? [] : [[key, { ...unit, ...price }] as const];
  });
  return Object.fromEntries(found);
}

const lists = new Map<string, PriceList>();

/** On-demand prices of a region, collected from public sources that each entry names. A region without any has an empty list. */
export function priceList(region: string): PriceList {
  const known = lists.get(region) ?? {
    region,
    collected: COLLECTED,
    hoursPerMonth: HOURS_PER_MONTH,
    prices: region === GLOBAL ? pricesOf(GLOBAL) : { ...pricesOf(GLOBAL), ...pricesOf(region) },
  };
  lists.set(region, known);
  return known;
}

/** The prices that the rendered README and the prompts quote. */
export const PRICES: PriceList = priceList("us-east-1");

/** What one unit costs, and who says so; undefined where the list does not know. */
export const priceOf = (key: string, list: PriceList = PRICES): Price | undefined =>
  Object.hasOwn(list.prices, key) ? list.prices[key] : undefined;

/** What a key of the price lists stands for; the key itself where no list has it. */
export const whatOf = (key: string): string => DATA.units[key]?.what ?? key;

/** What one unit costs for a month; null where the list does not know. */
export function monthly(key: string, list: PriceList = PRICES): number | null {
  const price = priceOf(key, list);
  if (price === undefined || price.usd === null) return null;
  return price.per === "hour" ? price.usd * list.hoursPerMonth : price.usd;
}
