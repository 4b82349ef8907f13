import type { Box } from "./cards.ts";
import type { GroupEdge } from "./groups.ts";

/**
 * Arrows as wires of right angles. All arrows of one box that leave by the same way share a lane beside the boxes; so no
 * line runs behind a box, and what a lane does not touch with a dot or an arrow has nothing to do with it.
 */

export type Side = "left" | "right";
type Role = "from" | "to";

/** How an arrangement leads arrows. */
export interface Ways {
  /** Between which boxes an arrow's lane is. */
  bandOf(edge: GroupEdge): number;
  sideOf(edge: GroupEdge, role: Role): Side;
}

/** Where a wire meets a box. */
export interface Port {
  card: string;
  side: Side;
  role: Role;
}

export interface Wire {
  band: number;
  ports: Port[];
}

export interface PlacedPort extends Port {
  x: number;
  y: number;
}

export interface PlacedWire {
  /** Of its lane. */
  x: number;
  ports: PlacedPort[];
}

const by = <T>(items: readonly T[], key: (item: T) => string): T[][] => {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(key(item), [...(found.get(key(item)) ?? []), item]);
  return [...found.values()];
};

function wireOf(band: number, edges: readonly GroupEdge[], ways: Ways): Wire {
  const ports = edges.flatMap((edge) => [
    { card: edge.from, role: "from" as const, side: ways.sideOf(edge, "from") },
    { card: edge.to, role: "to" as const, side: ways.sideOf(edge, "to") },
  ]);
  return { band, ports: by(ports, (port) => JSON.stringify(port)).map(([port]) => port as Port) };
}

/** One lane for each box that arrows begin at, or for each that they end at: whichever are fewer. */
export function wiresOf(edges: readonly GroupEdge[], ways: Ways): Wire[] {
  return by(edges, (edge) => String(ways.bandOf(edge))).flatMap((banded) => {
    const ends = [by(banded, ({ from }) => from), by(banded, ({ to }) => to)] as const;
    const hubs = ends[0].length <= ends[1].length ? ends[0] : ends[1];
    return hubs.map((shared) => wireOf(ways.bandOf(shared[0] as GroupEdge), shared, ways));
  });
}

/** Arrows leave at every twelfth pixel and arrive between: no two lines are ever one above the other. */
const STEP = 12;

/** The height that a box needs for the wires at its sides. */
export function roomFor(card: string, wires: readonly Wire[]): number {
  const at = (side: Side) =>
    wires.flatMap(({ ports }) => ports).filter((port) => port.card === card && port.side === side);
  return STEP * (Math.max(at("left").length, at("right").length) + 1);
}

const middle = ({ y, height }: Box): number => y + height / 2;

/** Places ports at the sides of their boxes, in the order of what is at the other end. */
function placePorts(wires: readonly Wire[], boxes: ReadonlyMap<string, Box>): PlacedPort[][] {
  const at = (id: string) => boxes.get(id) as Box;
  const mean = ({ ports }: Wire, card: string): number => {
    const others = ports.filter((port) => port.card !== card).map((port) => middle(at(port.card)));
    return others.reduce((sum, one) => sum + one, 0) / Math.max(1, others.length);
  };
  const all = wires.flatMap((wire) => wire.ports.map((port) => ({ wire, port })));
  const placed = new Map<Port, PlacedPort>();
  for (const same of by(all, ({ port: { card, side } }) => JSON.stringify([card, side]))) {
    same.sort((one, other) => mean(one.wire, one.port.card) - mean(other.wire, other.port.card));
    for (const [index, { port }] of same.entries()) {
      const box = at(port.card);
      const wanted = middle(box) + (index - (same.length - 1) / 2) * STEP;
      const offset = port.role === "from" ? 0 : STEP / 2;
      const y = Math.round((wanted - offset) / STEP) * STEP + offset;
      placed.set(port, { ...port, x: port.side === "left" ? box.x : box.x + box.width, y });
    }
  }
  return wires.map(({ ports }) => ports.map((port) => placed.get(port) as PlacedPort));
}

/** How often two lanes cross when the first is to the left of the second. A port at a box's right side is reached from the left. */
function crossings(first: readonly PlacedPort[], second: readonly PlacedPort[]): number {
  const within = (ports: readonly PlacedPort[], side: Side, lane: readonly PlacedPort[]) => {
    const ys = lane.map(({ y }) => y);
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    return ports.filter((port) => port.side === side && port.y > top && port.y < bottom).length;
  };
  return within(second, "right", first) + within(first, "left", second);
}

/** Lanes side by side, swapped until no swap of neighbours saves a crossing. */
function ordered(lanes: readonly PlacedPort[][]): PlacedPort[][] {
  const result = [...lanes];
  for (let swapped = true; swapped; ) {
    swapped = false;
    for (let index = 1; index < result.length; index++) {
      const [one, other] = [result[index - 1] as PlacedPort[], result[index] as PlacedPort[]];
      if (crossings(other, one) < crossings(one, other)) {
        result.splice(index - 1, 2, other, one);
        swapped = true;
      }
    }
  }
  return result;
}

/**
 * Leads wires through their bands.
 * @param bands from which x on a band has its lanes, and how far they are apart
 */
export function route(
  wires: readonly Wire[],
  boxes: ReadonlyMap<string, Box>,
  bands: ReadonlyMap<number, { x: number; pitch: number }>,
): PlacedWire[] {
  const ports = placePorts(wires, boxes);
  return [...bands].flatMap(([band, { x, pitch }]) => {
    const lanes = ordered(ports.filter((_, index) => wires[index]?.band === band));
    return lanes.map((lane, index) => ({ x: x + index * pitch, ports: lane }));
  });
}
