import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../../lib/plan/picture/graph.ts";
import { groupsOf } from "../../lib/plan/picture/groups.ts";
import { layoutOf } from "../../lib/plan/picture/layout.ts";
import { mermaidOf } from "../../lib/plan/picture/mermaid.ts";
import { svgOf } from "../../lib/plan/picture/svg.ts";
import { pageOf } from "../../lib/plan/report/page.ts";
import type { Plan } from "../../lib/plan/types.ts";
import { planOf, preset, repoOf, runPlan } from "../support/plan.ts";

const VOID = new Set(["meta", "br", "!doctype"]);

/** Every tag, with what is open around it: markup that a text could break out into would show here. */
function tags(markup: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  for (const [, close, name = "", self] of markup.matchAll(/<(\/?)([!a-zA-Z][\w-]*)[^<>]*?(\/?)>/g)) {
    if (VOID.has(name.toLowerCase()) || self === "/") seen.push(name);
    else if (close === "/") expect(open.pop(), markup.slice(0, 200)).toBe(name);
    else {
      open.push(name);
      seen.push(name);
    }
  }
  expect(open).toEqual([]);
  return seen;
}

const hostile = fc.oneof(
  fc.constantFrom(
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>--><!--",
    "&amp;<&'",
    "`{{}}`",
    "\u0000\u001b[31m",
    "\ud800",
    "名前 مرحبا",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);

const graphs = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom("people", "front", "run", "store", "keep"), hostile, hostile), { maxLength: 40 }),
    fc.array(fc.tuple(fc.nat(39), fc.nat(39), hostile), { maxLength: 60 }),
    hostile,
  )
  .map(([nodes, edges, frame]): Graph => {
    const made = nodes.map(
      ([column, title, kind], index) =>
        ({ id: String(index), column, kind, title, details: [title] }) as Graph["nodes"][number],
    );
    const rank = ["people", "front", "run", "store", "keep"];
    const column = (id: number) => rank.indexOf(made[id]?.column ?? "");
    return {
      nodes: made,
      edges: edges
        .filter(([from, to]) => made[from] && made[to] && column(from) < column(to))
        .map(([from, to, label]) => ({ from: String(from), to: String(to), label })),
      frame,
    };
  });

const plan = (text: string): Plan => ({
  plan: 1,
  generator: "0",
  project: text,
  sst: text,
  prices: { collected: text, hoursPerMonth: 730 },
  assumptions: [text],
  since: { revision: text, commit: text },
  failed: { controls: 0, programs: 0 },
  leftOut: [text],
  differences: {
    stages: { stages: [text], rows: [{ what: text, values: [text] }] },
    clients: [{ stage: text, comparedWith: text, rows: [{ what: text, here: text, there: text }] }],
  },
  stages: [
    {
      stage: text,
      client: null,
      environment: text,
      account: null,
      region: text,
      errors: [],
      refused: text,
      layers: [
        {
          id: text,
          title: text,
          count: 1,
          types: [],
          notable: [{ kind: text, name: text, settings: { [text]: text } }],
        },
      ],
      controls: {
        passed: 1,
        failed: [{ id: text, title: text, severity: "mandatory", why: text, fix: text, findings: [text] }],
        waived: [{ id: text, title: text, reason: text, findings: [text] }],
      },
      cost: {
        currency: "USD",
        region: text,
        usd: 1,
        lines: [{ id: text, label: text, detail: text, usd: null, unknown: [text], units: [], resources: [] }],
        unknown: [text],
        byUse: [text],
        savings: [{ id: text, what: text, how: text, price: text, usd: 1 }],
      },
      changes: [
        {
          action: "deleted",
          type: text,
          name: text,
          urn: text,
          stateful: true,
          protect: false,
          inputs: [{ path: text, before: text, after: null, replaces: true }],
        },
      ],
    },
  ],
});

it("holds every text of a repo, however hostile, as text", () => {
  fc.assert(
    fc.property(graphs, hostile, (graph, text) => {
      const seen = new Set(tags(pageOf(plan(text), new Map([[text, graph]])).replace(/<style>[\s\S]*?<\/style>/g, "")));
      for (const tag of ["script", "img", "iframe", "object", "foreignObject"]) expect(seen.has(tag)).toBe(false);
      const svg = svgOf(graph, text);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows none of these
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      expect(svg).not.toMatch(/on\w+="/);
      for (const line of mermaidOf(graph).split("\n")) expect(line).toMatch(/^($|flowchart|\s+(subgraph|end|n\d+))/);
    }),
    { numRuns: 60, examples: [[{ nodes: [], edges: [], frame: "" }, "__proto__"]] },
  );
});

it("draws every box inside the picture, and none over another", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const { groups, width, height } = layoutOf(groupsOf(graph), true);
      for (const [index, one] of groups.entries()) {
        expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height).toBe(true);
        for (const other of groups.slice(index + 1)) {
          const apart =
            one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y;
          expect(apart).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});

it("draws sixty services on one database as one arrow", () => {
  const run = Array.from({ length: 60 }, (_, index) => ({
    id: `s${index}`,
    column: "run" as const,
    kind: "ECS service",
    title: `s${index}`,
    details: [],
  }));
  const graph: Graph = {
    nodes: [...run, { id: "db", column: "store", kind: "RDS", title: "main", details: [] }],
    edges: run.map(({ id }) => ({ from: id, to: "db", label: "" })),
    frame: "",
  };
  const { groups, edges } = groupsOf(graph);
  expect(groups.map(({ members }) => members.length)).toEqual([60, 1]);
  expect(edges).toHaveLength(1);
  expect(layoutOf({ groups, edges }, false).height).toBeLessThan(1200);
});

describe("the report of a repo", () => {
  let folder: string;
  let page: string;
  beforeAll(async () => {
    folder = await repoOf(preset("saas", { domain: "acme.com" }));
    const { exitCode, stdout } = await runPlan(folder, ["production", "--html", "plan.html"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Report: ${join(folder, "plan.html")}`);
    page = await readFile(join(folder, "plan.html"), "utf8");
  });

  it("needs no network and no script, and has its picture described", () => {
    tags(page.replace(/<style>[\s\S]*?<\/style>/g, ""));
    expect(page).not.toMatch(/<script|<link|<img|src=|url\((?!#arrow)/);
    expect(page).not.toMatch(/href="(?!#)/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('role="img" aria-labelledby="stage-0-title stage-0-description"');
    expect(page).toContain("ECS service api leads to RDS PostgreSQL 17 main");
  });

  it("says the plan's numbers", async () => {
    const { stages } = await planOf(folder, "production");
    expect(page).toContain(`$${stages[0]?.cost.usd.toFixed(2)}`);
    for (const { label } of stages[0]?.cost.lines ?? []) expect(page).toContain(label);
  });

  it("draws what the resources say, as Mermaid too, and the same each time", async () => {
    const { stdout } = await runPlan(folder, ["production", "--mermaid"]);
    expect(stdout).toBe((await runPlan(folder, ["production", "--mermaid"])).stdout);
    const id = (text: string) => new RegExp(`(n\\d+)[[(]+"${text}`).exec(stdout)?.[1];
    expect(stdout).toContain(`${id("api<br/>ECS")} --> ${id("main<br/>RDS PostgreSQL 17")}`);
    expect(stdout).toContain(`${id("alb<br/>")} -->|"api.acme.com"| ${id("api<br/>ECS")}`);
    expect(stdout).toContain(`${id("nightly<br/>")} --> ${id("main<br/>RDS")}`);
    expect(stdout).not.toContain(`${id("web<br/>")} -->`);
  });
});
