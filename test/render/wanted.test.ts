import { expect, it } from "vitest";
import type { View } from "../../lib/answers/view.ts";
import { REPOS } from "../support/drawn-repos.ts";

/** Files that some answers want. */

it.each<[file: RegExp, isWanted: (view: View) => boolean]>([
  [/(^|\/)\.github\//, ({ ci }) => ci === "github"],
  [/\.github\/workflows\/.*diff(-stage)?\.yml$/, (view) => view.ci === "github" && deploysPushes(view)],
  [/\.github\/workflows\/.*rehearse\.yml$/, (view) => view.ci === "github" && deploysPushes(view)],
  [/bitbucket-pipelines\.yml$/, ({ ci }) => ci === "bitbucket"],
  // An adopted repo has settings of its own for editors.
  [/^\.editorconfig$/, ({ adopted }) => !adopted],
  [/^pnpm-workspace\.yaml$/, ({ packageManager }) => packageManager === "pnpm"],
  [/^\.dockerignore$/, ({ services }) => services.some(({ directory }) => directory === ".")],
  [/^docker-compose/, ({ databases, caches }) => databases.length + caches.length > 0],
  [/^clients\//, ({ clients }) => clients.length > 0],
  [/^infra\/tasks\/database\/(Dockerfile|package(-lock)?\.json)$/, ({ databases }) => databases.length > 0],
  [
    /^infra\/tasks\/database\/postgres\.mjs$/,
    ({ databases }) => databases.some(({ engine }) => /postgres/.test(engine)),
  ],
  [/^infra\/tasks\/database\/mysql\.mjs$/, ({ databases }) => databases.some(({ engine }) => /mysql/.test(engine))],
  [
    /^infra\/tasks\/collector\//,
    (view) => view.tracing !== null && view.services.some(({ kind }) => kind !== "static"),
  ],
  [
    /^infra\/slack\.ts$/,
    ({ alerts, services }) => alerts.slack !== null && services.some(({ kind }) => kind !== "static"),
  ],
  [/^infra\/budget\.ts$/, ({ alerts }) => alerts.email !== null],
])("a repo has %s where it is wanted, and else not", (file, isWanted) => {
  const wrong = REPOS.filter(({ view, files }) => [...files.keys()].some((path) => file.test(path)) !== isWanted(view));
  expect(wrong.map(({ view }) => view.repeat)).toEqual([]);
  expect(new Set(REPOS.map(({ view }) => isWanted(view))).size).toBe(2);
});

/** Dev is deployed by develop, staging by main; production with them, where it has a domain or nothing that would need one. */
const deploysPushes = ({ environments, domain, services }: View): boolean =>
  environments.some((name) => name !== "production" || domain !== null || services.every(({ routed }) => !routed));
