import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseStages, partsOf } from "../../lib/plan/stages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Which stages of a repo are planned. */

async function repoOf(stages: string[], clients: Record<string, string[]> = {}): Promise<string> {
  const root = await temporaryFolder();
  await mkdir(join(root, "clients"));
  await writeFile(join(root, "sst.config.ts"), "");
  await writeFile(join(root, ".yo-rc.json"), JSON.stringify({ "generator-space-sst": { stages } }));
  for (const [name, own] of Object.entries(clients))
    await writeFile(join(root, "clients", `${name}.json`), JSON.stringify({ account: "1", stages: own }));
  return root;
}
const names = ({ chosen, leftOut }: ReturnType<typeof chooseStages>) => [chosen.map(({ stage }) => stage), leftOut];

it.each([
  ["production", null, "production"],
  ["acme-production", "acme", "production"],
  ["acme-dev", "acme", "dev"],
  ["preview", null, "preview"],
])("%s is of the client %s, and its %s", (stage, client, environment) => {
  expect(partsOf(stage)).toEqual({ client, environment });
});

describe("without a word", () => {
  const five = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, ["staging", "production"]]));

  it("twelve stages are planned, and a client whose stages would be the thirteenth is left out whole", async () => {
    const twelve = await repoOf(["dev", "production"], five);
    expect(names(chooseStages(twelve, []))[1]).toEqual([]);
    const more = await repoOf(["dev", "production"], { ...five, e: ["dev", "staging", "production"] });
    expect(names(chooseStages(more, []))[1]).toEqual(["e-dev", "e-staging", "e-production"]);
    expect(names(chooseStages(more, [], true))[1]).toEqual([]);
  });

  it("the project's own are planned, however many there are", async () => {
    const own = Array.from({ length: 13 }, (_, index) => `own${index}`);
    expect(names(chooseStages(await repoOf(own, { a: ["dev"] }), []))).toEqual([own, ["a-dev"]]);
  });
});

it("words name stages and clients, and what they name nothing by is said", async () => {
  const root = await repoOf(["dev", "production"], { acme: ["staging", "production"], globex: ["production"] });
  expect(names(chooseStages(root, ["acme", "dev"]))).toEqual([["dev", "acme-staging", "acme-production"], []]);
  expect(() => chooseStages(root, ["dev", "acmee"])).toThrow(
    'acmee: is no stage and no client of this repo (did you mean "acme"?): dev, production, acme-staging',
  );
  expect(() => chooseStages(join(root, "clients"), [])).toThrow("is no repo of this generator");
});
