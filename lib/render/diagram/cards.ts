import type { Group, Member } from "./groups.ts";
import { type Font, KIND, LINE, lines, NAME, widthOf } from "./measure.ts";

/** A group as a card: its kind at the top, and a cell for each member. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Text {
  x: number;
  /** Of its baseline. */
  y: number;
  font: Font;
  text: string;
}

export interface Cell extends Box {
  member: Member;
  texts: Text[];
}

export interface Card extends Box {
  group: Group;
  head: Text[];
  cells: Cell[];
}

const PADDING = 8;
const INSET = 9;
const GAP = 6;
const ROW = { [NAME.size]: 18, [LINE.size]: 16 } as const;

/** In a picture of many, the name says enough: their addresses are told in words. */
const detailsOf = ({ node, address }: Member, dense: boolean): string[] =>
  dense ? [] : [...node.details, ...(address === "" || address === "/*" ? [] : [address])];

const headOf = ({ kind, members }: Group): string => (members.length === 1 ? kind : `${members.length} × ${kind}`);

/** Lines below each other, the first one with its top at `y`. */
function set(texts: readonly (readonly [string, Font])[], x: number, y: number): { texts: Text[]; height: number } {
  let height = 0;
  const placed = texts.map(([text, font]) => {
    height += ROW[font.size];
    return { x, y: y + height - 5, font, text };
  });
  return { texts: placed, height };
}

const wrapped = (texts: readonly string[], room: number, font: Font): [string, Font][] =>
  texts.flatMap((text) => lines(text, room, font).map((line): [string, Font] => [line, font]));

const cellLines = (member: Member, room: number, dense: boolean) => [
  ...wrapped([member.node.title], room, NAME),
  ...wrapped(detailsOf(member, dense), room, LINE),
];

/** Members side by side that a group wishes for, so that a box of many is not a tower. */
const across = (members: number): number => Math.min(3, Math.ceil(members / 2));

const cellWidth = (group: Group, dense: boolean): number =>
  Math.max(
    ...group.members.flatMap((member) => [
      widthOf(member.node.title, NAME),
      ...detailsOf(member, dense).map((text) => widthOf(text, LINE)),
    ]),
  ) +
  2 * INSET;

/** The width at which nothing of a group has to be broken. */
export function wish(group: Group, dense: boolean): number {
  const head = widthOf(headOf(group), KIND) + 4;
  const side = across(group.members.length);
  return Math.ceil(Math.max(head, side * cellWidth(group, dense) + (side - 1) * GAP) + 2 * PADDING);
}

/** A card that is at least this wide has its head beside its cells where there are many: they then take half the height. */
const BROAD = 360;
const BESIDE = 148;

/** @param least height, so that all arrows find a place at its side */
export function cardOf(group: Group, { x, y, width }: Omit<Box, "height">, dense: boolean, least = 0): Card {
  const beside = dense && width >= BROAD;
  const headRoom = beside ? BESIDE : width - 2 * PADDING;
  const head = set(wrapped([headOf(group)], headRoom, KIND), x + PADDING + 2, y + (beside ? 10 : 5));
  const start = x + PADDING + (beside ? BESIDE : 0);
  const inner = x + width - PADDING - start;
  const fitting = Math.floor((inner + GAP) / (Math.min(cellWidth(group, dense), inner) + GAP));
  const side = Math.max(1, Math.min(group.members.length, fitting));
  const each = (inner - (side - 1) * GAP) / side;
  let top = beside ? y + 6 : y + head.height + 8;
  const rows = Array.from({ length: Math.ceil(group.members.length / side) }, (_, row) =>
    group.members.slice(row * side, (row + 1) * side),
  );
  const cells = rows.flatMap((members) => {
    const sets = members.map((member, index) => {
      const left = start + index * (each + GAP);
      return { member, left, ...set(cellLines(member, each - 2 * INSET, dense), left + INSET, top + 4) };
    });
    const height = Math.max(...sets.map((one) => one.height)) + 8;
    const placed = sets.map(({ member, left, texts }) => ({ member, texts, x: left, y: top, width: each, height }));
    top += height + GAP;
    return placed;
  });
  const bottom = Math.max(top - GAP + (beside ? 6 : PADDING), y + head.height + 10);
  return { group, head: head.texts, cells, x, y, width, height: Math.max(least, bottom - y) };
}
