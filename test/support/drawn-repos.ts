import fc from "fast-check";
import type { View } from "../../lib/answers/view.ts";
import { render } from "../../lib/render/render.ts";
import { answers } from "./blueprints.ts";
import { type Files, type Import, importsOf } from "./modules.ts";
import { SEED } from "./seed.ts";
import { viewOf } from "./view.ts";

/** Repos of all kinds, rendered: for what must be so whatever was answered. */

/** What is seldom or never drawn. */
const BY_HAND = [
  { services: [{ name: "all", source: "existing", directory: "." }], ci: "none" },
  {
    services: [
      { name: "api", source: "node", jobs: ["mailer"], cache: "main" },
      { name: "mailer", kind: "worker", cache: "main" },
      { name: "web", kind: "web", jobs: ["resizer"] },
      { name: "resizer", kind: "worker", source: "node", queue: "sqs", backlog: 5, database: "orders" },
      { name: "night", kind: "cron", source: "node", database: "main" },
    ],
    databases: [{ name: "main" }, { name: "orders", engine: "mysql", migrations: "prisma" }],
    caches: [{ name: "main" }],
    tracing: 5,
  },
  { domain: "acme.com", services: [{ name: "www", kind: "static" }], databases: [], caches: [] },
];
const drawn = fc.sample(fc.tuple(answers(), fc.constantFrom(null, 25)), { seed: SEED, numRuns: 50 });

export interface Repo {
  view: View;
  files: Files;
  imports: readonly Import[];
}

export const REPOS: Repo[] = [...BY_HAND, ...drawn.map(([document, tracing]) => ({ ...document, tracing }))].map(
  (document) => {
    const view = viewOf(document);
    const files = new Map(render(view).map(({ path, contents }) => [path, contents]));
    return { view, files, imports: importsOf(files) };
  },
);
