import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ARRANGEMENTS, type Shape } from "../../../lib/render/diagram/arrangement.ts";
import type { PlacedWire } from "../../../lib/render/diagram/lanes.ts";
import { MEANINGS, SWATCH } from "../../../lib/render/diagram/legend.ts";
import { LINE, widthOf } from "../../../lib/render/diagram/measure.ts";
import { type Drawing, drawn, pictureOf } from "../../../lib/render/diagram/svg.ts";
import { graphs } from "../../support/graphs.ts";

/** How a picture is drawn: its lines meet what they connect, and its legend explains what it shows. */

const shapes = fc.constantFrom(...(Object.keys(ARRANGEMENTS) as Shape[]));

/** The pieces of a path: each from where it begins to where it ends, with all that it touches. */
function piecesOf(path: string): { x: number; y: number }[][] {
  const pieces: { x: number; y: number }[][] = [];
  for (const [, command = "", numbers = ""] of path.matchAll(/([MHVQ])([^MHVQ]*)/g)) {
    const values = numbers.trim().split(/\s+/).map(Number);
    const [one = 0, other = 0] = values;
    const at = pieces.at(-1)?.at(-1) ?? { x: 0, y: 0 };
    if (command === "M") pieces.push([{ x: one, y: other }]);
    if (command === "H") pieces.at(-1)?.push({ x: one, y: at.y });
    if (command === "V") pieces.at(-1)?.push({ x: at.x, y: one });
    if (command === "Q") pieces.at(-1)?.push({ x: values[2] ?? 0, y: values[3] ?? 0 });
  }
  return pieces;
}

const near = (one: number, other: number): boolean => Math.abs(one - other) < 0.11;

describe("lines", () => {
  /** A picture's own lines, in the order of its wires; those of its legend come after. */
  const paths = (svg: string) =>
    [...svg.matchAll(/<path class="wire" d="([^"]*)"\/>(.*)/g)].map(([, d = "", rest = ""]) => ({ d, rest }));

  const check = (
    { x, ports }: PlacedWire,
    { d, rest }: { d: string; rest: string },
    boxes: Drawing["layout"]["cards"],
  ) => {
    const pieces = piecesOf(d);
    const ys = ports.map(({ y }) => y);
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const taps = pieces.slice(0, ports.length);
    const lane = pieces[ports.length] ?? [];
    for (const [index, port] of ports.entries()) {
      const box = boxes.find(({ group }) => group.id === port.card);
      expect(near(port.x, (box?.x ?? 0) + (port.side === "left" ? 0 : (box?.width ?? 0)))).toBe(true);
      const [first, ...more] = taps[index] ?? [];
      const last = more.at(-1);
      expect(near(first?.x ?? 0, port.x) && near(first?.y ?? 0, port.y)).toBe(true);
      // It ends in its lane, at a height between the first and the last of its ports.
      expect(near(last?.x ?? 0, x)).toBe(true);
      expect((last?.y ?? 0) >= top - 0.1 && (last?.y ?? 0) <= bottom + 0.1).toBe(true);
      if (port.y > top && port.y < bottom) expect(near(last?.y ?? 0, port.y)).toBe(true);
      // On its way it never leaves the room between the box and the lane.
      for (const { x: on } of more)
        expect(on >= Math.min(port.x, x) - 0.1 && on <= Math.max(port.x, x) + 0.1).toBe(true);
    }
    const ends = taps.map((tap) => tap.at(-1)?.y ?? 0);
    if (lane.length > 0) {
      expect(lane.every((point) => near(point.x, x))).toBe(true);
      expect(near(lane[0]?.y ?? 0, Math.min(...ends)) && near(lane[1]?.y ?? 0, Math.max(...ends))).toBe(true);
    } else expect(Math.max(...ends) - Math.min(...ends)).toBeLessThan(0.11);
    const heads = [...rest.matchAll(/<path class="head" d="M(\S+) (\S+)l(-?7) -4v8z"\/>/g)].map(([, a, b, back]) => [
      Number(a),
      Number(b),
      Number(back),
    ]);
    const wanted = ports
      .filter(({ role }) => role === "to")
      .map(({ x: tip, y, side }) => [Math.round(tip * 10) / 10, Math.round(y * 10) / 10, side === "left" ? -7 : 7]);
    expect(heads).toEqual(wanted);
    const dots = [...rest.matchAll(/<circle class="head" cx="(\S+)" cy="(\S+)"/g)].map(([, , cy]) => Number(cy));
    expect(dots).toEqual(ys.filter((y) => y > top && y < bottom).map((y) => Math.round(y * 10) / 10));
  };

  it("begin and end at their boxes, meet in their lane, and point at where they lead", () => {
    fc.assert(
      fc.property(graphs, shapes, (one, shape) => {
        const drawing = drawn(one, shape);
        const found = paths(pictureOf(drawing, "a"));
        for (const [index, wire] of drawing.layout.wires.entries())
          check(wire, found[index] as { d: string; rest: string }, drawing.layout.cards);
      }),
      { numRuns: 80 },
    );
  });
});

it("lanes side by side take no more than their room, however many they are", () => {
  fc.assert(
    fc.property(graphs, fc.constantFrom<Shape>("page", "phone"), (one, shape) => {
      const { cards, wires } = drawn(one, shape).layout;
      const left = Math.min(...cards.map(({ x }) => x));
      for (const side of [wires.filter(({ x }) => x < left), wires.filter(({ x }) => x > left)]) {
        const lanes = side.map(({ x }) => x).sort((a, b) => a - b);
        const pitches = lanes.slice(1).map((x, index) => x - (lanes[index] ?? 0));
        expect(pitches.every((pitch) => pitch > 0 && pitch < 9.01)).toBe(true);
        expect((lanes.at(-1) ?? 0) - (lanes[0] ?? 0)).toBeLessThan(84.01);
      }
    }),
    { numRuns: 60 },
  );
});

describe("the legend", () => {
  it("explains what is drawn and no more, inside the picture, no entry over another", () => {
    fc.assert(
      fc.property(graphs, shapes, (one, shape) => {
        const { layout, legend, width, height } = drawn(one, shape);
        const tiers = new Set<string>(layout.cards.map(({ group }) => group.tier));
        expect(new Set(legend.map(({ sign }) => sign))).toEqual(
          new Set([...tiers, ...(layout.wires.length > 0 ? ["arrow"] : [])]),
        );
        const boxes = legend.map(({ x, y, text, sign }) => {
          expect(text).toBe(MEANINGS[sign]);
          return { x, y, right: x + SWATCH + 6 + widthOf(text, LINE), bottom: y + SWATCH };
        });
        for (const [index, box] of boxes.entries()) {
          expect(box.x >= 12 && box.y >= layout.height && box.bottom <= height).toBe(true);
          expect(box.right <= width || box.x === boxes[0]?.x).toBe(true);
          for (const other of boxes.slice(index + 1)) expect(box.right < other.x || box.bottom < other.y).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is not there for nothing", () => {
    const nothing = drawn({ nodes: [], edges: [], frame: "" }, "wide");
    expect([nothing.legend, nothing.height, nothing.layout.frame]).toEqual([[], nothing.layout.height, null]);
  });
});
