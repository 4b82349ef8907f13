import { html } from "../encode.ts";
import type { Shape } from "./arrangement.ts";
import type { Box, Card, Text } from "./cards.ts";
import { type Graph, TIERS } from "./graph.ts";
import { groupsOf } from "./groups.ts";
import type { PlacedPort, PlacedWire } from "./lanes.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { type LegendEntry, legendOf, type Sign, SWATCH } from "./legend.ts";
import { KIND, NAME } from "./measure.ts";
import { STYLE } from "./style.ts";
import { wordsOf } from "./words.ts";

/** The picture as SVG that needs nothing else: no script, no font, no network. */

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** Text of any origin, safe in XML: names come from a repo. */
const escaped = (text: string): string =>
  html(
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML does not allow
      .replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ")
      .replace(/[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd"),
  );

const rect = (name: string, { x, y, width, height }: Box, rounded: number): string =>
  `<rect class="${name}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${rounded}"/>`;

const said = (name: string, x: number, y: number, text: string): string =>
  `<text class="${name}" x="${round(x)}" y="${round(y)}">${escaped(text)}</text>`;

const line = ({ x, y, font, text }: Text): string =>
  said(font === NAME ? "name" : font === KIND ? "kind" : "line", x, y, text);

function card({ group, head, cells, ...box }: Card): string {
  const members = cells.map(({ member: { node, address }, texts, ...cell }) =>
    [
      `<g><title>${escaped([node.kind, node.title, ...node.details, ...(address === "" ? [] : [address])].join(", "))}</title>`,
      rect("cell", cell, 5),
      ...texts.map(line),
      "</g>",
    ].join(""),
  );
  return [`<g class="${group.tier}">`, rect("card", box, 9), ...head.map(line), ...members, "</g>"].join("\n");
}

const CORNER = 6;

/** From a box to the lane, with a corner where the lane ends there and a dot where it goes on. */
function tap({ x, y }: PlacedPort, lane: number, top: number, bottom: number): string {
  const [here, there] = [round(x), round(lane)];
  if (top === bottom || (y > top && y < bottom)) return `M${here} ${round(y)}H${there}`;
  const turn = Math.min(CORNER, (bottom - top) / 2);
  const before = round(lane + (x < lane ? -turn : turn));
  return `M${here} ${round(y)}H${before}Q${there} ${round(y)} ${there} ${round(y + (y === top ? turn : -turn))}`;
}

/** The head of an arrow that touches the side of a box. */
const head = ({ x, y, side }: Pick<PlacedPort, "x" | "y" | "side">): string => {
  const back = side === "left" ? -7 : 7;
  return `<path class="head" d="M${round(x)} ${round(y)}l${back} -4v8z"/>`;
};

function wire({ x, ports }: PlacedWire): string {
  const ys = ports.map(({ y }) => y);
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const turn = Math.min(CORNER, (bottom - top) / 2);
  const lane = bottom - top > 2 * turn ? `M${round(x)} ${round(top + turn)}V${round(bottom - turn)}` : "";
  const dots = ports
    .filter(({ y }) => y > top && y < bottom)
    .map(({ y }) => `<circle class="head" cx="${round(x)}" cy="${round(y)}" r="2.6"/>`);
  return [
    `<path class="wire" d="${ports.map((port) => tap(port, x, top, bottom)).join("")}${lane}"/>`,
    ...ports.filter(({ role }) => role === "to").map(head),
    ...dots,
  ].join("");
}

/** A picture before it is written down. */
export interface Drawing {
  layout: Layout;
  legend: readonly LegendEntry[];
  /** What the frame around the network says. */
  frame: string;
  shape: Shape;
  width: number;
  height: number;
}

export function drawn(graph: Graph, shape: Shape): Drawing {
  const layout = layoutOf(groupsOf(graph), graph.frame !== "", shape);
  const tiers = TIERS.filter((tier) => layout.cards.some(({ group }) => group.tier === tier));
  const signs: Sign[] = layout.wires.length === 0 ? tiers : [...tiers, "arrow"];
  const { entries, height } = legendOf(signs, layout.height + 4, 14, layout.width - 12);
  const whole = layout.height + (height === 0 ? 0 : height + 10);
  return { layout, legend: entries, frame: graph.frame, shape, width: layout.width, height: whole };
}

const opening = (name: string, top: number, width: number, height: number, more: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" class="${name}"${more} viewBox="0 ${top} ${width} ${height}" width="${width}" height="${height}">`;

function sign({ sign: name, x, y, text }: LegendEntry): string {
  const mark =
    name === "arrow"
      ? `<path class="wire" d="M${round(x)} ${y + 6}h${SWATCH - 2}"/>${head({ x: x + SWATCH + 2, y: y + 6, side: "left" })}`
      : rect("card", { x, y, width: SWATCH, height: SWATCH }, 3);
  return `<g class="${name}">${mark}${said("line", x + SWATCH + 6, y + 11, text)}</g>`;
}

/**
 * The picture of a stage, in a page that has its style.
 * @param title what it is a picture of
 * @param options.id by which parts of it are shown elsewhere in the page
 * @param options.before markup that comes first in it
 */
export function pictureOf(
  { layout: { cards, wires, frame }, legend, shape, width, height, ...drawing }: Drawing,
  title: string,
  { id, before = [] }: { id?: string; before?: readonly string[] } = {},
): string {
  const named = `${id === undefined ? "" : ` id="${id}"`} role="img" aria-label="${escaped(title)}"`;
  return [
    opening(`picture ${shape}`, 0, width, height, named),
    ...before,
    rect("page", { x: 0, y: 0, width, height }, 8),
    ...(frame === null
      ? []
      : [rect("frame", frame, 12), said("said", frame.x + frame.width - 14, frame.y + 18, drawing.frame)]),
    ...wires.map(wire),
    ...cards.map(card),
    ...legend.map(sign),
    "</svg>",
  ].join("\n");
}

/** A part of a picture that is elsewhere in the page, for paper: a page does not hold all of it. */
export const sliceOf = ({ width }: Drawing, id: string, top: number, bottom: number): string =>
  `${opening("picture", Math.round(top), width, Math.round(bottom) - Math.round(top), ' aria-hidden="true"')}<use href="#${id}"/></svg>`;

/** The picture as a file of its own. */
export function svgOf(graph: Graph, title: string, shape: Shape = "wide"): string {
  const words = `<desc>${escaped(wordsOf(graph).join(". "))}</desc>`;
  return `${pictureOf(drawn(graph, shape), title, { before: [words, `<style>${STYLE}</style>`] })}\n`;
}
