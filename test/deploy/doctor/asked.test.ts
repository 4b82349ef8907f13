import { describe, expect, it } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { asked, type World } from "./one-check.ts";

describe("what is looked at", () => {
  const added = async (less: World, more: World) => {
    const before = await asked(less);
    return (await asked(more)).filter((id) => !before.includes(id));
  };
  const bare: Answers = { project: "shop", services: [{ name: "site", kind: "static" }], ci: "none" };
  const site = { ...bare, domain: null, databases: [] } as Answers;
  const api = { ...site, services: [{ name: "api" }] } as Answers;
  const stored = { ...api, services: [{ name: "api", database: "main" }], databases: [{ name: "main" }] } as Answers;
  const aurora = { ...stored, databases: [{ name: "main", engine: "aurora-postgres" }] } as Answers;
  const copied = { backup: { region: "us-west-2" } } as const;
  const quotas = ["vpcs", "addresses", "fargate", "roles", "health-checks"].map((name) => `quota-${name}`);

  it("of a site that nobody has named is the machine and the account", async () => {
    const all = ["node", "packages", "git", "disk", "identity", "region", "permissions", "lock"];
    expect(await asked({ answers: site })).toEqual(all);
    // A client may have a domain.
    expect((await asked({ answers: site, stage: null })).filter((id) => id !== "zone")).toEqual(all);
  });

  it.each<[string, Answers, Answers, string[]]>([
    ["a CI", site, { ...site, ci: "github" }, ["ci"]],
    ["containers", site, api, ["docker", "base-images", "linked-roles", ...quotas]],
    ["a database", api, stored, ["quota-events"]],
    ["Aurora without backups", stored, { ...aurora, backup: null }, []],
    ["backups of Aurora", { ...aurora, backup: null }, { ...aurora, ...copied }, ["backup-region", "backup-opt-in"]],
    ["backups of nothing", api, { ...api, ...copied }, []],
    ["a domain of a site", site, { ...site, domain: "shop.example" }, ["zone"]],
    ["a domain of an API", api, { ...api, domain: "shop.example" }, ["zone", "certificate"]],
    ["a domain at Cloudflare", api, { ...api, domain: "shop.example", dns: "cloudflare" }, ["zone", "certificate"]],
    [
      "mail",
      { ...api, domain: "shop.example" },
      { ...api, domain: "shop.example", services: [{ name: "api", email: "noreply" }] } as Answers,
      ["mail", "dmarc"],
    ],
    ["a secret", api, { ...api, services: [{ name: "api", secrets: ["JWT_SECRET"] }] } as Answers, ["secrets"]],
  ])("with %s is more", async (_, less, more, ids) => {
    expect((await added({ answers: less }, { answers: more })).sort()).toEqual([...ids].sort());
  });

  it("of stages that copy nothing is no second region", async () => {
    const answers = { ...stored, ...copied } as Answers;
    expect(await asked({ answers, stage: "staging" })).not.toContain("backup-region");
    expect(await asked({ answers, stage: null })).not.toContain("backup-region");
  });
});
