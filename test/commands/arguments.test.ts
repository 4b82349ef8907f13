import { describe, expect, it } from "vitest";
import { readArguments } from "../../lib/commands/arguments.ts";
import { command } from "../../lib/commands/command.ts";
import type { UsageError } from "../../lib/errors.ts";

/** How the words after a command are read. */

const SPEC = {
  name: "show",
  what: "Show it.",
  positionals: [{ name: "stage", what: "The stage." }],
  flags: [
    { name: "since", type: "string", value: "TIME", help: "From when on." },
    { name: "plain", type: "string", help: "A text." },
    { name: "size", type: "string", multiple: true, value: "A=B", help: "A size." },
    { name: "json", type: "boolean", help: "As a document." },
  ],
  examples: [],
  load: () => Promise.reject(new Error("not run")),
} as const;
const SHOW = command(SPEC);
const REST = command({ ...SPEC, rest: { name: "program", what: "What is run." } });
const MANY = command({ ...SPEC, positionals: [...SPEC.positionals, { name: "service", what: "x" }], variadic: true });

describe("a command", () => {
  it.each([
    [SHOW, "space-sst show [STAGE] [options]"],
    [REST, "space-sst show [STAGE] [options] -- PROGRAM"],
    [MANY, "space-sst show [STAGE] [SERVICE]… [options]"],
    [command({ ...SPEC, positionals: [] }), "space-sst show [options]"],
  ])("says how it is used: %#", ({ usage }, said) => {
    expect(usage).toBe(said);
  });

  it("has the flags of all commands behind its own, and writes no repo unless it says so", () => {
    expect(SHOW.flags.map(({ name }) => name)).toEqual([
      ...["since", "plain", "size", "json"],
      ...["verbose", "help", "version"],
    ]);
    expect([SHOW.writesRepo, SHOW.generator]).toEqual([false, "show"]);
  });
});

describe("words are read", () => {
  type Read = [what: string, words: string[], args: string[], options: object];
  const rows: Read[] = [
    ["none", [], [], {}],
    ["a positional and flags in any order", ["--json", "dev", "--since", "2h"], ["dev"], { json: true, since: "2h" }],
    ["a value behind =, a dash in it too", ["--since=-5"], [], { since: "-5" }],
    ["an empty value behind =", ["--since="], [], { since: "" }],
    ["standard input", ["--since", "-"], [], { since: "-" }],
    ["a flag that may come again, as a list", ["--size", "a", "--size", "b"], [], { size: ["a", "b"] }],
    ["the same given once, as a list too", ["--size", "a"], [], { size: ["a"] }],
    ["a switch twice", ["--json", "--json"], [], { json: true }],
    ["-h", ["-h"], [], { help: true }],
  ];
  it.each(rows)("%s", (_, words, args, options) => {
    expect(readArguments(SHOW, words)).toEqual({ args, options, rest: [] });
  });

  it("as many as somebody likes where the last word may come again", () => {
    expect(readArguments(MANY, ["dev", "api", "web", "worker"]).args).toEqual(["dev", "api", "web", "worker"]);
  });

  it("up to --, where what comes then is somebody else's", () => {
    expect(readArguments(REST, ["dev", "--", "psql", "--json", "--", "x"])).toEqual({
      args: ["dev"],
      options: {},
      rest: ["psql", "--json", "--", "x"],
    });
    expect(readArguments(REST, ["dev"]).rest).toEqual([]);
    expect(readArguments(SHOW, ["--", "dev"])).toEqual({ args: ["dev"], options: {}, rest: [] });
  });
});

describe("words are refused", () => {
  const rows: [what: string, words: string[], problems: string[]][] = [
    ["a flag that there is not", ["--sinse", "2h"], ['--sinse: there is no such flag (did you mean "since"?)']],
    ["one that is like no other", ["--quux"], ["--quux: there is no such flag"]],
    ["a short one", ["-x"], ["-x: there is no such flag"]],
    ["a value for a switch", ["--json=yes"], ["--json: is a switch and takes no value"]],
    ["no value", ["--since"], ["--since: needs a value: --since TIME"]],
    ["another flag for a value", ["--since", "--json"], ["--since: needs a value: --since TIME"]],
    ["no value for a flag that does not say what it takes", ["--plain"], ["--plain: needs a value: --plain VALUE"]],
    ["a flag twice, once", ["--since", "1h", "--since", "2h"], ["--since: is given more than once"]],
    ["a word too many", ["dev", "api", "web"], ["api web: is one word too many: space-sst show [STAGE] [options]"]],
    [
      "all that is wrong, at once; the value of what does not exist is no word of its own",
      ["dev", "--sinse", "2h", "--json=1", "--plain"],
      [
        '--sinse: there is no such flag (did you mean "since"?)',
        "--json: is a switch and takes no value",
        "--plain: needs a value: --plain VALUE",
      ],
    ],
  ];
  it.each(rows)("%s", (_, words, problems) => {
    const refused = (): unknown => {
      try {
        return readArguments(SHOW, words);
      } catch (error) {
        return (error as UsageError).problems.map(({ path, message }) => `${path}: ${message}`);
      }
    };
    expect(refused()).toEqual(problems);
  });

  it("together with what was wrong before", () => {
    const before = [{ path: "shwo", message: "there is no such command" }];
    expect(() => readArguments(SHOW, ["--quux"], before)).toThrow(
      "2 problems in the command line:\n  shwo: there is no such command\n  --quux: there is no such flag",
    );
  });
});
