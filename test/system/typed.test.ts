import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { installedPackage, ownPackage, takeover } from "../../lib/system/installed-package.ts";
import { withoutMark } from "../../lib/system/mark.ts";
import { packageRoot, packageVersion } from "../../lib/system/package-root.ts";
import { typed, typedAgain } from "../../lib/system/typed.ts";
import { temporaryFolder } from "../support/cli.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

const write = async (path: string, contents: string) => {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), contents);
};

const needs = { "generator-space-sst": "1.0.0" };

describe("a command is typed", () => {
  it.each([
    ["npx space-sst deploy", { devDependencies: needs }],
    ["npx space-sst deploy", { optionalDependencies: needs, packageManager: "npm@11.0.0" }],
    ["pnpm exec space-sst deploy", { devDependencies: needs, packageManager: "pnpm@10.1.0" }],
  ])("as %s in a repo with %j, and in the folders below it", async (command, manifest) => {
    // Some editors begin a file with this mark.
    await write("package.json", `\uFEFF${JSON.stringify(manifest)}`);
    await write("services/api/package.json", '{ "devDependencies": { "vitest": "4" } }');
    for (const below of ["", "infra", "services/api"]) expect(typed("deploy", join(folder, below))).toBe(command);
  });

  it("as this program was started elsewhere", async () => {
    expect(typed("deploy dev", folder)).toBe(typedAgain("deploy dev"));
    await write("package.json", "{}");
    expect(typed("deploy dev", folder)).toBe(typedAgain("deploy dev"));
    expect(typedAgain("deploy dev")).toMatch(/ deploy dev$/);
    expect(typedAgain("")).toMatch(/\S$/);
  });
});

it("is the same text without the mark of some editors, which may stand within it", () => {
  expect(withoutMark("\uFEFF{\uFEFF}")).toBe("{\uFEFF}");
  expect(withoutMark("{}")).toBe("{}");
});

describe("a repo's own package", () => {
  const install = async (version: string, below = "node_modules/generator-space-sst") => {
    await write(`${below}/package.json`, JSON.stringify({ version }));
    await write(`${below}/dist/bin/space-sst.js`, "");
    return { folder: join(folder, below), version, bin: join(folder, below, "dist/bin/space-sst.js") };
  };

  it("is the one that is installed in it, or in a workspace around it", async () => {
    expect(installedPackage(folder)).toBeNull();
    const outer = await install("0.1.0");
    expect(installedPackage(folder)).toEqual(outer);
    expect(installedPackage(join(folder, "apps", "shop"))).toEqual(outer);
    const inner = await install("0.2.0", "apps/shop/node_modules/generator-space-sst");
    expect(installedPackage(join(folder, "apps", "shop"))).toEqual(inner);
  });

  it("works on it where it is another version and whole, but for its upgrade", async () => {
    expect(ownPackage(folder, "plan")).toBeNull();
    const own = await install("0.0.1");
    expect(ownPackage(folder, "plan")).toEqual(own);
    expect(ownPackage(folder, "upgrade")).toBeNull();
    await install(packageVersion);
    expect(ownPackage(folder, "plan")).toBeNull();
    const broken = join(folder, "broken");
    await write("broken/node_modules/generator-space-sst/package.json", '{ "version": "0.0.1" }');
    expect(ownPackage(broken, "plan")).toBeNull();
    expect(takeover(own)).toBe(
      `generator-space-sst 0.0.1 of this repo (${own.folder}) takes over from ${packageVersion} (${packageRoot})\n`,
    );
  });
});
