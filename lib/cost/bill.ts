import { amount } from "../system/amount.ts";
import type { Item, Unit } from "./items.ts";
import { monthly, priceList, priceOf, whatOf } from "./prices.ts";
import { cents } from "./round.ts";

export interface BillUnit {
  price: string;
  what: string;
  region: string;
  quantity: number;
  usd: number | null;
  unitUsd: number | null;
  per: string | null;
  source: string | null;
  date: string | null;
}

export interface BillLine {
  id: string;
  label: string;
  detail: string;
  /** Null where the price of none of its units is known. */
  usd: number | null;
  unknown: string[];
  units: BillUnit[];
  /** URNs. */
  resources: string[];
}

/** What has a price: the lines of a bill, and their sum. */
export interface Sum {
  /** The sum of all units whose price is known. */
  usd: number;
  lines: BillLine[];
  /** What has no known price, and is not in the sum. */
  unknown: string[];
}

/** The order of a bill: what every stage has, services, stores, and what watches them. Lines of other names come last. */
const ORDER = [
  "nat",
  "ipv4",
  "balancer",
  "firewall",
  "endpoints",
  "service:",
  "database:",
  "cache:",
  "instance:",
  "tunnel",
  "zones",
  "secrets",
  "keys",
  "insights",
  "alarms",
  "metrics",
  "dashboard",
  "health",
];
const rank = ({ id }: BillLine): number => {
  const at = ORDER.findIndex((name) => id === name || (name.endsWith(":") && id.startsWith(name)));
  return at < 0 ? ORDER.length : at;
};

/** What a number of units costs for a month, and who says so. */
export function priceUnit({ price, quantity, region }: Unit): BillUnit {
  const prices = priceList(region);
  const known = priceOf(price, prices);
  const each = monthly(price, prices);
  return {
    price,
    what: whatOf(price),
    region,
    quantity,
    usd: each === null ? null : each * quantity,
    unitUsd: known?.usd ?? null,
    per: known?.per ?? null,
    source: known?.source ?? null,
    date: known?.date ?? null,
  };
}

/** The same unit of several things is one; what is in another region has a price of its own. */
function merged(units: readonly Unit[]): Unit[] {
  const sums = new Map<string, Unit>();
  for (const unit of units) {
    const key = `${unit.price} ${unit.region}`;
    sums.set(key, { ...unit, quantity: unit.quantity + (sums.get(key)?.quantity ?? 0) });
  }
  return [...sums.values()].sort((one, other) => (one.region < other.region ? -1 : Number(one.region > other.region)));
}

/** `5 addresses`, or the details of every item one after the other. */
function detailOf(items: readonly Item[]): string {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.detail, [...(groups.get(item.detail) ?? []), item]);
  return [...groups.values()]
    .map((group) => {
      const [{ count, units }] = group as [Item];
      if (count === undefined) return group.map((item) => item.detail).join(", ");
      // Addresses come several to a resource: their units say how many.
      const number =
        units.length === 1
          ? group.reduce((sum, item) => sum + (item.things ?? item.units[0]?.quantity ?? 1), 0)
          : group.length;
      return amount(number, ...count);
    })
    .join(", ");
}

function lineOf(items: readonly Item[]): BillLine {
  const [{ line, label }] = items as [Item];
  const units = merged(items.flatMap((item) => item.units)).map(priceUnit);
  const unknown = units.filter(({ usd }) => usd === null);
  return {
    id: line,
    label,
    detail: detailOf(items),
    usd:
      units.length > 0 && unknown.length === units.length
        ? null
        : cents(units.reduce((sum, { usd }) => sum + (usd ?? 0), 0)),
    unknown: unknown.map(({ what, region }) => `${what} in ${region}`),
    units: units.map((unit) => ({ ...unit, usd: unit.usd === null ? null : cents(unit.usd) })),
    resources: [...new Set(items.flatMap(({ urn }) => urn ?? []))],
  };
}

/** The lines that items make, in the order of a bill, and what they cost together. */
export function sumOf(items: readonly Item[]): Sum {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.line, [...(groups.get(item.line) ?? []), item]);
  const lines = [...groups.values()].map(lineOf).sort((one, other) => rank(one) - rank(other));
  return {
    usd: cents(lines.reduce((sum, { usd }) => sum + (usd ?? 0), 0)),
    lines,
    unknown: lines.flatMap(({ label, unknown }) => unknown.map((what) => `${label}: ${what}`)),
  };
}
