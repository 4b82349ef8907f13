import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { run, temporaryFolder } from "../support/cli.ts";
import { copyTree } from "../support/files.ts";

const AGENCY = join(packageRoot, "test", "fixtures", "agency-presets");

const answersOf = async (root: string) =>
  JSON.parse(await readFile(join(root, ".yo-rc.json"), "utf8"))["generator-space-sst"];

/** A folder in which the agency's package is installed. */
async function workplace(): Promise<string> {
  const cwd = await temporaryFolder();
  copyTree(AGENCY, join(cwd, "node_modules", "@agency", "presets"));
  return cwd;
}

describe("--preset", () => {
  it("is a preset of an npm package, found as Node would find it; single values are overridden", async () => {
    const cwd = await workplace();
    const work = join(cwd, "deep", "inside");
    await mkdir(work, { recursive: true });
    const words = ["shop", "--preset", "@agency/presets:saas", "--project", "shop", "--domain", "shop.com"];
    const { exitCode, stderr } = await run([...words, "--service", "name=api,port=8080"], { cwd: work });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(await answersOf(join(work, "shop"))).toMatchObject({
      project: "shop",
      domain: "shop.com",
      region: "eu-central-1",
      services: [{ name: "api", port: 8080, database: "main" }, { name: "web" }],
      databases: [{ engine: "aurora-postgres" }],
      alerts: { email: "oncall@agency.example" },
    });
  });

  it("is a file, a folder, or one of a folder's files", async () => {
    const cwd = await temporaryFolder();
    copyTree(join(AGENCY, "presets"), join(cwd, "ours"));
    await mkdir(join(cwd, "one"));
    await cp(join(AGENCY, "presets", "site.json"), join(cwd, "one", "site.json"));
    for (const [n, preset] of [
      "./ours/site.json",
      "ours/site.json",
      "./ours:site",
      "./one",
      join(cwd, "one"),
    ].entries()) {
      const { exitCode, stderr } = await run([`r${n}`, "--preset", preset, "--project", "shop"], { cwd });
      expect({ preset, exitCode, stderr }).toEqual({ preset, exitCode: 0, stderr: "" });
      expect((await answersOf(join(cwd, `r${n}`))).services).toMatchObject([{ name: "www", kind: "static" }]);
    }
  });

  it("that is not known is wrong usage", async () => {
    const { exitCode, stderr } = await run(["shop", "--preset", "@agency/presets:sas", "--project", "shop"], {
      cwd: await workplace(),
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('(did you mean "saas"?); there are saas, site'),
    });
  });
});

describe("problems", () => {
  it("are all said at once, each with the file that it comes from", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "base.yml"), "services: [{ name: api, port: 80, colour: red }]\nregion: mars\n");
    await writeFile(join(cwd, "own.yml"), "project: Shop!\nservices: [{ name: api, health: nope! }]\n");
    const { exitCode, stderr } = await run(
      ["shop", "--preset", "./base.yml", "--answers", "own.yml", "--alerts-email", "nobody"],
      { cwd },
    );
    expect(exitCode).toBe(2);
    const base = join(cwd, "base.yml");
    expect(stderr.split("\n").filter((line) => line.startsWith("  "))).toEqual([
      expect.stringMatching(/^ {2}project: .*\(from own\.yml\)$/),
      `  region: "mars" is not one of ${stderr.match(/"mars" is not one of (.*?)(?= \(from)/)?.[1]} (from ${base})`,
      `  services[0].port: 80 should be at least 1024 (from ${base})`,
      expect.stringMatching(/^ {2}services\[0\]\.health: .*\(from own\.yml\)$/),
      `  services[0].colour: there is no such answer (from ${base})`,
      expect.stringMatching(/^ {2}alerts\.email: .*\(from the flags\)$/),
    ]);
  });

  it("of one file are its own", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "base.yml"), "project: shop\nregion: mars\n");
    const { stderr } = await run(["shop", "--preset", "./base.yml"], { cwd });
    expect(stderr).toContain(`1 problem in ${join(cwd, "base.yml")}:`);
  });
});

describe("--like", () => {
  it("begins with another repo's answers, without what is that repo's alone", async () => {
    const cwd = await temporaryFolder();
    await run(
      ["older", "--preset", "multi-tenant", "--project", "acme", "--domain", "acme.com", "--region", "eu-west-1"],
      { cwd },
    );
    const { exitCode, stderr } = await run(["shop", "--like", "./older", "--project", "shop", "--ci", "bitbucket"], {
      cwd,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [acme, shop] = [await answersOf(join(cwd, "older")), await answersOf(join(cwd, "shop"))];
    expect(shop).toEqual({ ...acme, project: "shop", domain: null, clients: [], ci: "bitbucket" });
  });

  it("wants a name, and a repo", async () => {
    const cwd = await temporaryFolder();
    await run(["older", "--preset", "minimal", "--project", "acme", "--yes"], { cwd });
    const cases: [string[], string][] = [
      [["--like", "./older"], "--project: Project"],
      [["--like", "./nowhere", "--project", "x"], "nowhere is not a repo of space-sst"],
      [["--like", "./older", "--preset", "saas", "--project", "x"], "another beginning than --preset"],
    ];
    for (const [words, said] of cases) {
      const { exitCode, stderr } = await run(["shop", ...words], { cwd });
      expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 2, stderr: expect.stringContaining(said) });
    }
  });
});
