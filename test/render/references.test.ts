import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import type { Document } from "../../lib/questions/document.ts";
import { render } from "../../lib/render/render.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { packageRoot } from "../../lib/system/package-root.ts";

/** A text that sends people to a section of a document: the section has to be there, whatever was answered. */

const REPOS: Record<string, object> = {
  minimal: { project: "shop", services: [{ name: "api" }], databases: [], caches: [], ci: "none" },
  "a site only": {
    project: "shop",
    services: [{ name: "web", kind: "static" }],
    databases: [],
    caches: [],
    domain: "a.com",
  },
  "no production": { project: "shop", stages: ["dev"], services: [{ name: "api" }], databases: [], ci: "github" },
  saas: {
    project: "shop",
    domain: "shop.com",
    services: [
      { name: "api", database: "main", cache: "main" },
      { name: "night", kind: "cron", database: "main" },
    ],
    databases: [{ name: "main", engine: "aurora-postgres" }],
    caches: [{ name: "main" }],
    ci: "bitbucket",
    clients: [{ name: "acme", account: "111111111111", domain: "acme.com" }],
  },
};

/** RUNBOOK.md, *Remove something* · README, "Upgrade" · "Remove something" in RUNBOOK.md · see Migrations stays prose. */
const REFERENCES = [
  /\b(RUNBOOK|README)(?:\.md)?\b`?,? (?:under |\()?[*"]([A-Z][^*"\n]+)[*"]/g,
  /"([A-Z][^"\n]+)" in (RUNBOOK|README)\.md/g,
];

const referencesIn = (text: string): { document: string; section: string }[] =>
  REFERENCES.flatMap((pattern, index) =>
    [...text.matchAll(pattern)].map(([, one = "", other = ""]) =>
      index === 0 ? { document: one, section: other } : { document: other, section: one },
    ),
  );

const headings = (text: string) => [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title);

const sourcesBelow = (folder: string): string[] =>
  readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

/** What is said only where its section is: of migrations, of CI, of databases and caches. */
const CONDITIONAL = ["A new major version", "When one fails", "When data would be lost", "Tunnel"];

describe.each(Object.entries(REPOS))("the documents of %s", (_, given) => {
  const files = render(viewOf(toBlueprint(given as Document)));
  const known = (document: string) => headings(files.find(({ path }) => path === `${document}.md`)?.contents ?? "");

  it("have every section that a file of the repo names", () => {
    const missing = files.flatMap(({ path, contents }) =>
      referencesIn(contents)
        .filter(({ document, section }) => !known(document).includes(section))
        .map(({ document, section }) => `${path}: ${document}, ${section}`),
    );
    expect(missing).toEqual([]);
  });

  it("have every section that a message names", () => {
    const named = [...sourcesBelow("lib"), ...sourcesBelow("generators")].flatMap(referencesIn);
    expect(named.length).toBeGreaterThan(3);
    const missing = named.filter(
      ({ document, section }) => !CONDITIONAL.includes(section) && !known(document).includes(section),
    );
    expect(missing).toEqual([]);
  });
});
