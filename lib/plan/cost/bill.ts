import { monthly, priceList, priceOf, whatOf } from "../../cost/prices.ts";
import type { Resource, Resources } from "../resources/index.ts";
import type { Bill, BillLine, BillUnit } from "../types.ts";
import { BY_USE, billingOf, PRICED } from "./billing.ts";
import type { Item, Unit } from "./items.ts";
import { cents } from "./round.ts";

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
  "alarms",
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

/** The same unit of several resources is one. */
function merged(units: readonly Unit[]): Unit[] {
  const sums = new Map<string, Unit>();
  for (const unit of units) {
    const key = `${unit.price} ${unit.region}`;
    sums.set(key, { ...unit, quantity: unit.quantity + (sums.get(key)?.quantity ?? 0) });
  }
  return [...sums.values()];
}

/** `5 addresses`, or the details of every item one after the other. */
function detailOf(items: readonly Item[]): string {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.detail, [...(groups.get(item.detail) ?? []), item]);
  return [...groups.values()]
    .map((group) => {
      const [{ count, detail, units }] = group as [Item];
      if (count === undefined) return group.map((item) => item.detail).join(", ");
      // Addresses come several to a resource: their units say how many.
      const number =
        units.length === 1 ? group.reduce((sum, item) => sum + (item.units[0]?.quantity ?? 1), 0) : group.length;
      return number === 1 ? `1 ${detail}` : `${number} ${count[1]}`;
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
    resources: [...new Set(items.map(({ urn }) => urn))],
  };
}

/** Kinds of use that nobody can foretell, once each. */
const byUse = (resources: readonly Resource[]): string[] => [
  ...new Set(resources.flatMap(({ type }) => BY_USE[type] ?? [])),
];

/** What a stage costs a month while it stands there without visitors, line by line, from its resources. */
export function billOf(resources: Resources): Bill {
  const items = resources.all.flatMap((resource) => PRICED[resource.type]?.(resource, resources) ?? []);
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.line, [...(groups.get(item.line) ?? []), item]);
  const lines = [...groups.values()].map(lineOf).sort((one, other) => rank(one) - rank(other));
  const nameless = resources.all.filter((resource) => billingOf(resource) === "unknown");
  return {
    currency: "USD",
    region: resources.simulation.region,
    usd: cents(lines.reduce((sum, { usd }) => sum + (usd ?? 0), 0)),
    lines,
    unknown: [
      ...lines.flatMap(({ label, unknown }) => unknown.map((what) => `${label}: ${what}`)),
      ...nameless.map(({ type, name }) => `${name} (${type})`),
    ],
    byUse: byUse(resources.all),
    savings: [],
  };
}
