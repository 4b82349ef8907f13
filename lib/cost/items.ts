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
  /** How many it is, where its units do not say so: they are of a part of the month. */
  things?: number;
  units: Unit[];
  urn?: string | undefined;
}

/** Units of a region; what there is none of is left out. */
export const units = (region: string, quantities: Readonly<Record<string, number>>): Unit[] =>
  Object.entries(quantities)
    .filter(([, quantity]) => quantity > 0)
    .map(([price, quantity]) => ({ price, quantity, region }));

/** The same thing several times. */
export const times = (count: number, items: readonly Item[]): Item[] =>
  Array.from({ length: count }, () => items).flat();

const HOURS_A_WEEK = 168;

/** `, awake 58 of 168 hours a week`; nothing for what always is. */
export const awakeWords = (share: number): string =>
  share === 1 ? "" : `, awake ${Math.round(share * HOURS_A_WEEK)} of ${HOURS_A_WEEK} hours a week`;

/** What is there for a share of the month, and billed for that alone. */
export function partly(share: number, items: readonly Item[]): Item[] {
  if (share === 1) return [...items];
  const words = awakeWords(share);
  return items.map((item) => ({
    ...item,
    detail: `${item.detail}${words}`,
    ...(item.count && { count: [`${item.count[0]}${words}`, `${item.count[1]}${words}`] as const, things: 1 }),
    units: item.units.map((unit) => ({ ...unit, quantity: unit.quantity * share })),
  }));
}
