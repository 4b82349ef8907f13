import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/cli.ts";
import { hasJq } from "../../support/jq.ts";
import { deploysIn, pull, push, repositoryWith, stepWith, withCommand } from "./github.ts";

/**
 * The scripts in the steps of workflows, run as GitHub runs them, with stand-ins for npm and gh: what these do is shown
 * where they are tested.
 */

const { runs, chosen } = repositoryWith({ services: [{ name: "api" }], domain: "acme.com" });

/** Runs a step in bash. @param programs what they do, by their names: they write down how they were called */
async function run(script: string | undefined, programs: Record<string, string>, env: Record<string, string> = {}) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "bin"));
  for (const [name, does] of Object.entries(programs))
    await writeFile(join(folder, "bin", name), `#!/bin/sh\necho "${name} $*" >> "${folder}/asked"\n${does}\n`, {
      mode: 0o755,
    });
  const files = Object.fromEntries(["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"].map((name) => [name, join(folder, name)]));
  const { exitCode, stdout } = await execa("bash", ["--norc", "-e", "-c", script ?? "exit 99"], {
    cwd: folder,
    reject: false,
    env: { PATH: `${folder}/bin:${process.env.PATH}`, ...files, ...env },
  });
  const read = (name: string) => readFile(join(folder, name), "utf8").catch(() => "");
  const [summary, output, asked] = [
    await read("GITHUB_STEP_SUMMARY"),
    await read("GITHUB_OUTPUT"),
    await read("asked"),
  ];
  return { exitCode, stdout, asked, summary, output };
}

describe.skipIf(process.platform === "win32")("on a pull request", () => {
  const [rehearsal] = withCommand(runs(pull("main")), /rehearse/);
  const step = (command: RegExp) => rehearsal && stepWith(rehearsal, command)?.run;

  it.each([
    [0, false, 0],
    [1, false, 1],
    [1, true, 1],
    // Data would be lost, or AWS would refuse the deploy.
    [3, false, 3],
    [3, true, 0],
  ])(
    "a rehearsal that ends with %d, where data may be lost: %j, ends the step with %d",
    async (ends, allowed, exitCode) => {
      const env = { BASE: "0a1b2c3", ALLOW_DATA_LOSS: String(allowed) };
      const npm = `echo "1 to replace"; exit ${ends}`;
      expect(await run(step(/rehearsal/), { npm }, env)).toMatchObject({
        exitCode,
        stdout: "1 to replace",
        asked: "npm run rehearse -- staging --since 0a1b2c3\n",
        summary: "```\n1 to replace\n```\n",
      });
    },
  );

  it.each([0, 1])("a price that ends with %d is said on the page of the run, and ends nothing", async (ends) => {
    const npm = `echo "12 dollars more"; exit ${ends}`;
    expect(await run(step(/ plan /), { npm }, { BASE: "0a1b2c3" })).toMatchObject({
      exitCode: 0,
      asked: "npm run --silent plan -- staging --since 0a1b2c3\n",
      summary: "```\n12 dollars more\n```\n",
    });
  });
});

describe.skipIf(process.platform === "win32")("a deploy", () => {
  const label = (name: string) => ({ name });
  const open = { merged_at: null, labels: [label("allow-data-loss")] };
  const merged = (...names: string[]) => ({ merged_at: "2026-01-01T00:00:00Z", labels: names.map(label) });

  it.skipIf(!hasJq).each([
    ["one that has the label", [merged("bug", "allow-data-loss")], "true"],
    ["one that has another", [merged("allow-data")], "false"],
    ["one that has none", [merged()], "false"],
    ["one that nobody has merged", [open, merged("bug")], "false"],
    ["none", [], "false"],
  ])("that comes of %s may lose data: %s (skipped where jq is not installed)", async (_, pulls, allowed) => {
    const [deploy] = deploysIn(runs(push("main")));
    const gh = `jq "$4" <<'END'\n${JSON.stringify(pulls)}\nEND`;
    const env = { GITHUB_REPOSITORY: "acme/shop", GITHUB_SHA: "0a1b2c3" };
    const ran = await run(deploy && stepWith(deploy, /allow-data-loss/)?.run, { gh }, env);
    expect(ran).toMatchObject({ exitCode: 0, output: `allowed=${allowed}\n` });
    expect(ran.asked).toMatch(/^gh api repos\/acme\/shop\/commits\/0a1b2c3\/pulls --jq /);
  });

  it("that was stopped says how to go on", async () => {
    const [stopped] = chosen("deploy.yml", { stage: "dev" }, { isCancelled: true }).flatMap(({ steps }) => steps);
    expect((await run(stopped?.run, {}, { STAGE: "dev" })).summary).toBe(
      "The deploy of dev was cancelled and may have left it locked. Run the Unlock workflow for dev, then deploy again.\n",
    );
  });
});
