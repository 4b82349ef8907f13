import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { presetFile } from "../../lib/questions/preset-files.ts";
import { resolveAnswers } from "../../lib/questions/sources.ts";
import { leftBehind } from "../support/left-behind.ts";

/**
 * Where a preset is that is not this package's own, and what is said where it is not. npm's stand-in says where global
 * packages are; what npm itself takes for that is hidden.
 */

const FILES: Record<string, string> = {
  "ours/site.json": "{}",
  "ours/saas.yml": "",
  "ours/jobs.yaml": "",
  "ours/README.md": "",
  "one/site.json": "{}",
  "named:so/only.yml": "",
  "nothing/README.md": "",
  "node_modules/@agency/presets/package.json": "{}",
  "node_modules/@agency/presets/presets/saas.yml": "",
  "node_modules/@agency/presets/presets/site.json": "{}",
  "node_modules/own-folder/package.json": '{ "space-sst": { "presets": "files" } }',
  "node_modules/own-folder/files/only.yml": "",
  "node_modules/odd/package.json": '{ "space-sst": { "presets": 1 } }',
  "node_modules/odd/presets/only.yml": "",
  "node_modules/no-object/package.json": "[]",
  "node_modules/no-object/presets/only.yml": "",
  "node_modules/without/package.json": "{}",
  "node_modules/broken/package.json": "{",
  "node_modules/outside/package.json": '{ "space-sst": { "presets": "../../ours" } }',
  "node_modules/elsewhere/package.json": '{ "space-sst": { "presets": "/etc" } }',
  "node_modules/twice/package.json": "{}",
  "node_modules/twice/presets/far.yml": "",
  "deep/node_modules/twice/package.json": "{}",
  "deep/node_modules/twice/presets/near.yml": "",
  // Whoever has half of a package has none.
  "deep/node_modules/@agency/presets/presets/other.yml": "",
  "global/everywhere/package.json": "{}",
  "global/everywhere/presets/only.yml": "",
  "global/twice/package.json": "{}",
  "global/twice/presets/global.yml": "",
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-presets-"));
  leftBehind.add(root);
  const npm = `#!/bin/sh\n[ "$*" = "root --global" ] && echo '${join(root, "global")}'\n`;
  for (const [path, text] of Object.entries({ ...FILES, "bin/npm": npm })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { mode: 0o755 });
  }
});
beforeEach(() => void vi.stubEnv("PATH", join(root, "bin")));

const BUILT_IN = ["saas", "minimal"];
const fileOf = (given: string, from = "") => relative(root, presetFile(given, join(root, from), BUILT_IN));

const AGENCY = "node_modules/@agency/presets/presets";

it.each([
  ["./ours/site.json", "ours/site.json"],
  ["ours/saas.yml", "ours/saas.yml"],
  ["ours/jobs.yaml", "ours/jobs.yaml"],
  ["./ours:site", "ours/site.json"],
  ["./ours:jobs", "ours/jobs.yaml"],
  // A folder with one preset means it.
  ["./one", "one/site.json"],
  ["./one:site", "one/site.json"],
  ["./named:so", "named:so/only.yml"],
  ["@agency/presets:saas", `${AGENCY}/saas.yml`],
  ["own-folder", "node_modules/own-folder/files/only.yml"],
  ["own-folder:only", "node_modules/own-folder/files/only.yml"],
  ["odd", "node_modules/odd/presets/only.yml"],
  ["no-object", "node_modules/no-object/presets/only.yml"],
  ["twice", "node_modules/twice/presets/far.yml"],
  ["everywhere", "global/everywhere/presets/only.yml"],
])("%s is %s", (given, file) => {
  expect(fileOf(given)).toBe(file);
});

it.each([
  // As Node would find it: going up, the nearest first.
  ["twice", "deep", "deep/node_modules/twice/presets/near.yml"],
  ["@agency/presets:site", "deep", `${AGENCY}/site.json`],
  ["own-folder", "deep/node_modules", "node_modules/own-folder/files/only.yml"],
  ["..:only", "named:so/x", "named:so/only.yml"],
  [".", "one", "one/site.json"],
])("%s from %s is %s", async (given, from, file) => {
  await mkdir(join(root, from), { recursive: true });
  expect(fileOf(given, from)).toBe(file);
});

const NONE = "there are saas, minimal, files and folders (./presets/saas.yml) and packages that are installed";

describe("none is", () => {
  it.each([
    ["sass", `there is no preset "sass" (did you mean "saas"?); ${NONE} (@agency/presets:saas)`],
    ["@agency/other:saas", `there is no preset "@agency/other:saas"; ${NONE} (@agency/presets:saas)`],
    ["C:saas", `there is no preset "C:saas" (did you mean "saas"?); ${NONE} (@agency/presets:saas)`],
    ["@agency/presets", "@agency/presets has several: say @agency/presets:saas, @agency/presets:site"],
    ["@agency/presets:sas", `there is no preset "sas" in ROOT/${AGENCY} (did you mean "saas"?); there are saas, site`],
    ["./ours", "./ours has several: say ./ours:jobs, ./ours:saas, ./ours:site"],
    ["./nowhere", "there is no file or folder ROOT/nowhere"],
    ["./nowhere.yml:saas", "there is no file or folder ROOT/nowhere.yml"],
    ["./ours/site.json:site", 'ROOT/ours/site.json is one file: it has no preset "site"'],
    ["./nothing", "there is no preset in ROOT/nothing: no file *.yml or *.json"],
    ["without", "the package without (ROOT/node_modules/without) has no folder presets"],
    ["broken", "ROOT/node_modules/broken/package.json is not JSON"],
    // A package is read, and nothing beside it.
    ["outside", "outside keeps its presets outside itself, in ../../ours"],
    ["elsewhere", "elsewhere keeps its presets outside itself, in /etc"],
    ["own-folder/../outside", `there is no preset "own-folder/../outside"; ${NONE} (@agency/presets:saas)`],
  ])("%s", (given, message) => {
    const said = `1 problem in the flags:\n  --preset: ${message.replaceAll("ROOT", root)}`;
    expect(() => fileOf(given)).toThrow(expect.objectContaining({ message: said, code: 2 }));
  });
});

it("a preset and another repo are two beginnings, and an empty preset is none", async () => {
  const beginning = (options: object) => resolveAnswers({ options: { ...options }, cwd: root, root });
  await expect(beginning({ preset: "saas", like: "../x" })).rejects.toThrow(
    "--like: is another beginning than --preset: give one of them",
  );
  await expect(beginning({ preset: "./ours:saas" })).rejects.toThrow(
    "there should be one document of names and values",
  );
});
