import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FIREWALL_RULES, SIZES } from "../../lib/cost/sizes.ts";
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
});

it("has the sizes that the rendered infra/stage.ts declares", () => {
  const source = renderTemplate("infra/stage.ts.ejs", "infra/stage.ts", EVERYTHING, undefined);
  const [, table] = /^const environments = (\{[\s\S]*?\n\})/m.exec(source) ?? [];
  expect(table).toBeDefined();
  const declared = new Function(`return ${table}`)();
  expect(declared).toMatchObject(SIZES);
});

it("counts the rules of the rendered firewall", () => {
  const source = readFileSync(new URL("../../templates/infra/firewall.ts", import.meta.url), "utf8");
  expect(source.match(/^ {6}(?:managed\(|\{$)/gm)).toHaveLength(FIREWALL_RULES);
});
