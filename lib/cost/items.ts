/** So much of what has one price: `price` is a key of the price list, in `region`. */
export interface Unit {
  price: string;
  quantity: number;
  region: string;
}

/** Where something that costs is, and which resource of a program it is; the answers have no resources. */
export interface Place {
  region: string;
  urn?: string;
}

/** What one thing adds to a line of the bill. */
export interface Item {
  /** Equal for the same thing in different stages: `service:api`. */
  line: string;
  label: string;
  /** What it is: `2 tasks of 0.25 vCPU, 1 GB`. Details of one line are counted when they are equal. */
  detail: string;
  /** A noun to count equal details with; without it, the detail stands as it is. */
  count?: readonly [one: string, many: string];
  units: Unit[];
  urn?: string | undefined;
}

/** Units of a region; what there is none of is left out. */
export const units = (region: string, quantities: Readonly<Record<string, number>>): Unit[] =>
  Object.entries(quantities)
    .filter(([, quantity]) => quantity > 0)
    .map(([price, quantity]) => ({ price, quantity, region }));

export const amount = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The same thing several times. */
export const times = (count: number, items: readonly Item[]): Item[] =>
  Array.from({ length: count }, () => items).flat();
