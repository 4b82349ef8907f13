import { expect, it } from "vitest";
import { stagesOf } from "../../../lib/answers/stages.ts";
import { deployStatements, diffStatements } from "../../../lib/deploy/ci/permissions/index.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import { viewOf } from "../../support/view.ts";

/** What a repo has nothing of, its roles may do nothing with: services of AWS, as the names of actions begin. */

const FULL = {
  domain: "acme.com",
  services: [
    { name: "api", database: "main", cache: "main", secrets: ["JWT_SECRET"] },
    { name: "billing", private: true, source: "node" },
    { name: "web", kind: "static" },
    { name: "nightly", kind: "cron", source: "node" },
  ],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
  backup: { region: "us-west-2" },
  alerts: { email: "oncall@acme.com", slack: "T0123ABCD/C0123ABCD" },
};
const without = (...names: string[]) => FULL.services.filter(({ name }) => !names.includes(name));

function granted(answers: Record<string, unknown>, of: typeof deployStatements): Set<string> {
  const view = viewOf({ project: "shop", ...answers });
  const statements = stagesOf(view).flatMap((stage) => of(view, scopeOf(view, stage, "123456789012")));
  return new Set(statements.flatMap(({ Action }) => Action.map((action) => action.split(":")[0] ?? "")));
}

it.each([
  [
    "database",
    { ...FULL, databases: [], services: [{ name: "api", cache: "main" }, ...without("api")] },
    ["rds", "backup"],
  ],
  ["cache", { ...FULL, caches: [], services: [{ name: "api", database: "main" }, ...without("api")] }, ["elasticache"]],
  ["backup", { ...FULL, backup: null }, ["backup"]],
  ["site", { ...FULL, services: without("web") }, ["cloudfront"]],
  ["scheduled task", { ...FULL, services: without("nightly") }, ["scheduler"]],
  ["API", { services: [{ name: "web", kind: "static" }] }, ["elasticloadbalancing", "wafv2", "secretsmanager"]],
  ["domain", { services: [{ name: "api" }] }, ["acm"]],
  ["channel of Slack", { ...FULL, alerts: { email: "oncall@acme.com" } }, ["chatbot"]],
  ["mailbox", { ...FULL, alerts: {} }, ["budgets"]],
])("without a %s", (_, answers, services) => {
  const all = [deployStatements, diffStatements].flatMap((of) => [...granted(answers, of)]);
  expect(services.filter((service) => all.includes(service))).toEqual([]);
  expect(services.filter((service) => !granted(FULL, deployStatements).has(service))).toEqual([]);
});
