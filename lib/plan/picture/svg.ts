import { html } from "../../render/encode.ts";
import { cut, plain } from "../text/layout.ts";
import type { Column, Graph } from "./graph.ts";
import { groupsOf } from "./groups.ts";
import { HEADER, layoutOf, type PlacedEdge, type PlacedGroup, type PlacedMember } from "./layout.ts";

/** The picture as SVG that needs nothing else: no script, no font, no network. Light and dark follow the reader's system. */

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** Text of any origin, safe in XML: names come from a repo. */
const escaped = (text: string): string =>
  html(
    plain(text).replace(
      /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "\ufffd",
    ),
  );

/** Average widths of the system's fonts, in pixels: texts are cut where they would not fit. */
const TITLE_CHARACTERS = 22;
const LINE_CHARACTERS = 28;

const CLASSES: Readonly<Record<Column, string>> = {
  people: "people",
  front: "front",
  run: "run",
  store: "store",
  keep: "keep",
};

function member({ node, lines, x, y, width, height }: PlacedMember): string {
  const texts = [
    `<text class="name" x="${round(x + 12)}" y="${round(y + 19)}">${escaped(cut(node.title, TITLE_CHARACTERS))}</text>`,
    ...lines.map(
      (line, index) =>
        `<text class="line" x="${round(x + 12)}" y="${round(y + 36 + index * 15)}">${escaped(cut(line, LINE_CHARACTERS))}</text>`,
    ),
  ];
  return [
    `<g><title>${escaped([node.kind, node.title, ...lines].join(", "))}</title>`,
    `<rect class="member" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="6"/>`,
    ...texts,
    "</g>",
  ].join("");
}

function box({ group, members, x, y, width, height }: PlacedGroup): string {
  const title = members.length === 1 ? group.kind : `${group.kind} × ${members.length}`;
  return [
    `<g class="${CLASSES[group.column]}">`,
    `<rect class="group" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="10"/>`,
    `<text class="kind" x="${round(x + 12)}" y="${round(y + HEADER - 8)}">${escaped(cut(title, Math.floor((width - 20) / 6.6)))}</text>`,
    ...members.map(member),
    "</g>",
  ].join("");
}

function line({ from, to, down }: PlacedEdge): string {
  const bend = down ? (to.y - from.y) / 2 : Math.max(24, (to.x - from.x) / 2);
  const [one, two] = down
    ? [`${round(from.x)} ${round(from.y + bend)}`, `${round(to.x)} ${round(to.y - bend)}`]
    : [`${round(from.x + bend)} ${round(from.y)}`, `${round(to.x - bend)} ${round(to.y)}`];
  return `<path class="edge" marker-end="url(#arrow)" d="M${round(from.x)} ${round(from.y)}C${one} ${two} ${round(to.x)} ${round(to.y)}"/>`;
}

/** Colours with at least 4.5 to 1 between text and what is behind it, on white and on near-black. */
const STYLE = `
.picture{--ink:#1b1f24;--quiet:#57606a;--page:#fff;--paper:#fff;--edge:#6e7781;--frame:#8c959f;
--people:#f3f4f6;--people-line:#6e7781;--front:#f5efff;--front-line:#7c3aed;--run:#fff4e5;--run-line:#b45309;
--store:#e8f1ff;--store-line:#1d4ed8;--keep:#e7f7ec;--keep-line:#15803d;font-family:system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
@media (prefers-color-scheme:dark){.picture{--ink:#e6edf3;--quiet:#9da7b3;--page:#0d1117;--paper:#161b22;--edge:#8b949e;--frame:#6e7681;
--people:#1c2128;--people-line:#8b949e;--front:#231a36;--front-line:#b794f4;--run:#2b2013;--run-line:#f0b45c;
--store:#14233f;--store-line:#7fb1ff;--keep:#12271a;--keep-line:#5fc27e}}
@media print{.picture{--ink:#1b1f24;--quiet:#57606a;--page:#fff;--paper:#fff;--edge:#6e7781;--frame:#8c959f;
--people:#f3f4f6;--people-line:#6e7781;--front:#f5efff;--front-line:#7c3aed;--run:#fff4e5;--run-line:#b45309;
--store:#e8f1ff;--store-line:#1d4ed8;--keep:#e7f7ec;--keep-line:#15803d}}
.picture text{fill:var(--ink)}.picture .name{font-size:13px;font-weight:600}.picture .line{font-size:11px;fill:var(--quiet)}
.picture .kind{font-size:11.5px;font-weight:600;letter-spacing:.02em}.picture .said{font-size:11.5px;fill:var(--quiet)}
.picture .member{fill:var(--paper);stroke-width:1}.picture .group{stroke-width:1.25}
.picture .edge{fill:none;stroke:var(--edge);stroke-width:1.5}.picture .head{fill:var(--edge)}
.picture .frame{fill:none;stroke:var(--frame);stroke-dasharray:5 5;stroke-width:1.25}
${Object.values(CLASSES)
  .map(
    (name) =>
      `.picture .${name} .group{fill:var(--${name});stroke:var(--${name}-line)}.picture .${name} .member{stroke:var(--${name}-line);stroke-opacity:.45}.picture .${name} .kind{fill:var(--${name}-line)}`,
  )
  .join("\n")}`.trim();

/** What the picture shows, for those who do not see it. */
function description({ nodes, edges }: Graph): string {
  const name = new Map(nodes.map((node) => [node.id, `${node.kind} ${node.title}`]));
  return edges.map(({ from, to }) => `${name.get(from)} leads to ${name.get(to)}`).join(". ");
}

/**
 * The picture of a stage.
 * @param title what it is a picture of
 * @param key a word that makes its ids unique in a page
 */
export function svgOf(graph: Graph, title: string, key = "picture"): string {
  const layout = layoutOf(groupsOf(graph), graph.frame !== "");
  const { width, height, frame } = layout;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" aria-labelledby="${key}-title ${key}-description" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}">`,
    `<title id="${key}-title">${escaped(title)}</title><desc id="${key}-description">${escaped(description(graph))}</desc>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0.5L8 4L0 7.5z"/></marker></defs>',
    ...(frame === null
      ? []
      : [
          `<rect class="frame" x="${round(frame.x)}" y="${round(frame.y)}" width="${round(frame.width)}" height="${round(frame.height)}" rx="14"/>`,
          `<text class="said" x="${round(frame.x + 16)}" y="${round(frame.y + 18)}">${escaped(graph.frame)}</text>`,
        ]),
    ...layout.edges.map(line),
    ...layout.groups.map(box),
    "</svg>",
  ].join("\n");
}
