import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { sh } from "../../lib/render/encode.ts";
import { KEPT } from "../../lib/terminal/fold.ts";
import { commandLines, typedLines } from "../../lib/terminal/shell.ts";

const flag = fc.stringMatching(/^--[a-z]{1,12}$/);
const value = fc.oneof(
  fc.stringMatching(/^[a-z=,]{1,30}$/),
  fc.constantFrom("it's", "cron(0 3,15 * * ? *)", 'a "b" --c', "\\"),
);

it("a command in lines is the same command to a shell, on a terminal of any width", () => {
  const cases = fc.sample(
    fc.tuple(fc.array(fc.tuple(flag, value), { maxLength: 12 }), fc.constantFrom(40, 60, 80, 120)),
    30,
  );
  for (const [flags, width] of cases) {
    const words = flags.flat();
    const lines = commandLines(["printf", "'%s\\n'", "x", ...words.map((word) => sh(word))].join(" "), width);
    expect(execFileSync("sh", ["-c", lines.join("\n")], { encoding: "utf8" })).toBe(["x", ...words, ""].join("\n"));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  }
});

it("a flag and its value part only where no line holds both", () => {
  expect(commandLines("space-sst shop --yes --service name=api,database=main --database main", 40)).toEqual([
    "space-sst shop --yes \\",
    "  --service name=api,database=main \\",
    "  --database main",
  ]);
});

it("a line is filled as far as it goes, with room for the backslash that goes on", () => {
  const command = "a --bb cc --dd ee";
  expect(commandLines(command, 19)).toEqual([command]);
  expect(commandLines(command, 18)).toEqual(["a --bb cc \\", "  --dd ee"]);
  expect(commandLines("a --bb --cc 'd e'", 12)).toEqual(["a --bb \\", "  --cc \\", "  'd e'"]);
  expect(commandLines("a --bb --cc 'd e'", 14)).toEqual(["a --bb \\", "  --cc 'd e'"]);
  // Who reads a flag finds its value below it, not behind words that came before.
  expect(commandLines("a --b 'dddd ddd' --c", 12)).toEqual(["a \\", "  --b \\", "  'dddd ddd' \\", "  --c"]);
});

it("a command that is shown is indented, and no terminal breaks its lines elsewhere", () => {
  expect(typedLines("a --bb cc --dd ee", { width: 20 })).toEqual(
    ["  a --bb cc \\", "    --dd ee"].map((line) => line.replaceAll(" ", KEPT)),
  );
  expect(typedLines("a --bb cc --dd ee", { width: 21 })).toHaveLength(1);
});
