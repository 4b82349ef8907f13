import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DIFF } from "../lib/commands/flags.ts";
import { COMMAND_LIST, type COMMANDS } from "../lib/commands/index.ts";
import { Failure } from "../lib/errors.ts";
import { packageRoot } from "../lib/system/package-root.ts";
import { temporaryFolder } from "./support/cli.ts";
import { runHere } from "./support/in-process.ts";

const foldersOf = (path: string): string[] =>
  readdirSync(join(packageRoot, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** The first line of each page: which command it is about. */
const TITLES = readdirSync(join(packageRoot, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => readFileSync(join(packageRoot, "docs", name), "utf8").split("\n")[0] ?? "")
  .join("\n");

describe("the commands", () => {
  it("are a folder each, and a generator each", () => {
    expect(COMMAND_LIST.map(({ name }) => name).sort()).toEqual(foldersOf("lib/commands"));
    expect(COMMAND_LIST.map(({ generator }) => generator).sort()).toEqual(foldersOf("generators"));
  });

  it.each(COMMAND_LIST.map((command) => [command.name, command] as const))("%s is complete", async (name, command) => {
    const { flags, examples, load, positionals, rest, what } = command;
    expect(typeof (await load()).begin).toBe("function");
    expect(examples.filter((example) => !example.includes("space-sst"))).toEqual([]);
    expect(examples.length).toBeGreaterThan(0);
    const said = [
      what,
      ...[...positionals, ...(rest === undefined ? [] : [rest])].map((word) => word.what),
      ...flags.map(({ help }) => help),
    ];
    expect(said.filter((text) => text.length < 5)).toEqual([]);
    const names = flags.map((flag) => flag.name);
    expect(new Set(names).size).toBe(names.length);
    expect(TITLES, `docs/${name}.md, whose first line has the command`).toMatch(new RegExp(`space-sst ${name}\\b`));
  });

  it("that can show every line of what they would write are those that write a repo, as generators", () => {
    const shows = COMMAND_LIST.filter(({ flags }) => flags.includes(DIFF));
    expect(COMMAND_LIST.filter(({ writesRepo }) => writesRepo)).toEqual(shows);
  });

  it.each(COMMAND_LIST.map(({ name, flags }) => [name, flags] as const))(
    "%s --json keeps standard output for its document, also where it refuses",
    async (name, flags) => {
      expect(flags.map((flag) => flag.name)).toContain("json");
      const { stdout, error } = await runHere(name as keyof typeof COMMANDS, ["--json"], await temporaryFolder(), {});
      expect({ stdout, error }).toEqual({ stdout: "", error: expect.any(Failure) });
    },
  );
});
