import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Simulation, Simulator } from "../../lib/proof/simulate/simulate.ts";
import { stagesToRun } from "../../lib/proof/simulate/stages.ts";
import { checkAnswers, checkDisjoint, checkStage, manyClients, runClients } from "../support/many-clients.ts";
import { linkPackages, renderRepo } from "../support/repo.ts";

const ACME = "111111111111";

describe("a client's stage", () => {
  let root: string;
  let simulator: Simulator;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "space-sst-guards-"));
    const clients = [
      { name: "acme", account: ACME, domain: "acme.com" },
      { name: "globex", account: "222222222222", domain: "globex.com", stages: ["production" as const] },
    ];
    await renderRepo(
      { project: "shop", services: [{ name: "api", database: "main" }], databases: [{ name: "main" }], clients },
      root,
    );
    await linkPackages(root);
    simulator = new Simulator(root);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const messages = ({ errors }: Simulation) => errors.map(({ message }) => message.replace(/ \(infra\/.*\)$/, ""));
  /** What was asked to be made; the stack itself is Pulumi's own. */
  const declared = ({ resources }: Simulation) => resources.filter(({ type }) => type !== "pulumi:pulumi:Stack");

  it("is made in the client's account, and says which revision it is", async () => {
    const simulation = await simulator.run({ stage: "acme-production", account: ACME, env: { RELEASE: "0a1b2c3" } });
    expect(messages(simulation)).toEqual([]);
    expect(simulation.outputs.release).toBe("0a1b2c3");
    expect(declared(simulation).length).toBeGreaterThan(50);
  });

  it("is refused in any other account before one resource is declared", async () => {
    const simulation = await simulator.run({ stage: "acme-production", account: "222222222222" });
    expect(messages(simulation)).toEqual([
      `acme-production belongs to account ${ACME}, but the credentials are for 222222222222. Nothing was changed.`,
    ]);
    expect(declared(simulation)).toEqual([]);
  });

  it("is refused in another region than its file says before one resource is declared", async () => {
    const file = join(root, "clients", "acme.json");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("us-east-1", "eu-west-1"));
    const simulation = await simulator.run({ stage: "acme-production", account: ACME });
    await writeFile(file, text);
    expect(messages(simulation)).toEqual([
      "acme-production belongs to region eu-west-1, but sst.config.ts says us-east-1.",
    ]);
    expect(declared(simulation)).toEqual([]);
  });

  it.each(["staging", "acme-production"])("%s is not taken down by sst dev", async (stage) => {
    const simulation = await simulator.run({ stage, account: ACME, dev: true });
    expect(messages(simulation)).toEqual([`sst dev is for a dev stage: it would take down ${stage}.`]);
    expect(declared(simulation)).toEqual([]);
  });

  it.each([
    ["of no client", "hooli-production"],
    ["of no environment", "acme-prod"],
    ["that the client does not have", "globex-staging"],
    ["that looks like a path", "..-production"],
  ])("%s is refused with those that there are", async (_, stage) => {
    const simulation = await simulator.run({ stage, account: ACME });
    expect(messages(simulation)).toEqual([
      `"${stage}" is no stage of this project. Stages: dev, staging, production, acme-staging, acme-production, globex-production.`,
    ]);
    expect(declared(simulation)).toEqual([]);
  });
});

describe("two hundred clients of one blueprint", () => {
  // Long and short names, three regions, sizes of their own and not, the first and the last; all: clients.full.ts.
  const some = new Set([0, 1, 195, 199]);

  it("have accounts, regions, domains, addresses and names of their own, on the resources", {
    timeout: 300_000,
  }, async () => {
    const runs = await runClients(manyClients(200), (client) => some.has(client));
    expect(runs).toHaveLength(2 * some.size);
    for (const run of runs) checkStage(run);
    checkDisjoint(runs);
    checkAnswers((runs[0] as (typeof runs)[number]).view, 200);
  });

  it("are stood for by one stage of each setting, with the longest names, unless all are asked for", async () => {
    const root = await mkdtemp(join(tmpdir(), "space-sst-stages-"));
    await renderRepo(manyClients(200), root);
    const { run, left } = stagesToRun(root, false);
    // Four regions: staging is the same for all, production with sizes and without.
    expect({ run: run.length, left }).toEqual({ run: 3 + 4 * 3, left: 403 - 15 });
    expect(run.slice(3).every(({ stage }) => stage.startsWith("long-client-name-"))).toBe(true);
    expect(stagesToRun(root, true).run).toHaveLength(403);
    await rm(root, { recursive: true, force: true });
  });
});
