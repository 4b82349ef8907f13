import { ARRANGEMENTS, type Shape } from "../../render/diagram/arrangement.ts";
import type { Graph } from "../../render/diagram/graph.ts";
import { type Drawing, drawn, pictureOf, sliceOf } from "../../render/diagram/svg.ts";
import { wordsOf } from "../../render/diagram/words.ts";

/** The picture of a stage in a report: for wide screens, narrow ones, phones and paper. */

/** The room on a page of A4, in pixels of CSS: below the heading of a stage, and on a page of its own. */
const PAPER = { width: 680, below: 780, whole: 940 };
/** Letters that are smaller than this part of their size are not read on paper: rather more pages. */
const LEAST = 0.6;

const SHAPES = Object.keys(ARRANGEMENTS) as Shape[];

/** The shape whose letters are largest on one page; null where no shape fits one. */
function shapeOnPaper(drawings: ReadonlyMap<Shape, Drawing>): Shape | null {
  const scales = (["wide", "page"] as const).map((shape) => {
    const { width, height } = drawings.get(shape) as Drawing;
    return { shape, scale: Math.min(PAPER.width / width, PAPER.below / height) };
  });
  const best = scales.reduce((one, other) => (other.scale > one.scale ? other : one));
  return best.scale < LEAST ? null : best.shape;
}

/** Where a picture is parted so that each part fits its page and no box is torn: the bottom of each part. */
function partsOf({ height, layout: { cards } }: Drawing): number[] {
  const ends = cards.map((card) => card.y + card.height + 4).sort((one, other) => one - other);
  const parts: number[] = [];
  for (let [top, room] = [0, PAPER.below]; height - top > room; room = PAPER.whole) {
    top = ends.findLast((end) => end > top && end <= top + room) ?? top + room;
    parts.push(top);
  }
  return [...parts, height];
}

const framed = (names: readonly string[], markup: string): string =>
  `<div class="${["shape", ...names].join(" ")}">${markup}</div>`;

/** The picture in each shape, of which the style shows the one that fits, and what it says in words. */
export function drawingOf(graph: Graph | null | undefined, title: string, key: string) {
  if (graph == null || graph.nodes.length === 0) return null;
  const drawings = new Map(SHAPES.map((shape) => [shape, drawn(graph, shape)]));
  const paper = shapeOnPaper(drawings);
  const page = drawings.get("page") as Drawing;
  const id = `${key}-page`;
  const parts = paper === null ? partsOf(page) : [];
  return {
    drawings: [
      ...SHAPES.map((shape) =>
        framed(
          [shape, ...(shape === paper ? ["paper"] : [])],
          pictureOf(drawings.get(shape) as Drawing, title, shape === "page" ? { id } : {}),
        ),
      ),
      ...parts.map((bottom, index) => framed(["paper", "part"], sliceOf(page, id, parts[index - 1] ?? 0, bottom))),
    ].join("\n"),
    words: wordsOf(graph),
  };
}
