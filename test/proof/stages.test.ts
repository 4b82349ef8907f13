import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stagesOf, stagesToRun } from "../../lib/proof/simulate/stages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Which stages a repo's own test runs, as it is read of the repo's files. */

type Client = Record<string, unknown>;

async function repoOf(stages: unknown, clients: Record<string, Client> = {}): Promise<string> {
  const root = await temporaryFolder();
  await writeFile(
    join(root, ".yo-rc.json"),
    JSON.stringify(stages === null ? {} : { "generator-space-sst": { stages } }),
  );
  if (Object.keys(clients).length > 0) await mkdir(join(root, "clients"));
  for (const [name, client] of Object.entries(clients))
    await writeFile(join(root, "clients", `${name}.json`), JSON.stringify(client));
  return root;
}

const ACME = { account: "111111111111", domain: "acme.com", stages: ["staging", "production"] };

describe("the stages of a repo", () => {
  it("are its own, then those of each client, with its account", async () => {
    const root = await repoOf(["dev", "production"], {
      globex: { account: 222222222222, stages: ["dev"] },
      acme: ACME,
    });
    await writeFile(join(root, "clients", "README.md"), "no client");
    expect(stagesOf(root)).toEqual([
      { stage: "dev" },
      { stage: "production" },
      { stage: "acme-staging", account: "111111111111" },
      { stage: "acme-production", account: "111111111111" },
      { stage: "globex-dev", account: "222222222222" },
    ]);
  });

  it("are none where nothing says so", async () => {
    expect([stagesOf(await repoOf(null)), stagesOf(await repoOf("dev", { acme: { account: "1" } }))]).toEqual([[], []]);
  });
});

const many = (count: number, more: (index: number) => Client = () => ({})): Record<string, Client> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const name = `c${String(index).padStart(2, "0")}`;
      return [name, { ...ACME, domain: `${name}.com`, stages: ["production"], ...more(index) }];
    }),
  );
const names = ({ run }: ReturnType<typeof stagesToRun>) => run.map(({ stage }) => stage);

describe("of many clients", () => {
  it("up to twenty are run, stage by stage", async () => {
    const found = stagesToRun(await repoOf(["dev"], many(20)), false);
    expect([found.run.length, found.left]).toEqual([21, 0]);
  });

  it("one stands for those with the same settings from the twenty-first on", async () => {
    const root = await repoOf(["dev", "production"], many(21));
    expect(stagesToRun(root, false)).toEqual({
      run: [{ stage: "dev" }, { stage: "production" }, { stage: "c00-production", account: "111111111111" }],
      left: 20,
    });
    expect(stagesToRun(root, true)).toEqual({ run: stagesOf(root), left: 0 });
  });

  it("it is the one with the longest name and domain: names are cut to what AWS takes", async () => {
    const longer = { domain: "a-longer-one.com", account: "999999999999" };
    const found = stagesToRun(
      await repoOf(
        [],
        many(21, (index) => (index === 7 ? longer : {})),
      ),
      false,
    );
    expect(found).toEqual({ run: [{ stage: "c07-production", account: "999999999999" }], left: 20 });
  });

  it.each<[string, Client]>([
    ["stage", { stages: ["staging"] }],
    ["region", { region: "eu-west-1" }],
    ["backups", { backup: { region: "eu-west-1" } }],
    ["certificate", { certificate: null }],
    ["sizes", { sizes: { production: { database: "db.m7g.large" } } }],
  ])("another %s is run as well", async (_, client) => {
    const found = stagesToRun(
      await repoOf(
        [],
        many(21, (index) => (index === 20 ? client : {})),
      ),
      false,
    );
    const [stage] = (client.stages as string[] | undefined) ?? ["production"];
    expect([names(found), found.left]).toEqual([["c00-production", `c20-${stage}`], 19]);
  });

  it("a certificate of one is as good as that of another, and the sizes of another stage are no difference", async () => {
    const other = { certificate: "arn:one", sizes: { staging: {} } };
    const certificate = "arn:other";
    const found = stagesToRun(
      await repoOf(
        [],
        many(21, (index) => (index === 20 ? other : { certificate })),
      ),
      false,
    );
    expect(names(found)).toEqual(["c00-production"]);
  });

  it("all are run where the environment says so", async () => {
    const root = await repoOf([], many(21));
    const before = process.env.ALL_STAGES;
    const lengths = ["true", "false"].map((word) => {
      process.env.ALL_STAGES = word;
      return stagesToRun(root).run.length;
    });
    if (before === undefined) delete process.env.ALL_STAGES;
    else process.env.ALL_STAGES = before;
    expect(lengths).toEqual([21, 1]);
  });
});
