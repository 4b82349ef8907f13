import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { foldersLack } from "../../lib/questions/detect.ts";
import { storedAnswers } from "../../lib/questions/store.ts";
import { withItems } from "../../lib/repo/adopt/exclude.ts";
import { planRepo } from "../../lib/repo/changes.ts";
import { temporaryFolder } from "../support/cli.ts";
import { adopt, write } from "./adopted.ts";
import { REPOS } from "./repos.ts";

/** What `npm run check` of such a repo says is in `checks.full.ts`. */
describe.each(Object.entries(REPOS))("%s", (_, found) => {
  it("is adopted without a question: its files stay, and its tests pass", async () => {
    const root = await temporaryFolder();
    await write(root, found);
    const { blueprint, changes } = await adopt(root, found);
    expect(blueprint.adopted).toBe(true);
    expect(changes.filter(({ action }) => ["conflict", "update", "delete"].includes(action))).toEqual([]);
    const merged = changes.filter(({ action }) => action === "merge").map(({ path, reason }) => [path, reason]);
    expect(Object.fromEntries(merged)).toEqual(found.merged);
    for (const [path, contents] of Object.entries(found.files))
      if (!(path in found.merged)) expect(await readFile(join(root, path), "utf8")).toBe(contents);

    const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    const before = JSON.parse(found.files["package.json"] as string);
    expect(manifest).toMatchObject({ ...before, scripts: before.scripts });
    expect(manifest.type).toBe(before.type);
    expect(manifest.scripts).toMatchObject({ "infra:test": "vitest run --config infra/vitest.config.ts" });
    expect(manifest.devDependencies).toHaveProperty("sst");

    const [program = "", ...words] = found.test;
    expect(spawnSync(program, words, { cwd: root, env: { PATH: process.env.PATH } })).toMatchObject({ status: 0 });

    const stored = storedAnswers(root);
    const again = await planRepo(root, blueprint, stored);
    expect(again.filter(({ action }) => action !== "unchanged" && action !== "keep")).toEqual([]);
    expect(foldersLack(root, { services: blueprint.services }, stored)).toEqual([]);
  });
});

describe("what a folder says by itself", () => {
  it("is its package manager, and that it was there", async () => {
    const pnpm = await temporaryFolder();
    await write(pnpm, REPOS["a pnpm monorepo"] as never);
    const { blueprint } = await adopt(pnpm, REPOS["a pnpm monorepo"] as never);
    expect(blueprint).toMatchObject({ packageManager: "pnpm", adopted: true });
    expect(parse(await readFile(join(pnpm, "pnpm-workspace.yaml"), "utf8"))).toEqual({
      packages: ["services/*"],
      onlyBuiltDependencies: ["esbuild"],
    });
  });
});

describe("a TypeScript configuration", () => {
  it.each([
    [
      '{\n  // Nest\n  "compilerOptions": { "exclude": [] }\n}\n',
      '{\n  "exclude": ["dist", "infra"],\n  // Nest\n  "compilerOptions": { "exclude": [] }\n}\n',
    ],
    ['{ "exclude": [] }', '{ "exclude": ["infra"] }'],
    ['{ "exclude": ["a"], /* } */ "x": 1 }', '{ "exclude": ["infra", "a"], /* } */ "x": 1 }'],
    ['{\n  "exclude": [\n    "a"\n  ]\n}', '{\n  "exclude": ["infra",\n    "a"\n  ]\n}'],
    ["{}", '{\n  "exclude": ["dist", "infra"]}'],
    ["[", null],
    ['{ "a": [', null],
  ])("%j is given what it leaves out", (text, expected) => {
    expect(withItems(text, "exclude", ["infra"], ["dist"])).toBe(expected);
  });
});
