import { expect, it } from "vitest";
import { typedWords } from "../../generators/typed-words.ts";
import { ownWords, readCommandLine } from "../../lib/cli/command-line.ts";
import { COMMANDS } from "../../lib/commands/index.ts";

/** What stands after `--` is a command of somebody else's. */

it("is not read as this program's own", () => {
  const words = ["run", "dev", "api", "--json", "--", "node", "--version", "--", "x"];
  expect(ownWords(words)).toEqual(["run", "dev", "api", "--json"]);
  const { args, options, rest } = readCommandLine(words);
  expect({ args, options, rest }).toEqual({
    args: ["dev", "api"],
    options: { json: true },
    rest: ["node", "--version", "--", "x"],
  });
});

it("goes through yo as it was typed", () => {
  const argv = ["node", "yo", "space-sst:run", "dev", "api", "--", "node", "--version"];
  const args = ["dev", "api", "node", "--version"];
  expect(typedWords(args, { json: true }, COMMANDS.run, argv)).toEqual([
    "dev",
    "api",
    "--json",
    "--",
    "node",
    "--version",
  ]);
  expect(typedWords(["dev"], { json: true }, COMMANDS.logs, argv)).toEqual(["dev", "--json"]);
});
