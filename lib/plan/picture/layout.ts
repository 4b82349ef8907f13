import type { Column, Node } from "./graph.ts";
import { CROWD, type Group, type GroupEdge, type Grouped } from "./groups.ts";

/** Where everything in a picture is, in pixels: columns from left to right, boxes below each other. Pure, and always the same. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedMember extends Box {
  node: Node;
  lines: string[];
}

export interface PlacedGroup extends Box {
  group: Group;
  members: PlacedMember[];
}

export interface PlacedEdge {
  from: { x: number; y: number };
  to: { x: number; y: number };
  /** From the bottom of a box to the top of the one below, as opposed to from side to side. */
  down: boolean;
}

export interface Layout {
  width: number;
  height: number;
  groups: PlacedGroup[];
  edges: PlacedEdge[];
  frame: Box | null;
}

const COLUMNS: readonly Column[] = ["people", "front", "run", "store", "keep"];
const MARGIN = 24;
const BETWEEN_COLUMNS = 76;
const BETWEEN_GROUPS = 20;
const PADDING = 10;
export const HEADER = 26;
const MEMBER_WIDTH = 186;
const MEMBER_GAP = 8;
const TITLE_LINE = 22;
const LINE = 15;
/** Room for the frame's words above and below what it holds. */
const FRAME = 30;

/** Members side by side, so that a box with many is not a tower: the more there are to draw in all, the sooner. */
const across = (count: number, dense: boolean): number =>
  count <= 1 ? 1 : count > 33 ? 4 : count > 14 ? 3 : dense || count > 6 ? 2 : 1;

/** In a dense picture, where something is reached says more than its size. */
function linesOf(group: Group, index: number, dense: boolean): string[] {
  const node = group.members[index] as Node;
  const address = group.addresses[index] ?? "";
  const lines = [...node.details, ...(address === "" ? [] : [address])];
  return dense && group.column === "run" ? lines.slice(-1) : lines;
}

const memberHeight = (group: Group, dense: boolean): number =>
  TITLE_LINE + 8 + LINE * Math.max(0, ...group.members.map((_, index) => linesOf(group, index, dense).length));

function sizeOf(group: Group, dense: boolean): { width: number; height: number } {
  const columns = across(group.members.length, dense);
  const rows = Math.ceil(group.members.length / columns);
  return {
    width: 2 * PADDING + columns * MEMBER_WIDTH + (columns - 1) * MEMBER_GAP,
    height: HEADER + PADDING + rows * memberHeight(group, dense) + (rows - 1) * MEMBER_GAP,
  };
}

/** Boxes of a column, ordered by where the boxes that they are connected with are: fewer lines cross. */
function ordered(columns: readonly Group[][], edges: readonly GroupEdge[]): Group[][] {
  const result = columns.map((groups) => [...groups]);
  const place = new Map<string, number>();
  const note = (groups: readonly Group[]) => {
    for (const [index, { id }] of groups.entries()) place.set(id, (index + 0.5) / groups.length);
  };
  for (const groups of result) note(groups);
  const mean = ({ id }: Group): number => {
    const others = edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
    const places = others.map((other) => place.get(other) ?? 0.5);
    return places.length === 0 ? 1 : places.reduce((sum, one) => sum + one, 0) / places.length;
  };
  for (const sweep of [0, 1, 2, 3]) {
    for (const groups of sweep % 2 === 0 ? result : [...result].reverse()) {
      // A vault stands above its copies.
      if (groups[0]?.column === "keep") continue;
      const means = new Map(groups.map((group) => [group.id, mean(group)]));
      groups.sort((one, other) => (means.get(one.id) as number) - (means.get(other.id) as number));
      note(groups);
    }
  }
  return result;
}

/** @param width that of the column: lines then pass beside boxes, never behind them */
function placeGroup(group: Group, x: number, y: number, width: number, dense: boolean): PlacedGroup {
  const { height } = sizeOf(group, dense);
  const columns = across(group.members.length, dense);
  const each = memberHeight(group, dense);
  // One alone in its box fills it.
  const single = width - 2 * PADDING;
  const members = group.members.map((node, index) => ({
    node,
    lines: linesOf(group, index, dense),
    x: x + PADDING + (index % columns) * (MEMBER_WIDTH + MEMBER_GAP),
    y: y + HEADER + Math.floor(index / columns) * (each + MEMBER_GAP),
    width: columns === 1 ? single : MEMBER_WIDTH,
    height: each,
  }));
  return { group, x, y, width, height, members };
}

/** Places on the sides of boxes where lines begin and end: spread, in the order of the boxes at their other ends. */
function route(edges: readonly GroupEdge[], placed: ReadonlyMap<string, PlacedGroup>): PlacedEdge[] {
  const at = (id: string) => placed.get(id) as PlacedGroup;
  const middle = ({ y, height }: Box) => y + height / 2;
  const port = (id: string, edge: GroupEdge, side: "from" | "to"): number => {
    const other = side === "from" ? "to" : "from";
    const same = edges
      .filter(
        (candidate) => candidate[side] === id && at(candidate.from).group.column !== at(candidate.to).group.column,
      )
      .sort((one, two) => middle(at(one[other])) - middle(at(two[other])));
    const { y, height } = at(id);
    const span = Math.min(height - 20, same.length * 16);
    return y + height / 2 - span / 2 + (span * (same.indexOf(edge) + 0.5)) / same.length;
  };
  return edges.map((edge) => {
    const [from, to] = [at(edge.from), at(edge.to)];
    if (from.group.column === to.group.column) {
      const [upper, lower] = from.y < to.y ? [from, to] : [to, from];
      const x = from.x + Math.min(from.width, to.width) / 2;
      const ends = { upper: { x, y: upper.y + upper.height }, lower: { x, y: lower.y } };
      return from.y < to.y
        ? { from: ends.upper, to: ends.lower, down: true }
        : { from: ends.lower, to: ends.upper, down: true };
    }
    return {
      from: { x: from.x + from.width, y: port(edge.from, edge, "from") },
      to: { x: to.x, y: port(edge.to, edge, "to") },
      down: false,
    };
  });
}

function frameOf(groups: readonly PlacedGroup[]): Box | null {
  const inside = groups.filter(({ group }) => group.column === "run" || group.column === "store");
  if (inside.length === 0) return null;
  const [left, top] = [Math.min(...inside.map(({ x }) => x)) - 20, Math.min(...inside.map(({ y }) => y)) - FRAME];
  const right = Math.max(...inside.map(({ x, width }) => x + width)) + 20;
  const bottom = Math.max(...inside.map(({ y, height }) => y + height)) + 18;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Tops of the boxes of a column: each as near as it can be to the middle of those that it is connected with. */
function tops(sizes: readonly number[], wishes: readonly number[], height: number): number[] {
  const found: number[] = [];
  for (const [index, size] of sizes.entries()) {
    const above = index === 0 ? 0 : (found[index - 1] as number) + (sizes[index - 1] as number) + BETWEEN_GROUPS;
    found.push(Math.max(above, (wishes[index] as number) - size / 2));
  }
  let below = height;
  for (let index = sizes.length - 1; index >= 0; index--) {
    found[index] = Math.max(0, Math.min(found[index] as number, below - (sizes[index] as number)));
    below = (found[index] as number) - BETWEEN_GROUPS;
  }
  return found;
}

/** The order in which columns are placed: the tallest decides where the others stand, from its neighbours outwards. */
const outwards = (count: number, from: number): number[] =>
  [...Array(count).keys()].sort((one, other) => Math.abs(one - from) - Math.abs(other - from));

/** Lays boxes out. */
export function layoutOf({ groups, edges }: Grouped, framed: boolean): Layout {
  const dense = groups.reduce((sum, { members }) => sum + members.length, 0) > CROWD;
  const columns = ordered(
    COLUMNS.map((column) => groups.filter((group) => group.column === column)),
    edges,
  ).filter((members) => members.length > 0);
  const size = (group: Group) => sizeOf(group, dense);
  const heights = columns.map(
    (members) => members.reduce((sum, group) => sum + size(group).height, 0) + (members.length - 1) * BETWEEN_GROUPS,
  );
  const tallest = Math.max(0, ...heights);
  const top = MARGIN + (framed ? FRAME : 0);
  const gap = BETWEEN_COLUMNS + Math.min(60, tallest / 30);
  const middles = new Map<string, number>();
  const placedTops = new Map<string, number>();
  for (const index of outwards(columns.length, heights.indexOf(tallest))) {
    const members = columns[index] as Group[];
    const sizes = members.map((group) => size(group).height);
    const start = (tallest - (heights[index] as number)) / 2;
    const wish = ({ id }: Group, at: number): number => {
      const others = edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
      const known = others.flatMap((other) => middles.get(other) ?? []);
      if (known.length > 0) return known.reduce((sum, one) => sum + one, 0) / known.length;
      const before = sizes.slice(0, at).reduce((sum, one) => sum + one + BETWEEN_GROUPS, start);
      return before + (sizes[at] as number) / 2;
    };
    const found = tops(sizes, members.map(wish), tallest);
    for (const [at, group] of members.entries()) {
      placedTops.set(group.id, found[at] as number);
      middles.set(group.id, (found[at] as number) + (sizes[at] as number) / 2);
    }
  }
  const placed: PlacedGroup[] = [];
  let x = MARGIN;
  for (const members of columns) {
    const width = Math.max(...members.map((group) => size(group).width));
    for (const group of members)
      placed.push(placeGroup(group, x, top + (placedTops.get(group.id) as number), width, dense));
    x += width + gap;
  }
  const byId = new Map(placed.map((group) => [group.group.id, group]));
  return {
    width: Math.max(320, x - gap + MARGIN),
    height: top + tallest + MARGIN + (framed ? 18 : 0),
    groups: placed,
    edges: route(edges, byId),
    frame: framed ? frameOf(placed) : null,
  };
}
