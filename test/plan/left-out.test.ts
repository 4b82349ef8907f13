import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { planOf, preset, repoOf, runPlan } from "../support/plan.ts";

const CLIENTS = ["ant", "bee", "cat", "dog", "eel", "fox"];

const client = (name: string, index: number) => ({
  name,
  account: `11111111111${index}`,
  domain: `${name}.com`,
  stages: ["staging", "production"],
});

describe("a repo with more stages than are planned without a word", () => {
  let folder: string;
  let file: string;
  let works: string;
  // One of those that are left out fails: that is seen only where it is looked at.
  beforeAll(async () => {
    folder = await repoOf(preset("minimal", { domain: "acme.com", clients: CLIENTS.map(client) } as never));
    file = join(folder, "infra", "stage.ts");
    works = await readFile(file, "utf8");
    await writeFile(file, `${works}\nif ($app.stage === "fox-production") throw new Error("is broken");\n`);
  });

  it("shows whole clients, names the stages that it leaves out, and is no success", async () => {
    const { exitCode, stdout, stderr } = await runPlan(folder, []);
    expect(exitCode).toBe(4);
    const note = "4 of 15 stages are not planned (eel-staging, eel-production, fox-staging and 1 more)";
    expect(stderr).toContain(note);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(note);
    const plan = await planOf(folder);
    expect(plan.stages.map(({ stage }) => stage).slice(-2)).toEqual(["dog-staging", "dog-production"]);
    expect(plan.leftOut).toEqual(["eel-staging", "eel-production", "fox-staging", "fox-production"]);
  });

  it("says so in its report", async () => {
    const report = join(folder, "plan.html");
    expect((await runPlan(folder, ["--html", report])).exitCode).toBe(4);
    expect(await readFile(report, "utf8")).toContain("4 of 15 stages are not planned");
  });

  it("shows every stage that is asked for, and fails where one of them does not run", async () => {
    const { exitCode, stdout, stderr } = await runPlan(folder, ["--all", "--json"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("fox-production: is broken");
    expect(JSON.parse(stdout).leftOut).toEqual([]);
    await writeFile(file, works);
    expect((await planOf(folder, "fox")).leftOut).toEqual([]);
  });
});
