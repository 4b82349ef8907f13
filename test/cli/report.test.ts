import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { report } from "../../lib/cli/report.ts";
import { Failure, UsageError } from "../../lib/errors.ts";

/** What a failure is to who typed the command: a line, a status, and a stack only where it is wanted. */

const UNEXPECTED = "This is not an error that space-sst expects: --verbose shows where it comes from.\n";

describe("a failure", () => {
  let said: string[];
  const status = process.exitCode;
  beforeEach(() => {
    said = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = status;
  });

  it.each([
    ["is a line", new Failure("dev is not deployed"), ["space-sst: dev is not deployed\n"], 1],
    ["has a status of its own", new Failure("an upgrade is due", { status: 4 }), ["space-sst: an upgrade is due\n"], 4],
    [
      "of usage names every problem",
      new UsageError([{ path: "--port", message: "is none" }], "the command line"),
      ["space-sst: 1 problem in the command line:\n  --port: is none\n"],
      2,
    ],
    [
      "that nobody expects says so",
      new TypeError("x is not a function"),
      ["space-sst: x is not a function\n", UNEXPECTED],
      1,
    ],
    ["that is no error is its text", "nothing", ["space-sst: nothing\n", UNEXPECTED], 1],
  ])("%s", (_, error, lines, code) => {
    report(error, { verbose: false, json: false });
    expect([said, process.exitCode]).toEqual([lines, code]);
  });

  it.each([new Failure("it failed", { status: 3 }), new TypeError("it failed")])(
    "has its stack with --verbose: %#",
    (error) => {
      report(error, { verbose: true, json: false });
      expect([said, process.exitCode]).toEqual([[`${error.stack}\n`], error instanceof Failure ? 3 : 1]);
    },
  );

  it("is broken between words on a terminal", () => {
    const { isTTY, columns } = process.stderr;
    Object.assign(process.stderr, { isTTY: true, columns: 20 });
    vi.stubEnv("NO_COLOR", "1");
    report(new Failure("one two three\n  four five six seven"), { verbose: false, json: false });
    Object.assign(process.stderr, { isTTY, columns });
    vi.unstubAllEnvs();
    expect(said).toEqual(["space-sst: one two\nthree\n  four five six\n  seven\n"]);
  });
});
