import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { stageNamed } from "../../lib/answers/stages.ts";
import type { DeployOptions } from "../../lib/deploy/deploy.ts";
import { deployedStage } from "../../lib/deploy/deployed.ts";
import { foresee } from "../../lib/deploy/foresee.ts";
import { serviceStatuses } from "../../lib/deploy/status/services.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";
import { preset } from "../support/plan.ts";
import { brief, engine, Stage } from "../support/rehearsal.ts";

const found = await engine();

/** What the engine notes for its user, in a home that it does not take from HOME. */
const notes = () => readdir(join(userInfo().homedir, ".pulumi", "workspaces")).catch(() => []);

/** Hidden here: what docs/rehearse.md lists under "What it cannot show". */
describe.skipIf(found === null)("the smallest repo on the real SST and engine, with providers and AWS played", () => {
  let stage: Stage;
  let first: Awaited<ReturnType<Stage["sst"]>>;
  let before: string[];
  beforeAll(async () => {
    before = await notes();
    stage = await Stage.open(found as NonNullable<typeof found>, preset("minimal"));
    first = await stage.sst("deploy");
  }, 600_000);

  it("is deployed, with what AWS adds in its outputs", () => {
    expect(first.errors).toEqual([]);
    expect(first.status).toBe("complete");
    const made = brief(first.steps);
    expect(made).toContain("created Cluster ClusterCluster");
    expect(made.every((line) => line.startsWith("created "))).toBe(true);
  });

  it("has as many resources as its plan says, and a deploy counts them to the last one", async () => {
    const view = viewOf(storedRepo(stage.root).blueprint);
    const options = { root: stage.root, view, stage: stageNamed(view, "dev"), terminal: new Terminal({ json: true }) };
    const { resources } = await foresee(options as DeployOptions);
    expect(first.said).toBe(`${resources} of ${resources} done (${resources} created)`);
  });

  it("is found where it stands by the commands that look after it", async () => {
    const { root, rehearsal } = stage;
    for (const [name, value] of Object.entries(rehearsal.env)) vi.stubEnv(name, value);
    const view = viewOf(storedRepo(root).blueprint);
    const deployed = await deployedStage(view, stageNamed(view, "dev"));
    expect(deployed.cluster).toMatch(/^\w+-dev$/);
    expect(await serviceStatuses(deployed)).toMatchObject([
      { name: "api", version: expect.stringMatching(/-dev-api:1$/), deployments: [{ rollout: "COMPLETED" }] },
    ]);
    vi.unstubAllEnvs();
  });

  it("asks nothing of the outside, and nothing that nobody answers", () => {
    expect(stage.rehearsal.outside).toEqual([]);
    expect(stage.rehearsal.unanswered).toEqual([]);
  });

  it("is removed whole, and leaves nothing behind, nor in the home of its user", async () => {
    const removed = await stage.sst("remove");
    expect(removed.status).toBe("complete");
    expect(removed.said).toBe(first.said.replace("created", "deleted"));
    expect(stage.rehearsal.account.living()).toEqual([]);
    const folder = dirname(stage.rehearsal.place);
    expect(existsSync(folder)).toBe(true);
    await stage.rehearsal.close();
    expect(existsSync(folder)).toBe(false);
    expect(await notes()).toEqual(before);
  }, 600_000);
});
