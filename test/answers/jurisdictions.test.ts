import { describe, expect, it } from "vitest";
import { copiesAbroad, jurisdictionOf, leaves, secondRegion } from "../../lib/answers/jurisdictions.ts";
import { parseBlueprint, toBlueprint } from "../../lib/answers/parse.ts";
import { PRESETS } from "../../lib/answers/presets.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import { REGIONS, type Region } from "../../lib/answers/vocabulary.ts";

const made = (answers: Partial<Answers>) => toBlueprint({ project: "shop", backup: {}, ...answers });
const client = (region: Region, more: object = {}) => ({
  name: "acme",
  account: "111111111111",
  domain: "acme.com",
  region,
  ...more,
});

describe("where backups are copied to", () => {
  it.each(REGIONS)("from %s nothing goes abroad unless somebody says so", (region) => {
    const alone = REGIONS.every((other) => other === region || leaves(region, other));
    const second = secondRegion(region);
    expect(second === undefined).toBe(alone);
    if (second === undefined) return;
    expect(second).not.toBe(region);
    expect(leaves(region, second)).toBe(false);
    expect(made({ region }).backup?.region).toBe(second);
  });

  it("a region that is the only one of its country has no default: a person decides", () => {
    const of = (answers: object) => parseBlueprint({ project: "shop", ...answers });
    const message = expect.stringContaining("no other region of Brazil is offered");
    const home = { region: "sa-east-1" };
    expect(of({ ...home, backup: {} })).toEqual({ problems: [{ path: "backup.region", message }] });
    expect(of({ backup: {}, clients: [client("sa-east-1")] })).toEqual({
      problems: [{ path: "clients[0].backup.region", message }],
    });
    expect(of({ ...home, backup: null })).toHaveProperty("blueprint");
    expect(of({ ...home, backup: { region: "us-east-1" } })).toHaveProperty("blueprint");
  });

  it.each([
    ["the project's, which are under the client's law", "us-east-2", {}, "us-west-2"],
    ["the client's own law, where the project's would leave it", "eu-west-1", {}, "eu-central-1"],
    ["elsewhere, where the project's would stay where the client is", "us-west-2", {}, "us-east-1"],
    ["where it is said", "eu-west-1", { backup: { region: "us-east-1" } }, "us-east-1"],
    ["the client's own law, with days of its own", "eu-west-1", { backup: { retentionDays: 90 } }, "eu-central-1"],
  ] as const)("a client's go to %s", (_, region, more, expected) => {
    const { clients } = made({ clients: [client(region, more)] });
    expect(clients[0]?.backup?.region).toBe(expected);
  });

  it("a client in the project's own region shares what the project has decided", () => {
    const answers = { region: "ca-central-1", backup: { region: "us-east-1" } } as const;
    expect(made({ ...answers, clients: [client("ca-central-1")] }).clients[0]?.backup?.region).toBe("us-east-1");
  });

  it("what leaves is said, of the project and of each client", () => {
    const backup = { region: "us-west-2" } as const;
    expect(
      copiesAbroad(
        made({
          region: "eu-central-1",
          backup,
          clients: [client("us-east-1"), client("eu-west-1", { name: "globex", domain: "globex.io", backup })],
        }),
      ),
    ).toEqual([
      "Copies of backups go from eu-central-1 to us-west-2: they leave the European Union.",
      "Copies of backups of globex go from eu-west-1 to us-west-2: they leave the European Union.",
    ]);
  });

  it("no preset takes anything abroad, wherever it is used", () => {
    for (const { answers } of Object.values(PRESETS))
      for (const region of REGIONS.filter((one) => secondRegion(one) !== undefined))
        expect(copiesAbroad(toBlueprint({ ...answers, project: "shop", region })), jurisdictionOf(region)).toEqual([]);
  });
});
