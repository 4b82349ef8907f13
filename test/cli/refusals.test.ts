import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run, temporaryFolder } from "../support/cli.ts";
import { tree } from "../support/files.ts";

/** What was typed, and what the user reads. Status 2, and nothing is written. */
const REFUSALS: [what: string, words: string[], says: string[]][] = [
  ["an unknown flag", ["--regoin", "eu-west-1"], ['--regoin: there is no such flag (did you mean "region"?)']],
  [
    "several unknown flags",
    ["--foo", "--yess"],
    ["--foo: there is no such flag", '--yess: there is no such flag (did you mean "yes"?)'],
  ],
  ["a flag without its value", ["--project"], ["--project: needs a value"]],
  ["a switch with a value", ["--yes=no"], ["--yes: is a switch and takes no value"]],
  ["a flag twice", ["--project", "a", "--project", "b"], ["--project: is given more than once"]],
  ["a word too many", ["a", "b"], ["b: is one word too many"]],
  ["a command that is nearly one", ["kickof"], ['did you mean "kickoff"?']],
  ["a folder of four letters that a command has too", ["acme", "b"], ["b: is one word too many"]],
  [
    "no answers where nobody can be asked",
    [],
    ["--project", "--region", "--domain", "--service", "--yes takes the default"],
  ],
  ["no project, though the rest may take its default", ["--yes"], ["--project"]],
  ["an unknown preset", ["--preset", "sas", "--project", "p"], ['there is no preset "sas" (did you mean "saas"?)']],
  ["an answers file that is not there", ["--answers", "nope.yml"], ["there is no file", "nope.yml"]],
  [
    "invalid answers from flags",
    ["--yes", "--project", "Shop!", "--region", "mars", "--service", "name=api,port=99999,databse=x"],
    ['--service: there is no such key as "databse" (did you mean "database"?)'],
  ],
  [
    "invalid values from flags, all at once",
    ["--yes", "--project", "Shop!", "--region", "us-east-9", "--service", "name=api,port=99999"],
    [
      'project: "Shop!"',
      'region: "us-east-9" is not one of',
      'did you mean "us-east-',
      "services[0].port: 99999 should be at most 65535",
    ],
  ],
];

describe("the command line", () => {
  it.each(REFUSALS)("refuses %s", async (_, words, says) => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr, stdout } = await run(words, { cwd });
    for (const text of says) expect(stderr).toContain(text);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(tree(cwd)).toEqual({});
  });
});

describe("files of answers", () => {
  it.each([
    ["JSON that is cut off", "answers.json", '{"project": "shop"', "neither JSON nor YAML"],
    ["a list", "answers.yml", "- project: shop\n", "one document of names and values"],
    ["an empty file", "answers.yml", "", "one document of names and values"],
    [
      "unknown keys, each with its nearest name",
      "answers.yml",
      "project: shop\nregoin: x\nservices: [{name: api, prot: 1}]\n",
      'services[0].prot: there is no such answer (did you mean "port"?)',
    ],
  ])("%s is refused", async (_, name, text, says) => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, name), text);
    const { exitCode, stderr } = await run(["shop", "--answers", name], { cwd });
    expect(stderr).toContain(says);
    expect(stderr).toContain(name);
    expect(exitCode).toBe(2);
    expect(Object.keys(tree(cwd))).toEqual([name]);
  });

  it("an edited .yo-rc.json is checked like any other answers", async () => {
    const cwd = await temporaryFolder();
    await run(["--preset", "minimal", "--project", "shop", "--yes"], { cwd });
    const before = tree(cwd);
    const edited = (before[".yo-rc.json"] as string)
      .replace('"port": 5000', '"port": "http"')
      .replace('"api"', '"Api!"');
    await writeFile(join(cwd, ".yo-rc.json"), edited);
    const { exitCode, stderr } = await run(["--yes"], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(".yo-rc.json");
    expect(stderr).toContain('services[0].port: "http" should be a number');
    expect(stderr).toContain('services[0].name: "Api!"');
    expect(tree(cwd)).toEqual({ ...before, ".yo-rc.json": edited });
  });

  it("a .yo-rc.json that is not JSON is said to be so", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, ".yo-rc.json"), "{ nope");
    const { exitCode, stderr } = await run(["--yes", "--project", "shop"], { cwd });
    expect(stderr).toContain(".yo-rc.json");
    expect(stderr).toContain("it is not JSON");
    expect(exitCode).toBe(2);
  });
});
