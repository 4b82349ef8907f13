import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differencesOf, isAsAnswered } from "../../../lib/deploy/fleet/drift.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { renderRepo } from "../../support/repo.ts";
import { SHOP } from "../../support/sst/stage.ts";
import { viewOf } from "../../support/view.ts";

const CLIENTS = [{ name: "acme", account: "222222222222", domain: "acme.io" }];
const view = viewOf({ ...SHOP, clients: CLIENTS });

describe("how a client differs from the project", () => {
  const of = (client: object) => {
    const other = viewOf({ ...SHOP, region: "us-east-1", clients: [{ ...CLIENTS[0], ...client }] });
    return differencesOf(other.clients[0] as never, other);
  };

  it("is nothing where it has said nothing", () => {
    expect(of({})).toEqual([]);
    expect(of({ sizes: {} })).toEqual([]);
  });

  it("is what it has said otherwise: where, what, and what the project has", () => {
    expect(
      of({
        region: "eu-west-1",
        stages: ["production"],
        sizes: { production: { logDays: 731, database: { instance: "t4g.large" } } },
      }),
    ).toEqual([
      { path: "region", value: "eu-west-1", project: "us-east-1" },
      { path: "stages", value: ["production"], project: ["staging", "production"] },
      { path: "sizes.production.logDays", value: 731, project: null },
      { path: "sizes.production.database.instance", value: "t4g.large", project: null },
    ]);
  });

  it("is its file, where somebody has edited it or it is gone", async () => {
    const root = await temporaryFolder();
    await renderRepo({ ...SHOP, clients: CLIENTS } as never, root);
    const client = view.clients[0] as (typeof view.clients)[number];
    const file = join(root, "clients/acme.json");
    expect(isAsAnswered(root, client, view)).toBe(true);
    await writeFile(file, (await readFile(file, "utf8")).replace("us-east-1", "us-west-1"));
    expect(isAsAnswered(root, client, view)).toBe(false);
    expect(isAsAnswered(await temporaryFolder(), client, view)).toBe(null);
  });
});
