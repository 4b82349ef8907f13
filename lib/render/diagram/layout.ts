import { ARRANGEMENTS, type Arrangement, type Column, type Shape, tiersOf, waysOf } from "./arrangement.ts";
import { type Box, type Card, cardOf, wish } from "./cards.ts";
import { INSIDE, type Tier } from "./graph.ts";
import type { Group, Grouped } from "./groups.ts";
import { type PlacedWire, roomFor, route, type Wire, wiresOf } from "./lanes.ts";
import { ordered } from "./order.ts";

/**
 * Where everything in a picture is, in pixels. Pure, and always the same. Layout libraries keep to no width: of twenty
 * services dagre and ELK make 950 pixels from left to right and 2,700 from top to bottom, where GitHub has 880 and a phone 360.
 */

export interface Layout {
  width: number;
  height: number;
  cards: Card[];
  wires: PlacedWire[];
  frame: Box | null;
}

const MARGIN = 12;
/** Room for the words of the legend. */
const LEAST = 300;
const FRAME = { side: 14, top: 28, bottom: 14 } as const;
const BETWEEN = 16;
const BETWEEN_MANY = 10;
/** On both sides of lanes, for the heads of arrows. */
const AIR = 16;
/** Lanes are this far apart, or closer where there are so many that they would take more than the room for them. */
const PITCH = 9;
const LANES = 84;
/** With more than this that runs, what matters is who shares which data. */
const DENSE = 16;

/** The room between columns, and at both sides of all of them. */
interface Band {
  /** From its column to its first lane. */
  lead: number;
  pitch: number;
  width: number;
}

interface Setting {
  columns: Column[];
  groups: ReadonlyMap<Tier, readonly Group[]>;
  wires: readonly Wire[];
  dense: boolean;
  /** The columns that the frame is around; null where there is no network. */
  framed: { first: number; last: number } | null;
  /** Lanes at the outside are within the frame: what they connect is. */
  enclosed: boolean;
}

const groupsIn = ({ groups }: Setting, tiers: readonly Tier[]): Group[] =>
  tiers.flatMap((tier) => groups.get(tier) ?? []);

function settingOf(grouped: Grouped, network: boolean, { columns: all, left }: Arrangement): Setting {
  const groups = ordered(grouped);
  const used = (tiers: readonly Tier[]) => tiers.some((tier) => (groups.get(tier) ?? []).length > 0);
  const columns = all.filter((column) => used(tiersOf(column)));
  const inside = columns.flatMap(({ level }, index) =>
    used(level.filter((tier) => INSIDE.includes(tier))) ? [index] : [],
  );
  return {
    columns,
    groups,
    wires: wiresOf(grouped.edges, waysOf(grouped.groups, columns, left)),
    dense: (groups.get("run") ?? []).reduce((sum, { members }) => sum + members.length, 0) > DENSE,
    framed: network && inside.length > 0 ? { first: inside[0] as number, last: inside.at(-1) as number } : null,
    enclosed: columns.length === 1,
  };
}

function bandOf(index: number, { columns, wires, framed, enclosed }: Setting): Band {
  const lanes = wires.filter(({ band }) => band === index).length;
  const pitch = Math.min(PITCH, LANES / Math.max(1, lanes - 1));
  const frame = framed !== null && (index === framed.first - 1 || index === framed.last) ? FRAME.side : 0;
  const outer = index === -1 || index === columns.length - 1;
  const drawn = lanes === 0 ? (outer ? 0 : BETWEEN) : 2 * AIR + (lanes - 1) * pitch;
  // The frame comes before lanes that lead out of it, and before those at the left that it is around.
  const before = framed !== null && index === (enclosed ? framed.first - 1 : framed.last);
  const lead = AIR + (before ? frame : 0);
  return { lead, pitch, width: drawn + frame };
}

/** Columns are as wide as their words ask for, within what they may take. */
function widthsOf(setting: Setting, { width, stretched }: Arrangement, bands: number): number[] {
  const wishes = setting.columns.map((column) =>
    Math.max(...groupsIn(setting, tiersOf(column)).map((group) => wish(group, setting.dense))),
  );
  const fixed = setting.columns.map(({ most }, index) => Math.min(most ?? 0, wishes[index] as number));
  const rest = width - 2 * MARGIN - bands - fixed.reduce((sum, one) => sum + one, 0);
  return setting.columns.map(({ most }, index) =>
    most === undefined ? (stretched ? rest : Math.min(rest, wishes[index] as number)) : (fixed[index] as number),
  );
}

/** Cards below each other; where the next one would begin. */
function pile(
  groups: readonly Group[],
  at: Omit<Box, "height">,
  { dense, wires }: Setting,
): { cards: Card[]; y: number } {
  let { y } = at;
  const cards = groups.map((group) => {
    const card = cardOf(group, { ...at, y }, dense, roomFor(group.id, wires));
    y += card.height + (dense ? BETWEEN_MANY : BETWEEN);
    return card;
  });
  return { cards, y };
}

interface Across {
  /** Of each column. */
  boxes: { x: number; width: number }[];
  bands: Map<number, { x: number; pitch: number }>;
  width: number;
}

/** Columns and the lanes between them, from left to right. */
function across(setting: Setting, arrangement: Arrangement): Across {
  const bands = [-1, ...setting.columns.keys()].map((index) => bandOf(index, setting));
  const room = bands.reduce((sum, { width }) => sum + width, 0);
  const widths = [0, ...widthsOf(setting, arrangement, room)];
  const placed: Across = { boxes: [], bands: new Map(), width: 0 };
  let x = MARGIN;
  for (const [index, { lead, pitch, width }] of bands.entries()) {
    const column = widths[index] as number;
    if (index > 0) placed.boxes.push({ x, width: column });
    x += column;
    placed.bands.set(index - 1, { x: x + lead, pitch });
    x += width;
  }
  return { ...placed, width: x + MARGIN };
}

function frameOf({ framed, enclosed }: Setting, { boxes, width }: Across, top: number, bottom: number): Box | null {
  if (framed === null) return null;
  const [first, last] = [boxes[framed.first], boxes[framed.last]] as [Box, Box];
  const left = enclosed ? MARGIN : first.x - FRAME.side;
  const right = enclosed ? width - MARGIN : last.x + last.width + FRAME.side;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Lays boxes out. */
export function layoutOf(grouped: Grouped, network: boolean, shape: Shape = "wide"): Layout {
  const arrangement: Arrangement = ARRANGEMENTS[shape];
  const setting = settingOf(grouped, network, arrangement);
  const columns = across(setting, arrangement);
  const level = (part: "above" | "level" | "below", y: number) => {
    const piles = setting.columns.map((column, index) =>
      pile(groupsIn(setting, column[part]), { ...(columns.boxes[index] as Box), y }, setting),
    );
    return { cards: piles.flatMap(({ cards }) => cards), y: Math.max(y, ...piles.map((one) => one.y)) };
  };
  const framed = setting.framed !== null;
  const above = level("above", MARGIN);
  const middle = level("level", above.y + (framed ? FRAME.top : 0));
  const bottom = Math.max(above.y, middle.y - BETWEEN) + (framed ? FRAME.bottom : 0);
  const below = level("below", bottom + BETWEEN);
  const cards = [above, middle, below].flatMap((one) => one.cards);
  return {
    width: Math.ceil(Math.max(LEAST, columns.width)),
    height: Math.ceil(below.y - BETWEEN + MARGIN),
    cards,
    wires: route(setting.wires, new Map(cards.map((card) => [card.group.id, card])), columns.bands),
    frame: frameOf(setting, columns, above.y, bottom),
  };
}
