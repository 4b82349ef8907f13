import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/cli.ts";
import { OWN, WAIVED, withOwnControls } from "../support/own-control.ts";
import { planOf, preset, repoOf, runPlan, stageOf } from "../support/plan.ts";

const edit = async (folder: string, path: string, change: (text: string) => string) => {
  const file = join(folder, path);
  const before = await readFile(file, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(file, after);
  return () => writeFile(file, before);
};

describe("a repo that somebody edits", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await repoOf(preset("saas", { domain: "acme.com" }));
  });

  it("has the edit in its plan: the resources are what is priced", async () => {
    const undo = await edit(folder, "infra/stage.ts", (text) => text.replaceAll('"t4g.medium"', '"t4g.small"'));
    const plan = await planOf(folder, "production");
    await undo();
    // 2 × (730 × 0.032 + 20 × 0.115)
    const line = stageOf(plan, "production").cost.lines.find(({ id }) => id === "database:main");
    expect(line).toMatchObject({ usd: 51.32, detail: "db.t4g.small Multi-AZ, 20 GB" });
  });

  it("lists what has no known price, and does not count it as nothing", async () => {
    const undo = await edit(folder, "infra/stage.ts", (text) => text.replaceAll('"t4g.medium"', '"x2g.metal"'));
    const plan = await planOf(folder, "production");
    await undo();
    const { cost } = stageOf(plan, "production");
    expect(cost.unknown).toContain("Database main: db.x2g.metal:postgres in us-east-1");
    // The disk, 2 × 20 × 0.115, has a price.
    expect(cost.lines.find(({ id }) => id === "database:main")).toMatchObject({
      usd: 4.6,
      unknown: [expect.any(String)],
    });
  });

  it("ends with status 3 when a mandatory control fails, and says which, where and what to do", async () => {
    const open = await edit(
      folder,
      "infra/network.ts",
      (text) =>
        `${text}\nnew aws.ec2.SecurityGroup("Open", { vpcId: vpc.id, ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] });\n`,
    );
    const { exitCode, stdout, stderr } = await runPlan(folder, ["production"]);
    const plan = await planOf(folder, "production");
    await open();
    expect(exitCode).toBe(3);
    expect(stderr).toContain("4 mandatory controls fail (EC2.13, EC2.18, EC2.19, EC2.53)");
    expect(stdout).toContain("only ports 80 and 443 are open to the world");
    expect(plan.failed.controls).toBe(4);
    expect(stageOf(plan, "production").controls.failed[0]?.findings.join()).toContain("Open");
  });

  it("is asked the control that its owner has added, and waives it, as a standard one", async () => {
    await withOwnControls(folder, OWN, async () => {
      const report = join(folder, "node_modules", "plan.html");
      const { exitCode, stdout, stderr } = await runPlan(folder, ["dev", "--html", report]);
      expect(exitCode).toBe(3);
      expect(stderr).toContain("(SHOP.1)");
      expect(stdout).toContain("a log group says which team it belongs to");
      expect(await readFile(report, "utf8")).toContain("no team has it");
      const [failed, ...others] = stageOf(await planOf(folder, "dev"), "dev").controls.failed.filter(
        ({ severity }) => severity === "mandatory",
      );
      expect(others).toEqual([]);
      expect(failed).toMatchObject({ id: "SHOP.1", fix: "tag it with Team" });
      expect(failed?.findings).toContain("LogGroup FlowLogs: no team has it");

      const undo = await edit(folder, "infra/waivers.json", () => JSON.stringify(WAIVED));
      const waived = await runPlan(folder, ["dev", "--json"]);
      await undo();
      expect(waived.exitCode).toBe(0);
      expect(stageOf(JSON.parse(waived.stdout), "dev").controls.waived).toMatchObject([
        { id: "SHOP.1", reason: "teams are named in May, until 2999-12-31" },
      ]);
    });
  });

  it.each([
    ["{ id: 5 }", /infra\/controls\.ts: control \d+: id should be a text/],
    ["own[0]!", /infra\/controls\.ts cannot be read: /],
    ["(", /infra\/controls\.ts cannot be read: infra\/controls\.ts:5: /],
  ])("says what is wrong with a list of controls that has %s", async (controls, message) => {
    await withOwnControls(folder, controls, async () => {
      const { exitCode, stderr } = await runPlan(folder, ["dev"]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(message);
    });
  });

  it("says how to install its packages where they are missing", async () => {
    const installed = join(folder, "node_modules", "generator-space-sst");
    await rename(installed, `${installed}.away`);
    const { exitCode, stderr } = await runPlan(folder, ["dev"]);
    await rename(`${installed}.away`, installed);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `space-sst: the packages of this repo are not installed: run npm install in ${folder}`,
    });
  });

  it("ends with status 1 when its program does not run, and names the place", async () => {
    const undo = await edit(folder, "infra/tunnel.ts", (text) => `${text}\nthrow new Error("half an edit");\n`);
    const { exitCode, stderr } = await runPlan(folder, ["dev"]);
    await undo();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dev: half an edit");
    expect(stderr).toContain("infra/tunnel.ts");
  });

  it("fits 80 columns, without colours where nobody sees them", async () => {
    const { stdout, exitCode } = await runPlan(folder, []);
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).not.toContain("\u001b[");
    expect(stdout).toContain("What differs");
  });

  it("says which stages there are when it is asked for another", async () => {
    const { exitCode, stderr } = await runPlan(folder, ["prodution"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('did you mean "production"');
  });

  it("says how to install SST's platform where it is missing", async () => {
    await rm(join(folder, ".sst"));
    const { exitCode, stderr } = await runPlan(folder, ["dev"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("scripts/platform.mjs");
  });
});

it("says what a repo is where there is none", async () => {
  const { exitCode, stderr } = await runPlan(await temporaryFolder(), []);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("is no repo of this generator");
});
