import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ARRANGEMENTS, type Shape } from "../../../lib/render/diagram/arrangement.ts";
import type { Box } from "../../../lib/render/diagram/cards.ts";
import { type Graph, INSIDE } from "../../../lib/render/diagram/graph.ts";
import { groupsOf } from "../../../lib/render/diagram/groups.ts";
import { encode } from "../../../lib/render/diagram/label.ts";
import type { PlacedWire } from "../../../lib/render/diagram/lanes.ts";
import { layoutOf } from "../../../lib/render/diagram/layout.ts";
import { SMALLEST, widthOf } from "../../../lib/render/diagram/measure.ts";
import { mermaidOf } from "../../../lib/render/diagram/mermaid.ts";
import { DARK, LIGHT } from "../../../lib/render/diagram/style.ts";
import { drawn, pictureOf, svgOf } from "../../../lib/render/diagram/svg.ts";
import { graphs, many } from "../../support/graphs.ts";

const shapes = fc.constantFrom(...(Object.keys(ARRANGEMENTS) as Shape[]));

const apart = (one: Box, other: Box): boolean =>
  one.x + one.width <= other.x ||
  other.x + other.width <= one.x ||
  one.y + one.height <= other.y ||
  other.y + other.height <= one.y;

const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

interface Stretch {
  wire: PlacedWire;
  box: Box;
}

/** The straight pieces of a picture's lines. */
const across = (wires: readonly PlacedWire[]): Stretch[] =>
  wires.flatMap((wire) =>
    wire.ports.map(({ x, y }) => ({
      wire,
      box: { x: Math.min(x, wire.x), y, width: Math.abs(x - wire.x), height: 0 },
    })),
  );
const down = (wires: readonly PlacedWire[]): Stretch[] =>
  wires.map((wire) => {
    const ys = wire.ports.map(({ y }) => y);
    return { wire, box: { x: wire.x, y: Math.min(...ys), width: 0, height: Math.max(...ys) - Math.min(...ys) } };
  });

/** The edges that a picture's lines say: of each line, everything that it comes from leads to everything that it goes to. */
const edgesOf = (wires: readonly PlacedWire[]): string[] =>
  wires.flatMap(({ ports }) => {
    const of = (role: "from" | "to") => ports.filter((port) => port.role === role).map(({ card }) => card);
    return of("from").flatMap((from) => of("to").map((to) => `${from} ${to}`));
  });

/** The edges of a graph as the picture states them: for each line, each member of the one box with each of the other. */
function stated(graph: Graph, shape: Shape): string[] {
  const grouped = groupsOf(graph);
  const members = new Map(grouped.groups.map(({ id, members }) => [id, members.map(({ node }) => node.id)]));
  return edgesOf(layoutOf(grouped, true, shape).wires).flatMap((edge) => {
    const [from = "", to = ""] = edge.split(" ");
    return (members.get(from) ?? []).flatMap((one) => (members.get(to) ?? []).map((other) => `${one} ${other}`));
  });
}

describe("a picture of any architecture", () => {
  it("states each edge for every member of its boxes, and none that is not there", () => {
    fc.assert(
      fc.property(graphs, shapes, (graph, shape) => {
        const said = stated(graph, shape);
        expect(new Set(said)).toEqual(new Set(graph.edges.map(({ from, to }) => `${from} ${to}`)));
        expect(said.length).toBe(new Set(said).size);
      }),
      { numRuns: 200 },
    );
  });

  it("has every box inside, none over another, and all text inside its box", () => {
    fc.assert(
      fc.property(graphs, shapes, (graph, shape) => {
        const { cards, width, height } = layoutOf(groupsOf(graph), true, shape);
        for (const [index, card] of cards.entries()) {
          expect(within(card, { x: 0, y: 0, width, height })).toBe(true);
          for (const other of cards.slice(index + 1)) expect(apart(card, other)).toBe(true);
          for (const cell of card.cells) {
            expect(within(cell, card)).toBe(true);
            for (const { x, y, font, text } of cell.texts) {
              const box = { x, y: y - font.size, width: Math.floor(widthOf(text, font)), height: font.size };
              expect(within(box, cell), text).toBe(true);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("has in its frame what stands in the network, and nothing else", () => {
    fc.assert(
      fc.property(graphs, shapes, (graph, shape) => {
        const { cards, frame } = layoutOf(groupsOf(graph), true, shape);
        for (const card of frame === null ? [] : cards)
          expect(INSIDE.includes(card.group.tier) ? within(card, frame as Box) : apart(card, frame as Box)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("leads no line behind a box, and none along another", () => {
    fc.assert(
      fc.property(graphs, shapes, (graph, shape) => {
        const { cards, wires } = layoutOf(groupsOf(graph), true, shape);
        for (const { box } of [...across(wires), ...down(wires)])
          for (const card of cards) {
            const inner = { x: card.x + 1, y: card.y + 1, width: card.width - 2, height: card.height - 2 };
            expect(apart(inner, { ...box, width: box.width + 0.01, height: box.height + 0.01 })).toBe(true);
          }
        for (const stretches of [across(wires), down(wires)])
          for (const [index, one] of stretches.entries())
            for (const other of stretches.slice(index + 1))
              if (one.wire !== other.wire)
                expect(
                  apart({ ...one.box, width: one.box.width + 0.01, height: one.box.height + 0.01 }, other.box),
                ).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("keeps to its width, and so to the size of its letters", () => {
    fc.assert(
      fc.property(graphs, shapes, (graph, shape) => {
        expect(layoutOf(groupsOf(graph), true, shape).width).toBeLessThanOrEqual(ARRANGEMENTS[shape].width);
      }),
      { numRuns: 100 },
    );
    expect(SMALLEST).toBeGreaterThanOrEqual(12);
  });
});

describe("a picture of many services", () => {
  it.each([5, 20, 60])("of %i is as wide as its place, and fits some pages", (count) => {
    for (const shape of Object.keys(ARRANGEMENTS) as Shape[]) {
      const { width, height } = layoutOf(groupsOf(many(count)), true, shape);
      expect(width).toBeLessThanOrEqual(ARRANGEMENTS[shape].width);
      expect(height).toBeLessThan(700 + 50 * count);
    }
  });

  it("has one arrow for sixty that are connected alike", () => {
    const graph = many(60);
    const alike = graph.nodes.filter(({ id }) => id === "main" || /^s\d*[0]$/.test(id));
    const edges = alike.filter(({ tier }) => tier === "run").map(({ id }) => ({ from: id, to: "main", label: "" }));
    expect(groupsOf({ nodes: alike, edges }).edges).toHaveLength(1);
  });

  it("never has a cron or a worker in a box that the load balancer leads to", () => {
    const graph = many(60);
    const { groups, edges } = groupsOf(graph);
    const public_ = new Set(graph.edges.filter(({ from }) => from === "alb").map(({ to }) => to));
    const entered = groups.filter(({ id }) => edges.some(({ from, to }) => from === "alb" && to === id));
    expect(entered.flatMap(({ members }) => members.map(({ node }) => node.id)).sort()).toEqual([...public_].sort());
  });
});

describe("colours", () => {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string): number => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
    return (light + 0.05) / (dark + 0.05);
  };

  it.each([
    ["light", LIGHT],
    ["dark", DARK],
  ])("of text stand out from what is behind it, when it is %s", (_, { ink, quiet, page, paper, tiers }) => {
    for (const text of [ink, quiet])
      for (const ground of [page, paper]) expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    for (const { fill, line } of Object.values(tiers)) expect(contrast(line, fill)).toBeGreaterThanOrEqual(4.5);
  });
});

describe("labels of Mermaid", () => {
  it("let no text out of its quotes, its brackets or the code block", () => {
    expect(encode('a"]; end ```\n<b>#')).toBe("a#34;#93;#59; end #96;#96;#96; #60;b#62;#35;");
  });

  it("keep letters of every alphabet", () => {
    expect(encode("Señal 東京")).toBe("Señal 東京");
  });
});

it("holds every text, however hostile, as text", () => {
  fc.assert(
    fc.property(graphs, shapes, (graph, shape) => {
      const svg = pictureOf(drawn(graph, shape), graph.frame) + svgOf(graph, graph.frame);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows none of these
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      expect(
        svg
          .replace(/<style>[^<]*<\/style>/, "")
          .match(/<[a-z]+/gi)
          ?.sort() ?? [],
      ).not.toContain("<script");
      expect(svg).not.toMatch(/\son\w+="/);
      for (const line of mermaidOf(graph).split("\n")) expect(line).toMatch(/^($|flowchart|\s+(subgraph|end|n\d+))/);
    }),
    { numRuns: 60 },
  );
});
