import type { Tier } from "./graph.ts";
import type { Group, GroupEdge } from "./groups.ts";
import type { Side, Ways } from "./lanes.ts";

/** How tiers stand to each other: beside each other for a screen, below each other for a phone and for paper. */

export interface Column {
  /** Above the frame of the network, level with what is in it, and below it. */
  above: readonly Tier[];
  level: readonly Tier[];
  below: readonly Tier[];
  /** Pixels that it takes at most; without it, what the others leave. */
  most?: number;
}

export interface Arrangement {
  width: number;
  columns: readonly Column[];
  /** Tiers whose arrows leave at the left, as opposed to the right. */
  left: readonly Tier[];
  /** Every column is as wide as it may be. */
  stretched: boolean;
}

const STACK: Omit<Arrangement, "width"> = {
  columns: [{ above: ["people", "edge"], level: ["front", "run", "store"], below: ["region", "keep", "watch"] }],
  left: ["people", "edge", "front"],
  stretched: true,
};

export const ARRANGEMENTS = {
  wide: {
    width: 880,
    columns: [
      { above: [], level: ["people", "edge"], below: [], most: 128 },
      { above: [], level: ["front"], below: [], most: 128 },
      { above: [], level: ["run"], below: ["watch"] },
      { above: [], level: ["store"], below: ["region", "keep"], most: 172 },
    ],
    left: [],
    stretched: false,
  },
  page: { width: 660, ...STACK },
  phone: { width: 332, ...STACK },
} satisfies Record<string, Arrangement>;

export type Shape = keyof typeof ARRANGEMENTS;

export const tiersOf = ({ above, level, below }: Column): Tier[] => [...above, ...level, ...below];

/** Band `n` is to the right of column `n`; what is to the left of the first one is band -1. */
export function waysOf(groups: readonly Group[], columns: readonly Column[], left: readonly Tier[]): Ways {
  const tierOf = new Map(groups.map(({ id, tier }) => [id, tier]));
  const column = (id: string) => columns.findIndex((one) => tiersOf(one).includes(tierOf.get(id) as Tier));
  const leaves = ({ from }: GroupEdge): Side => (left.includes(tierOf.get(from) as Tier) ? "left" : "right");
  return {
    bandOf: (edge) => column(edge.from) - (leaves(edge) === "left" ? 1 : 0),
    sideOf: (edge, role) => (role === "to" && column(edge.to) > column(edge.from) ? "left" : leaves(edge)),
  };
}
