import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { toBlueprint } from "../../../lib/answers/parse.ts";
import { toView, type View } from "../../../lib/answers/view.ts";
import { ci } from "../../../lib/render/manifest/ci.ts";
import { docs } from "../../../lib/render/manifest/docs.ts";
import { targetOf } from "../../../lib/render/render.ts";
import { renderTemplate } from "../../../lib/render/template.ts";
import { answers } from "../../support/blueprints.ts";
import { viewOf } from "../../support/view.ts";

/** The documents and workflows of a view, by path. */
function render(view: View): Map<string, string> {
  const files = new Map<string, string>();
  for (const row of [...docs, ...ci]) {
    const { entry, items } = row(view);
    for (const item of items) {
      const from = entry.from as string;
      const to = typeof entry.to === "function" ? entry.to(item as never, view) : (entry.to ?? targetOf(from));
      files.set(to, renderTemplate(from, to, view, item));
    }
  }
  return files;
}

/** What a careful reader would frown at, line by line. */
function untidy(markdown: string): string[] {
  const found: string[] = [];
  let fenced = false;
  const lines = markdown.split("\n");
  lines.forEach((line, i) => {
    const [before = "", after = ""] = [lines[i - 1], lines[i + 1]];
    if (/\s$/.test(line)) found.push(`space at the end: ${line}`);
    if (line === "" && after === "" && i < lines.length - 2) found.push(`two empty lines after: ${before}`);
    if (line.startsWith("```")) {
      if ((fenced ? after : before) !== "") found.push(`no empty line around: ${before}`);
      fenced = !fenced;
    } else if (!fenced && /^#+ /.test(line)) {
      if (before !== "" || after !== "") found.push(`no empty line around: ${line}`);
      const next = lines.slice(i + 1).find((text) => text !== "");
      const depth = (text: string) => /^#*/.exec(text)?.[0].length ?? 0;
      if (next === undefined || (depth(next) > 0 && depth(next) <= depth(line))) found.push(`empty section: ${line}`);
    }
    // zsh, which macOS starts, takes a colon behind a variable for the beginning of a modifier.
    if (/\$\w+:/.test(line)) found.push(`not for every shell: ${line}`);
    if (/\bundefined\b|\[object|\bNaN\b/.test(line)) found.push(`not a word: ${line}`);
  });
  if (fenced) found.push("a code block that is not closed");
  if (!/[^\n]\n$/.test(markdown)) found.push("not one line break at the end");
  return found;
}

it("name one client for all when there are many, and stay as short", () => {
  const clients = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      name: `c${n}`,
      account: String(100_000_000_000 + n),
      domain: `c${n}.example.com`,
    }));
  const readme = (count: number) =>
    render(viewOf({ domain: "acme.com", clients: clients(count) })).get("README.md") as string;
  expect(readme(8)).toContain("`c7-production`");
  expect(readme(9)).toContain("The other 8 clients are alike");
  expect(readme(9)).not.toContain("c1.example.com");
  expect(readme(200)).toMatch(/\| production, 200 clients \| \$[\d.]+ \| \*\*\$[\d.]+\*\* \|/);
  expect(untidy(readme(200))).toEqual([]);
  expect(Math.abs(readme(200).length - readme(9).length)).toBeLessThan(100);
});

it("are tidy, whatever was chosen", () => {
  fc.assert(
    fc.property(answers(), (document) => {
      const files = render(toView(toBlueprint(document), { repeat: "npx space-sst --yes", generator: "0.0.0" }));
      for (const [path, text] of files) {
        if (path.endsWith(".md")) expect(untidy(text), path).toEqual([]);
        else if (path.endsWith(".yml")) expect(parseDocument(text, { merge: true }).errors, path).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

describe("the README", () => {
  const readme = (document: Record<string, unknown>) => render(viewOf(document)).get("README.md") ?? "";

  it("has the commands of the chosen package manager, and the secrets by name", () => {
    const text = readme({ packageManager: "pnpm", services: [{ name: "api", secrets: ["JWT_SECRET"] }] });
    expect(text).toContain('pnpm exec sst secret set ApiJwtSecret --stage "$stage"');
    expect(text).toContain("pnpm run deploy:dev");
    expect(text).not.toMatch(/\bnp[mx] (run|install(?! --global)|sst)/);
  });

  it("has only what was chosen", () => {
    const text = readme({ ci: "none", services: [{ name: "api" }] });
    for (const word of [
      "Slack",
      "GitHub",
      "Bitbucket",
      "Cloudflare",
      "hosted zone",
      "client",
      "secret set",
      "AWS Backup",
    ]) {
      expect(text).not.toContain(word);
    }
  });

  it("keeps the command that repeats the kickoff as it is", () => {
    expect(readme({ services: [{ name: "api" }] })).toContain("```sh\nnpx space-sst --yes\n```");
  });
});

describe("deploys", () => {
  it("go from main to staging, and from there to production", () => {
    const view = viewOf({ domain: "acme.com", services: [{ name: "api" }] });
    const text = render(view).get(".github/workflows/deploy.yml") ?? "";
    expect(text).toMatch(/ production:\n {4}needs: \[check, staging\]/);
    expect(text).toContain("refs/heads/develop");
  });

  it.each([
    ["github", ".github/workflows/deploy.yml", /^ {2}production:/m, "        type: environment\n"],
    [
      "bitbucket",
      "bitbucket-pipelines.yml",
      /branches:[\s\S]*deployment: production[\s\S]*custom:/,
      "    deploy-production:\n",
    ],
  ])("leave production without a domain to somebody who insists: %s", (ci, path, pushed, byHand) => {
    const files = render(viewOf({ ci, services: [{ name: "api" }] }));
    expect(files.get(path)).not.toMatch(pushed);
    expect(files.get(path)).toContain(byHand);
    expect(files.get("README.md")).toContain("ALLOW_PLAIN_HTTP");
    const only = render(viewOf({ ci, stages: ["production"], services: [{ name: "api" }] })).get(path) ?? "";
    expect(parseDocument(only, { merge: true }).toJS()).not.toHaveProperty(
      ci === "github" ? "on.push" : "pipelines.branches",
    );
  });

  it("offer each client's stages by hand", () => {
    const clients = [{ name: "globex", account: "111111111111", domain: "globex.com" }];
    const files = render(viewOf({ ci: "bitbucket", services: [{ name: "api" }], clients }));
    const { branches, custom } = parseDocument(files.get("bitbucket-pipelines.yml") ?? "", { merge: true }).toJS()
      .pipelines;
    expect(custom["deploy-clients-production"][0].variables).toContainEqual({ name: "CLIENT" });
    expect(JSON.stringify(branches)).not.toContain('"deployment":"clients-');
  });
});
