import { appendFile, chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { render } from "../../lib/render/render.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { bin, run, temporaryFolder } from "../support/cli.ts";
import { tree } from "../support/files.ts";
import { kickedOff } from "../support/kicked-off.ts";

const SAAS = ["--preset", "saas", "--project", "shop", "--yes"];

describe("kickoff", () => {
  it("renders a preset, and a second run changes nothing", async () => {
    const cwd = await temporaryFolder();
    const first = await run(["shop", ...SAAS], { cwd });
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    expect(first.stdout).toContain("files created.");
    const files = tree(join(cwd, "shop"));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        "sst.config.ts",
        "infra/services/api.ts",
        "services/api/Dockerfile",
        "README.md",
        "RUNBOOK.md",
        ".yo-rc.json",
      ]),
    );

    // The package's compiled templates say what those of the sources say.
    const stored = JSON.parse(files[".yo-rc.json"] as string)["generator-space-sst"];
    const rendered = render(viewOf(toBlueprint(stored)));
    expect(Object.fromEntries(rendered.map(({ path }) => [path, files[path]]))).toEqual(
      Object.fromEntries(rendered.map(({ path, contents }) => [path, contents])),
    );

    const second = await run(["shop", "--yes"], { cwd });
    expect(second.stdout).toMatch(/shop: \d+ files unchanged\./);
    expect(tree(join(cwd, "shop"))).toEqual(files);
  });

  it("prints the command that gives the same repo again", async () => {
    const cwd = await temporaryFolder();
    const { stdout } = await run(
      ["first", ...SAAS, "--domain", "acme.com", "--service", "name=sync,kind=cron,schedule=cron(0 3,15 * * ? *)"],
      { cwd },
    );
    const [, repeat = ""] = stdout.split("without questions\n");
    expect(repeat).toMatch(/^ {2}space-sst first --yes /);
    const words = repeat
      .trim()
      .replace(/^space-sst first/, `${process.execPath} ${bin} second --skip-install --skip-git`);
    // A shell reads its quotes, as the user's would.
    await execa("sh", ["-c", words], { cwd });
    expect(tree(join(cwd, "second"))).toEqual(tree(join(cwd, "first")));
  });

  it("reads answers from JSON, from YAML, from standard input and from another repo", async () => {
    const cwd = await temporaryFolder();
    const answers = { project: "shop", services: [{ name: "api", source: "node" }] };
    await writeFile(join(cwd, "answers.json"), JSON.stringify(answers));
    await writeFile(join(cwd, "answers.yml"), "project: shop\nservices:\n  - name: api\n    source: node\n");
    expect(await run(["json", "--answers", "answers.json"], { cwd })).toMatchObject({ exitCode: 0 });
    expect(await run(["yaml", "--answers", "answers.yml"], { cwd })).toMatchObject({ exitCode: 0 });
    expect(await run(["stdin", "--answers", "-"], { cwd, input: JSON.stringify(answers) })).toMatchObject({
      exitCode: 0,
    });
    expect(await run(["like", "--answers", "json/.yo-rc.json"], { cwd })).toMatchObject({ exitCode: 0 });
    const expected = tree(join(cwd, "json"));
    for (const folder of ["yaml", "stdin", "like"]) expect(tree(join(cwd, folder))).toEqual(expected);
  });

  it("refuses a name that answers say twice, as YAML does: JSON would take the last one", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "answers.json"), '{ "project": "shop", "project": "acme" }');
    const { exitCode, stderr } = await run(["shop", "--answers", "answers.json"], { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining("Map keys must be unique") });
  });

  it("says one JSON document on standard output and everything else on standard error", async () => {
    const cwd = await temporaryFolder();
    const { stdout, stderr, exitCode } = await run(["shop", ...SAAS, "--json"], { cwd });
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("{");
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      root: expect.stringContaining("shop"),
      dryRun: false,
      counts: { create: expect.any(Number) },
      repeat: expect.stringContaining("--project shop"),
    });
    const stored = JSON.parse(await readFile(join(cwd, "shop", ".yo-rc.json"), "utf8"))["generator-space-sst"];
    expect(toBlueprint(document.blueprint)).toEqual(toBlueprint(stored));
  });

  it("writes nothing with --dry-run, and shows what it would write", async () => {
    const cwd = await temporaryFolder();
    const { stdout } = await run(["shop", ...SAAS, "--dry-run"], { cwd });
    expect(stdout).not.toContain("+++ b/");
    expect(stdout).toMatch(/^create +\+\d+ -0 {2}infra\/services\/api\.ts$/m);
    expect(stdout).toMatch(/--diff shows every line of it\.$/);
    expect(tree(cwd)).toEqual({});
  });
});

describe("run again with other answers", () => {
  it("brings generated files to them, and keeps what the owner edited", async () => {
    const root = await kickedOff(...SAAS);
    const runbook = await readFile(join(root, "RUNBOOK.md"), "utf8");
    await writeFile(join(root, "RUNBOOK.md"), `${runbook}\nCall Ana first.\n`);
    await writeFile(join(root, "services/api/README.md"), "mine\n");

    const { stdout, exitCode } = await run(["--domain", "acme.com", "--yes"], { cwd: root });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("merge   RUNBOOK.md");
    const after = tree(root);
    expect(after["RUNBOOK.md"]).toMatch(/Call Ana first\.\n$/);
    expect(after["services/api/README.md"]).toBe("mine\n");
    const fresh = await kickedOff(...SAAS, "--domain", "acme.com");
    const { "RUNBOOK.md": _a, "services/api/README.md": _b, ...expected } = tree(fresh);
    expect(after).toMatchObject(expected);
  });

  it("leaves other generators' answers alone", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, ".yo-rc.json"), '{ "generator-node": { "name": "x" } }');
    expect(await run(SAAS, { cwd })).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(await readFile(join(cwd, ".yo-rc.json"), "utf8"))).toMatchObject({
      "generator-node": { name: "x" },
      "generator-space-sst": { project: "shop" },
    });
  });
});

describe("answers edited in .yo-rc.json by hand", () => {
  const edit = async (root: string) => {
    const store = await readFile(join(root, ".yo-rc.json"), "utf8");
    await writeFile(join(root, ".yo-rc.json"), store.replace('"domain": null', '"domain": "acme.com"'));
  };

  it("are followed like flags, where the last commit says what the files were rendered from", async () => {
    const root = await kickedOff(...SAAS);
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    for (const words of [
      ["init", "--quiet"],
      ["add", "--all"],
      [...identity, "commit", "--quiet", "--message", "Kickoff"],
    ])
      await execa("git", words, { cwd: root });
    await edit(root);
    const { exitCode, stdout } = await run(["--yes"], { cwd: root });
    expect(stdout).toContain("update  infra/edge.ts");
    expect(exitCode).toBe(0);
    const fresh = await kickedOff(...SAAS, "--domain", "acme.com");
    expect(tree(root)).toEqual(tree(fresh));
  });

  it("are followed without git too: the record says which files are as they were rendered", async () => {
    const root = await kickedOff(...SAAS);
    await edit(root);
    expect(await run(["--yes"], { cwd: root })).toMatchObject({ exitCode: 0 });
    const fresh = await kickedOff(...SAAS, "--domain", "acme.com");
    expect(tree(root)).toEqual(tree(fresh));
  });

  it("change no edited file silently where nobody knows what it was", async () => {
    const root = await kickedOff(...SAAS);
    await edit(root);
    await appendFile(join(root, "infra/edge.ts"), "// mine\n");
    const before = tree(root);
    const { exitCode, stderr } = await run(["--yes"], { cwd: root });
    expect(stderr).toContain("1 file differs");
    expect(stderr).toContain(
      "infra/edge.ts: edited by you and changed by the generator; what it was before is not known",
    );
    expect(exitCode).toBe(1);
    expect(tree(root)).toEqual(before);
  });
});

describe("a repo of which only the answers are left", () => {
  it("is rendered anew", async () => {
    const root = await kickedOff(...SAAS);
    const rendered = tree(root);
    for (const name of await readdir(root))
      if (![".yo-rc.json", ".space-sst"].includes(name)) await rm(join(root, name), { recursive: true });
    await run(["--yes"], { cwd: root });
    expect(tree(root)).toEqual(rendered);
  });
});

describe("a folder with files in the way", () => {
  it("is left as it is, with every file named, unless --force is given", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "README.md"), "mine\n");
    await mkdir(join(cwd, "infra"));
    await writeFile(join(cwd, "infra", "stage.ts"), "mine\n");
    const before = tree(cwd);
    const { exitCode, stderr } = await run(SAAS, { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("2 files differ");
    for (const path of ["README.md", "infra/stage.ts"]) expect(stderr).toContain(path);
    expect(tree(cwd)).toEqual(before);

    expect(await run([...SAAS, "--force"], { cwd })).toMatchObject({ exitCode: 0 });
    const after = tree(cwd);
    expect(after["README.md"]).toContain("# shop");
    // No git has them.
    expect(after).toMatchObject({ "README.md.orig": "mine\n", "infra/stage.ts.orig": "mine\n" });
  });

  it("keeps files that nobody else writes", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "notes.txt"), "mine\n");
    expect(await run(SAAS, { cwd })).toMatchObject({ exitCode: 0 });
    expect(tree(cwd)["notes.txt"]).toBe("mine\n");
  });
});

describe("what runs after the files are written", () => {
  /** Stands in for a program of the user's: says what it was given, and ends with a status. */
  async function standIn(folder: string, name: string, status: number): Promise<void> {
    const path = join(folder, name);
    await writeFile(
      path,
      `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\necho "boom" >&2\n[ "$1" = rev-parse ] && exit 128\nexit ${status}\n`,
    );
    await chmod(path, 0o755);
  }

  it("is git init and the install of packages, in the new folder", async () => {
    const cwd = await temporaryFolder();
    const programs = await temporaryFolder();
    for (const name of ["git", "npm"]) await standIn(programs, name, 0);
    const env = { PATH: `${programs}:${process.env.PATH}` };
    const result = await execa(process.execPath, [bin, "shop", ...SAAS], { cwd, env, reject: false });
    expect(result.exitCode).toBe(0);
    expect(await readFile(join(programs, "calls"), "utf8")).toContain(
      "git init --quiet --initial-branch main\nnpm install\n",
    );
  });

  it("says what failed and what to do, and keeps the files", async () => {
    const cwd = await temporaryFolder();
    const programs = await temporaryFolder();
    await standIn(programs, "npm", 3);
    const env = { PATH: `${programs}:${process.env.PATH}` };
    const result = await execa(process.execPath, [bin, "shop", ...SAAS, "--skip-git"], { cwd, env, reject: false });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(
      /npm install failed; all files are written to .*shop: run npm install there to see why\.\nboom/,
    );
    expect(tree(join(cwd, "shop"))[".yo-rc.json"]).toContain("shop");
  });

  it("is nothing at all with --dry-run", async () => {
    const cwd = await temporaryFolder();
    const programs = await temporaryFolder();
    for (const name of ["git", "npm"]) await standIn(programs, name, 1);
    const env = { PATH: `${programs}:${process.env.PATH}` };
    const result = await execa(process.execPath, [bin, "shop", ...SAAS, "--dry-run"], { cwd, env, reject: false });
    expect(result.exitCode).toBe(0);
    expect(await readdir(programs)).toEqual(["git", "npm"]);
  });
});

describe("a folder that cannot be written", () => {
  it("is said to be one, through the bin", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "shop"), "a file\n");
    const { exitCode, stderr } = await run(["shop", ...SAAS], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^space-sst: .*shop/);
    expect(stderr).not.toContain("not an error that space-sst expects");
  });
});
