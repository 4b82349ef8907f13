import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMAND_LIST } from "../../lib/commands/index.ts";
import { nearest } from "../../lib/system/nearest.ts";
import { run, temporaryFolder } from "../support/cli.ts";
import { tree } from "../support/files.ts";

const ANSWERS = ["--project", "shop", "--preset", "minimal", "--yes"];

describe("the word that was meant", () => {
  it.each([
    ["paln", "plan"],
    ["plna", "plan"],
    ["depoly", "deploy"],
    ["services", "service"],
    ["acme", undefined],
    ["init", undefined],
  ])("%s is %s", (word, meant) => {
    const names = COMMAND_LIST.map(({ name }) => name);
    expect(nearest(word, names, Math.max(1, Math.floor(word.length / 3)))).toBe(meant);
  });
});

describe("the first word", () => {
  it("help is help, of all and of one command, and begins nothing", async () => {
    const cwd = await temporaryFolder();
    const [all, one, flag] = await Promise.all([
      run(["help"], { cwd }),
      run(["help", "doctor"], { cwd }),
      run(["doctor", "--help"], { cwd }),
    ]);
    for (const { name, what } of COMMAND_LIST)
      expect(all.stdout).toMatch(new RegExp(`^  ${name} +${what.slice(0, 20)}`, "m"));
    expect(one).toMatchObject({ exitCode: 0, stdout: flag.stdout });
    expect(one.stdout).not.toContain("Commands");
    expect(tree(cwd)).toEqual({});
  });

  it("in a repo is a command, and never the folder of another repo", async () => {
    const cwd = await temporaryFolder();
    await run(ANSWERS, { cwd });
    await mkdir(join(cwd, "extra"));
    const before = tree(cwd);
    const cases: [string[], string][] = [
      [["plna"], 'plna: there is no such command (did you mean "plan"?); for a folder of that name say ./plna'],
      [["paln", "production"], 'paln: there is no such command (did you mean "plan"?)'],
      [["services", ...ANSWERS], 'services: there is no such command (did you mean "service"?)'],
      [["init", ...ANSWERS], "init: there is no such command: kickoff, service, database"],
      [["extra", ...ANSWERS], "extra: there is no such command: kickoff"],
      [["kickoff", "extra", ...ANSWERS], `extra: would be a repo inside ${cwd}: for a folder of that name say ./extra`],
    ];
    for (const [words, said] of cases) {
      const { exitCode, stderr, stdout } = await run(words, { cwd });
      expect({ words, exitCode, stderr, stdout }).toEqual({
        words,
        exitCode: 2,
        stderr: expect.stringContaining(said),
        stdout: "",
      });
    }
    expect(tree(cwd)).toEqual(before);
  });

  it("in a repo may be a path, which is meant", async () => {
    const cwd = await temporaryFolder();
    await run(ANSWERS, { cwd });
    expect(await run(["./extra", ...ANSWERS], { cwd })).toMatchObject({ exitCode: 0, stderr: "" });
    expect(Object.keys(tree(join(cwd, "extra")))).toContain(".yo-rc.json");
  });
});

it("a kickoff without a folder brings the repo that it stands in to other answers", async () => {
  const root = await temporaryFolder();
  await run(ANSWERS, { cwd: root });
  const cwd = join(root, "services", "api");
  const { exitCode, stderr, stdout } = await run(["--domain", "acme.com"], { cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain(`The repo: ${root}`);
  const files = tree(root);
  expect(JSON.parse(files[".yo-rc.json"] ?? "")["generator-space-sst"].domain).toBe("acme.com");
  expect(Object.keys(files)).not.toContain("services/api/.yo-rc.json");
});

it("a command takes the flags that do something in it, and no other", async () => {
  const cwd = await temporaryFolder();
  await run(ANSWERS, { cwd });
  const foreign: [string, string][] = [
    ["plan", "--force"],
    ["plan", "--skip-git"],
    ["doctor", "--dry-run"],
    ["doctor", "--answers=a.json"],
    ["upgrade", "--answers=a.json"],
    ["deploy", "--skip-install"],
    ["stage", "--answers=a.json"],
    ["service", "--skip-git"],
  ];
  for (const [command, flag] of foreign) {
    const { exitCode, stderr } = await run([command, flag], { cwd });
    const said = `${flag.split("=")[0]}: there is no such flag`;
    expect({ command, exitCode, stderr }).toEqual({ command, exitCode: 2, stderr: expect.stringContaining(said) });
  }
});
