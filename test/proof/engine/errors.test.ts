import { SourceMap } from "node:module";
import { describe, expect, it } from "vitest";
import { describeError, mapStack } from "../../../lib/proof/simulate/engine/errors.ts";

/** What can be thrown in a run, as one line that says where. */

/** Line 2, column 5 of the bundle is line 3, column 3 of infra/index.ts; line 3 is a package's. */
const program = {
  root: "/repo",
  file: "/repo/.sst/program.js",
  base: "/repo/.sst",
  map: new SourceMap({
    version: 3,
    file: "program.js",
    sources: ["../infra/index.ts", "file:///repo/node_modules/pkg/index.js"],
    sourcesContent: [],
    names: [],
    sourceRoot: "",
    mappings: ";IAEE;ACAA",
  } as unknown as ConstructorParameters<typeof SourceMap>[0]),
};

const errorAt = (message: string, ...frames: string[]): Error =>
  Object.assign(new Error(message), {
    stack: [`Error: ${message}`, ...frames.map((one) => `    at ${one}`)].join("\n"),
  });

describe("a stack", () => {
  it("names the files of the repo, and what is not of the program as it was", () => {
    const stack = [
      "Error: no",
      "    at make (/repo/.sst/program.js:2:5)",
      "    at /repo/.sst/program.js:2:7",
      "    at load (/repo/.sst/program.js:3:1)",
      "    at early (/repo/.sst/program.js:1:1)",
      "    at other (/elsewhere/program.js:2:5)",
      "    at node:internal/process:2:5",
    ].join("\n");
    expect(mapStack(stack, program)).toBe(
      [
        "Error: no",
        "    at make (infra/index.ts:3:3)",
        "    at infra/index.ts:3:3",
        "    at load (node_modules/pkg/index.js:3:3)",
        "    at early (/repo/.sst/program.js:1:1)",
        "    at other (/elsewhere/program.js:2:5)",
        "    at node:internal/process:2:5",
      ].join("\n"),
    );
  });

  it("stays as it is where there is no program yet", () => {
    expect(mapStack("at /repo/.sst/program.js:2:5", undefined)).toBe("at /repo/.sst/program.js:2:5");
  });
});

describe("the line", () => {
  it.each<[string, unknown, string]>([
    ["names the first place in the repo", errorAt("no", "make (/repo/.sst/program.js:2:5)"), "no (infra/index.ts:3)"],
    [
      "passes over what is not the owner's",
      errorAt(
        "no",
        "open (node:fs:1:1)",
        "load (file:///other.mjs:1:1)",
        "call (/usr/lib/sst.js:1:1)",
        "above (../other/index.ts:1:1)",
        "load (/repo/.sst/program.js:3:1)",
        "ask (infra/proof/simulate/stack.ts:1:1)",
        "run (infra/api.ts:7:1)",
        "more (infra/web.ts:8:1)",
      ),
      "no (infra/api.ts:7)",
    ],
    ["says no place where there is none", errorAt("no", "open (node:fs:1:1)"), "no"],
    ["says a place once", errorAt("no api (infra/api.ts:7)", "run (infra/api.ts:7:1)"), "no api (infra/api.ts:7)"],
    ["is one, whatever was thrown in", errorAt("no api\n\n  here\n  at once\n", "x"), "no api here"],
    ["is the kind of error where it says nothing", Object.assign(new TypeError(""), { stack: undefined }), "TypeError"],
    ["is what was thrown, where that is no error", "a text", "a text"],
    [
      "is one for all mistakes that a build has found",
      Object.assign(errorAt("Build failed"), {
        errors: [
          { text: "Expected ;", location: { file: "infra/api.ts", line: 3, column: 9 } },
          { text: "No such file", location: null },
        ],
      }),
      "infra/api.ts:3:9: Expected ; No such file",
    ],
  ])("%s", (_, thrown, message) => {
    expect(describeError(thrown, program).message).toBe(message);
  });

  it("comes with the stack, in the repo's own files", () => {
    expect(describeError(errorAt("no", "make (/repo/.sst/program.js:2:5)"), program).stack).toBe(
      "Error: no\n    at make (infra/index.ts:3:3)",
    );
    expect(describeError(Object.assign(new Error("no"), { stack: undefined }), program)).toEqual({
      message: "no",
      stack: "no",
    });
  });
});
