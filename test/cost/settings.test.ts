import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FIREWALL_RULES, SETTINGS } from "../../lib/answers/settings.ts";
import { renderTemplate } from "../../lib/render/template.ts";
import { viewOf } from "../support/view.ts";

const EVERYTHING = viewOf({
  domain: "acme.com",
  services: [
    { name: "api", database: "main", cache: "main" },
    { name: "worker", kind: "worker", database: "events" },
  ],
  databases: [{ name: "main" }, { name: "events", engine: "aurora-postgres" }],
  caches: [{ name: "main" }],
  backup: { region: "us-west-2" },
  sleep: {},
  tracing: 5,
});

it("is what the rendered infra/stage.ts declares, setting by setting", () => {
  const source = renderTemplate("infra/stage.ts.ejs", "infra/stage.ts", EVERYTHING, { budgets: null });
  const [, table] = /^const environments = (\{[\s\S]*?\n\})/m.exec(source) ?? [];
  expect(table).toBeDefined();
  const declared = new Function(`return ${table}`)();
  expect(declared).toEqual({
    dev: { ...SETTINGS.dev, sleeps: true, traces: 1 },
    staging: { ...SETTINGS.staging, traces: 1 },
    production: { ...SETTINGS.production, traces: 0.05 },
  });
});

it("counts the rules of the rendered firewall, which has no exceptions yet", () => {
  const source = readFileSync(new URL("../../templates/infra/firewall.ts.ejs", import.meta.url), "utf8");
  expect(source.match(/^ {6}(?:managed|rateLimit)\(/gm)).toHaveLength(FIREWALL_RULES);
});
