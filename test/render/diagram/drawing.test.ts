import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ARRANGEMENTS, type Shape } from "../../../lib/render/diagram/arrangement.ts";
import { type Edge, type Graph, joined, type Node, visitors } from "../../../lib/render/diagram/graph.ts";
import { groupsOf } from "../../../lib/render/diagram/groups.ts";
import { layoutOf } from "../../../lib/render/diagram/layout.ts";
import { LINE, lines, NAME, widthOf } from "../../../lib/render/diagram/measure.ts";
import { mermaidOf } from "../../../lib/render/diagram/mermaid.ts";
import { drawn, svgOf } from "../../../lib/render/diagram/svg.ts";
import { wordsOf } from "../../../lib/render/diagram/words.ts";
import { graphs, many } from "../../support/graphs.ts";

/** What a picture says: its words fit, what is alike is one box, and it can be read without being seen. */

const shapes = fc.constantFrom(...(Object.keys(ARRANGEMENTS) as Shape[]));
const node = (id: string, tier: Node["tier"] = "run", kind = "ECS service", details: string[] = []): Node => ({
  ...{ id, tier, kind, title: id, details },
});
const edge = (from: string, to: string, label = ""): Edge => ({ from, to, label });
const graph = (nodes: Node[], edges: Edge[] = []): Graph => ({ nodes, edges, frame: "VPC" });

describe("the words of a box", () => {
  const texts = fc.array(fc.constantFrom("order ", "a.", "acme-", "/v1,", "name/", "x"), { maxLength: 12 });

  it("are in at most three lines that fit, each behind the other, of which only the last is cut", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 80, max: 200 }), (parts, room) => {
        const found = lines(parts.join("").trim(), room, LINE);
        expect(found.length).toBeLessThanOrEqual(3);
        const cut = found.at(-1)?.endsWith("…") === true;
        const left = found.reduce((rest, line, index) => {
          expect(widthOf(line, LINE)).toBeLessThanOrEqual(room);
          const said = cut && index === found.length - 1 ? line.slice(0, -1) : line;
          expect(rest.trimStart().startsWith(said)).toBe(true);
          return rest.trimStart().slice(said.length);
        }, parts.join(""));
        expect(left.trim() === "").toBe(!cut);
      }),
    );
  });

  it("are broken behind punctuation, and the last line has the rest", () => {
    const room = widthOf("order-api.", LINE);
    expect(lines("order-api.acme.io", room, LINE)).toEqual(["order-api.", "acme.io"]);
    expect(lines("a b", widthOf("a b", LINE), LINE)).toEqual(["a b"]);
    expect(lines("a b", widthOf("a b", LINE) - 0.1, LINE)).toEqual(["a", "b"]);
    expect(lines("aaaa bbbb cccc", widthOf("aaaa", LINE), LINE)).toEqual(["aaaa", "bbbb", "cccc"]);
    expect(lines("aaaa bbbb cccc dddd", widthOf("cccc d…", LINE), LINE)).toEqual(["aaaa", "bbbb", "cccc d…"]);
    expect(lines("aaaaaaaa", widthOf("aaaa…", LINE), LINE)).toEqual(["aaaa…"]);
  });

  it("are wider in bold, and widest in letters that nobody has measured", () => {
    expect(widthOf("a", NAME)).toBeGreaterThan(widthOf("a", LINE));
    const widths = [".", "t", "a", "A", "M", "東"].map((letter) => widthOf(letter, LINE));
    expect(widths).toEqual([...widths].sort((one, other) => one - other));
    expect(new Set(widths).size).toBe(6);
  });

  it("are the names alone, where more than sixteen run", () => {
    const run = (count: number) =>
      graph(Array.from({ length: count }, (_, n) => node(`s${n}`, "run", "ECS service", ["worker, Node.js"])));
    const said = (count: number) =>
      layoutOf(groupsOf(run(count)), true).cards.flatMap(({ cells }) =>
        cells.flatMap(({ texts }) => texts.map(({ text }) => text)),
      );
    expect(said(16)).toContain("worker, Node.js");
    expect(said(17)).not.toContain("worker, Node.js");
    expect(said(17)).toContain("s16");
  });
});

describe("boxes", () => {
  it("are there for all that there is, in every shape", () => {
    fc.assert(
      fc.property(graphs, shapes, (one, shape) => {
        const grouped = groupsOf(one);
        const shown = layoutOf(grouped, true, shape).cards.map(({ group }) => group.id);
        expect([...shown].sort()).toEqual(grouped.groups.map(({ id }) => id).sort());
      }),
      { numRuns: 60 },
    );
  });

  it("stand where few lines cross", () => {
    const services = ["a", "b", "c"].map((id) => node(id, "run", `kind ${id}`));
    const stores = ["z", "y", "x"].map((id) => node(id, "store", `kind ${id}`));
    const edges = [edge("a", "x"), edge("b", "y"), edge("c", "z")];
    const { cards } = layoutOf(groupsOf(graph([...services, ...stores], edges)), true);
    const order = (tier: string) =>
      cards
        .filter(({ group }) => group.tier === tier)
        .sort((one, other) => one.y - other.y)
        .map(({ group }) => group.id);
    expect(["a", "b", "c"].map((_, index) => `${order("run")[index]} ${order("store")[index]}`).sort()).toEqual([
      "a x",
      "b y",
      "c z",
    ]);
  });

  it("hold what is connected alike, each member once; but a vault is not its copies, and nothing leads to what is not there", () => {
    const alike = ["a", "b"].map((id) => node(id));
    const keep = ["v", "w"].map((id) => node(id, "keep", "Backup vault"));
    const { groups, edges } = groupsOf(
      graph(
        [...alike, node("c"), ...keep],
        [edge("a", "c", "x"), edge("b", "c", "x"), edge("a", "gone"), edge("b", "gone")],
      ),
    );
    expect(groups.map(({ id, members }) => [id, members.map((one) => [one.node.id, one.address])])).toEqual([
      [
        "a",
        [
          ["a", ""],
          ["b", ""],
        ],
      ],
      ["c", [["c", "x"]]],
      ["v", [["v", ""]]],
      ["w", [["w", ""]]],
    ]);
    expect(edges).toEqual([{ from: "a", to: "c" }]);
  });
});

describe("the picture as text", () => {
  const one = graph(
    [
      node("shop", "front", "Load balancer (ALB)"),
      ...["a", "b", "c", "d"].map((id) => node(id, "run", "ECS service", ["API"])),
      node("main", "store", "RDS MySQL", ["version 8.4"]),
      node("v", "keep", "Backup vault"),
    ],
    [...["a", "b", "c", "d"].flatMap((id) => [edge("shop", id, "/*"), edge(id, "main")]), edge("main", "v", "nightly")],
  );

  it("of Mermaid has what is alike in one box, three names to a line", () => {
    expect(mermaidOf(one).split("\n")).toEqual([
      "flowchart LR",
      '  n0["shop<br/>Load balancer #40;ALB#41;"]',
      '  subgraph run ["ECS Fargate"]',
      '    n1["4 #215; ECS service<br/>a, b, c<br/>d"]',
      "  end",
      '  subgraph store ["Private subnets"]',
      '    n2[("main<br/>RDS MySQL<br/>version 8.4")]',
      "  end",
      '  subgraph keep ["AWS Backup"]',
      '    n3["v<br/>Backup vault"]',
      "  end",
      "  n0 --> n1",
      "  n1 --> n2",
      "  n2 --> n3",
      "",
    ]);
  });

  it("of words has a sentence for each arrow", () => {
    expect(wordsOf(one)).toEqual([
      ...["a", "b", "c", "d"].flatMap((id) => [
        `Load balancer (ALB) shop leads to ECS service ${id}`,
        `ECS service ${id} leads to RDS MySQL main`,
      ]),
      "RDS MySQL main leads to Backup vault v by nightly",
    ]);
  });

  it("of SVG names each member with all that is said of it, and what the frame is", () => {
    const svg = svgOf(one, "Architecture of shop");
    expect([...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title).sort()).toEqual([
      "Backup vault, v, nightly",
      ...["a", "b", "c", "d"].map((id) => `ECS service, ${id}, API, /*`),
      "Load balancer (ALB), shop",
      "RDS MySQL, main, version 8.4",
    ]);
    expect(svg).toContain('role="img" aria-label="Architecture of shop"');
    expect(svg).toMatch(/<text class="said"[^>]*>VPC<\/text>/);
    expect(svg).toContain("<desc>Load balancer (ALB) shop leads to ECS service a. ");
    expect(svgOf({ ...one, frame: "" }, "x")).not.toContain('class="frame"');
    // In a box of several its kind stands once, with their number.
    expect([...svg.matchAll(/<text class="kind"[^>]*>([^<]*)</g)].map(([, kind]) => kind)).toContain("4 × ECS service");
  });
});

describe("parts of a picture", () => {
  it("are joined: two arrows between the same boxes are one, and a rule says more than a listener", () => {
    const parts = [
      { nodes: [node("a")], edges: [edge("a", "b", "/*"), edge("a", "c", "x.com, y.com")] },
      {
        nodes: [node("b")],
        edges: [edge("a", "b", "x.com"), edge("a", "c", "y.com, z.com"), edge("b", "a", "/*"), edge("a", "d")],
      },
    ];
    expect(joined(parts, "VPC")).toEqual({
      nodes: [node("a"), node("b")],
      edges: [edge("a", "b", "x.com"), edge("a", "c", "x.com, y.com, z.com"), edge("b", "a", "/*"), edge("a", "d")],
      frame: "VPC",
    });
  });

  it("have visitors, where something answers them", () => {
    expect(visitors([], ["DNS"])).toEqual({ nodes: [], edges: [] });
    expect(visitors([node("a", "front")], ["DNS"])).toEqual({
      nodes: [{ id: "people:visitors", tier: "people", kind: "Internet", title: "Visitors", details: ["DNS"] }],
      edges: [edge("people:visitors", "a")],
    });
  });
});

it("many are drawn as few", () => {
  expect(drawn(many(60), "wide").layout.cards.length).toBeLessThan(30);
});
