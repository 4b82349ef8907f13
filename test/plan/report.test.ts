import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { pageOf } from "../../lib/plan/report/page.ts";
import type { StagePlan } from "../../lib/plan/types.ts";
import { groupsOf } from "../../lib/render/diagram/groups.ts";
import { layoutOf } from "../../lib/render/diagram/layout.ts";
import { graphs, hostile, many } from "../support/graphs.ts";
import { planOf, preset, repoOf, runPlan } from "../support/plan.ts";
import { IDENTITY, plan, report, SHOP, stage } from "../support/report.ts";
import { reportPicture } from "../support/report-picture.ts";
import { expectPicture } from "../support/shown.ts";

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

/** What a reader sees, without markup. */
const read = (page: string): string =>
  page
    .replace(/<style>[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

describe("a report that is sent", () => {
  it("says what it is of, when it was made, by whom, and from which revision", () => {
    const page = report({}, { author: "Ada", revision: { commit: "0123456789abcdef", branch: "main", changed: true } });
    expect(page).toContain("<title>shop: infrastructure plan, 3 February 2026</title>");
    expect(read(page)).toContain("3 February 2026, 04:05 UTC, by Ada");
    expect(read(page)).toContain("0123456789 of main, with changes that are not committed");
    expect(read(report({}))).toContain("Revision not in git");
  });

  it("begins with the sum of all stages, then production", () => {
    const text = read(report({}));
    expect(text).toContain("$330.50 a month for all 3 stages $3,966.00 a year 0 mandatory controls fail");
    const at = (word: string) => text.indexOf(word);
    expect(at("production what users use")).toBeLessThan(at("staging the rehearsal"));
    expect(at("staging the rehearsal")).toBeLessThan(at("dev where developers"));
  });

  it("adds up what the project's own stages cost, and each client's", () => {
    const ofAcme = [stage("acme-staging", "staging", "acme", 25), stage("acme-production", "production", "acme", 400)];
    const text = read(report({ stages: [...SHOP.stages, ...ofAcme] }));
    expect(text).toMatch(
      /shop, its own stages \d+ 0 \$330\.50 acme, all stages \d+ 0 \$425\.00 All 5 stages \d+ 0 \$755\.50/,
    );
    expect(read(report({}))).not.toContain("its own stages");
  });

  it("is a client's own where it is of that client's stages only", () => {
    const own = report({ stages: [stage("acme-production", "production", "acme", 300)] });
    expect(own).toContain("<h1>acme</h1>");
    expect(read(own)).toContain("For acme, AWS account 123456789012 Project shop");
    const mixed = report({ stages: [...SHOP.stages, stage("acme-production", "production", "acme", 300)] });
    expect(mixed).toContain("<h1>shop</h1>");
  });

  it("says which stages it leaves out, and sums none of them up as all", () => {
    const text = read(report({ leftOut: ["acme-dev", "acme-production"] }));
    expect(text).toContain("2 of 5 stages are not planned (acme-dev, acme-production)");
    expect(text).toContain("a month for 3 of 5 stages");
    expect(text).not.toMatch(/all 3 stages/i);
  });

  it("calls no stage free that is billed by use", () => {
    const sites = stage("production", "production", null, 0);
    expect(read(report({ stages: [sites] }))).toContain("by use only a month in eu-west-1");
    expect(read(report({ stages: [sites] }))).not.toContain("$0.00 a month in");
  });
});

describe("stages that are alike", () => {
  const withVpc = (one: StagePlan, addresses: string): StagePlan => ({
    ...one,
    layers: one.layers.map((layer) => ({
      ...layer,
      notable: [{ kind: "VPC", name: "vpc", settings: { addresses } }],
    })),
  });
  const ofClient = (name: string, at: number, usd = 300): StagePlan =>
    withVpc(stage(`${name}-production`, "production", name, usd), `10.${at}.0.0/18`);
  const stages = [
    withVpc(stage("production", "production", null, 300), "10.0.0.0/18"),
    ofClient("acme", 1),
    ofClient("globex", 2),
    ofClient("initech", 3, 400),
  ];
  const clients = ["acme", "globex", "initech"].map((name, at) => ({
    ...{ stage: `${name}-production`, comparedWith: "production" },
    rows: [{ what: "VPC: addresses", here: `10.${at + 1}.0.0/18`, there: "10.0.0.0/18" }],
  }));
  const page = report({ stages, differences: { stages: { stages: [], rows: [] }, clients } });
  const text = read(page);
  const headings = (level: string) =>
    [...page.matchAll(new RegExp(`<${level}[^>]*>(.*?)</${level}>`, "g"))].map(([, words = ""]) => read(words).trim());

  it("share a section, with what each has of its own; one that costs other than they do has another", () => {
    expect(headings("h2")).toEqual([
      "In short",
      "production and 2 stages like it what users use",
      "initech-production what users use",
      "What differs",
      "Details",
    ]);
    expect(text).toContain("$300.00 a month in eu-west-1, each");
    expect(text).toContain(
      "production any VPC: addresses 10.0.0.0/18 acme-production 123456789012 VPC: addresses 10.1.0.0/18 globex-production 123456789012 VPC: addresses 10.2.0.0/18",
    );
  });

  it("are each a line of the sums, which leads to their section, and are compared with no other", () => {
    const links = [...page.matchAll(/<a href="#(stage-\d)">([^<]*)/g)].map(([, to, name]) => [name, to]);
    expect(links).toEqual([
      ["production", "stage-0"],
      ["acme-production", "stage-0"],
      ["globex-production", "stage-0"],
      ["initech-production", "stage-1"],
    ]);
    expect(headings("h3")).toContain("initech-production and production");
    expect(headings("h3")).not.toContain("acme-production and production");
    expect(headings("h3")).toContain("What is in production and 2 stages like it");
  });
});

describe("a picture that no page of paper holds", () => {
  it("is parted between its boxes, and its parts are all of it", () => {
    const page = report({}, {}, many(60));
    const parts = [...page.matchAll(/<svg [^>]*viewBox="0 (\d+) \d+ (\d+)"[^>]*><use href="#stage-0-page"\/>/g)];
    const [, whole = ""] = /id="stage-0-page"[^>]*viewBox="0 0 \d+ (\d+)"/.exec(page) ?? [];
    expect(parts.length).toBeGreaterThan(1);
    let end = 0;
    for (const [, top, height] of parts) {
      expect(Number(top)).toBe(end);
      expect(Number(height)).toBeLessThanOrEqual(940);
      end += Number(height);
    }
    expect(end).toBe(Number(whole));
    const { cards } = layoutOf(groupsOf(many(60)), true, "page");
    for (const [, top] of parts.slice(1))
      for (const { y, height } of cards) expect(y < Number(top) && y + height > Number(top)).toBe(false);
  });

  it("is whole where it fits", () => expect(report({})).not.toContain("<use"));
});

it("has a picture that is no wider than the narrowest screen that it is shown on", () => {
  const page = report({}, {}, many(20));
  const widthOf = (shape: string) => Number(new RegExp(`class="picture ${shape}"[^>]* width="(\\d+)"`).exec(page)?.[1]);
  // The style shows the wide one above 960 pixels, that of a page above 740, with 24 at both sides; phones have 360, and 16.
  expect(widthOf("wide")).toBeLessThanOrEqual(961 - 2 * 24);
  expect(widthOf("page")).toBeLessThanOrEqual(741 - 2 * 24);
  expect(widthOf("phone")).toBeLessThanOrEqual(360 - 16);
});

it("holds every text of a repo, however hostile, as text", () => {
  fc.assert(
    fc.property(graphs, hostile, (graph, text) => {
      const seen = new Set(
        tags(
          pageOf(plan(text), new Map([[text, graph]]), {
            made: IDENTITY.made,
            author: text,
            revision: { commit: text, branch: text, changed: true },
          }).replace(/<style>[\s\S]*?<\/style>/g, ""),
        ),
      );
      for (const tag of ["script", "img", "iframe", "object", "foreignObject"]) expect(seen.has(tag)).toBe(false);
    }),
    { numRuns: 60, examples: [[{ nodes: [], edges: [], frame: "" }, "__proto__"]] },
  );
});

describe("the report of a repo", () => {
  let folder: string;
  let page: string;
  beforeAll(async () => {
    folder = await repoOf(preset("saas", { project: "my-shop", domain: "acme.com" }));
    const { exitCode, stdout } = await runPlan(folder, ["--html", "plan.html"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Report: ${join(folder, "plan.html")}`);
    page = await readFile(join(folder, "plan.html"), "utf8");
  });

  it("needs no network and no script, and has its picture described", () => {
    tags(page.replace(/<style>[\s\S]*?<\/style>/g, ""));
    expect(page).not.toMatch(/<script|<link|<img|src=|url\((?!#arrow)/);
    expect(page).not.toMatch(/href="(?!#)/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('role="img" aria-label="Architecture of my-shop, production"');
    expect(page).toContain("<li>ECS service api leads to RDS PostgreSQL main</li>");
  });

  it("begins as the README shows it", () => expectPicture("report.svg", reportPicture(page)));

  it("says the plan's numbers", async () => {
    const { stages } = await planOf(folder, "production");
    expect(page).toContain(`$${stages[0]?.cost.usd.toFixed(2)}`);
    for (const { label } of stages[0]?.cost.lines ?? []) expect(page).toContain(label);
  });

  it("draws what the README draws, from the resources of the program, and the same each time", async () => {
    const { stdout } = await runPlan(folder, ["production", "--mermaid"]);
    expect(stdout).toBe((await runPlan(folder, ["production", "--mermaid"])).stdout);
    const readme = await readFile(join(folder, "README.md"), "utf8");
    const [, text = ""] = /```mermaid\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(connections(text)).toContain("alb, Load balancer #40;ALB#41; --> web, ECS service");
    expect(connections(stdout)).toEqual(connections(text));
  });
});

/** The boxes and arrows of a flowchart, by title and kind: sizes are known to one of the two only. */
function connections(mermaid: string): string[] {
  const names = new Map(
    [...mermaid.matchAll(/(n\d+)[[(]+"([^"]*)"/g)].map(([, id, label = ""]) => [
      id,
      label.split("<br/>").slice(0, 2).join(", "),
    ]),
  );
  const arrows = [...mermaid.matchAll(/(n\d+) --> (n\d+)/g)].map(
    ([, from, to]) => `${names.get(from)} --> ${names.get(to)}`,
  );
  return [...names.values(), ...arrows].sort();
}
