import type { Resource, Resources } from "../resources/index.ts";

/** So much of what has one price: `price` is a key of the price list, in `region`. */
export interface Unit {
  price: string;
  quantity: number;
  region: string;
}

/** What one resource adds to a line of the bill. */
export interface Item {
  /** Equal for the same thing in different stages: `service:api`. */
  line: string;
  label: string;
  /** What it is: `2 tasks of 0.25 vCPU, 1 GB`. Details of one line are counted when they are equal. */
  detail: string;
  /** A noun to count equal details with; without it, the detail stands as it is. */
  count?: readonly [one: string, many: string];
  units: Unit[];
  urn: string;
}

export type Pricer = (resource: Resource, resources: Resources) => Item[];

/** Units of a resource: what they cost is decided by where the resource is. */
export const units = (region: string, quantities: Readonly<Record<string, number>>): Unit[] =>
  Object.entries(quantities)
    .filter(([, quantity]) => quantity > 0)
    .map(([price, quantity]) => ({ price, quantity, region }));

/** A line that counts equal things, each with the same price. */
export const counted =
  (
    line: string,
    label: string,
    count: readonly [one: string, many: string],
    quantities: Readonly<Record<string, number>>,
    region?: string,
  ): Pricer =>
  (resource) => [
    {
      line,
      label,
      detail: count[0],
      count,
      units: units(region ?? resource.region, quantities),
      urn: resource.urn,
    },
  ];

export const amount = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
