import { lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { equip } from "../../lib/rehearse/copy.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** What git does not have and a program needs, in a copy of a repo in which its SST deploys. */

async function put(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const LOCK = [{ name: "aws" }, { name: "random" }, { name: "cloudflare" }];

async function equipped(more: (root: string, copy: string) => Promise<void> = async () => {}) {
  const folder = await temporaryFolder();
  const [root, copy] = [join(folder, "repo"), join(folder, "copy")];
  await put(root, {
    ".sst/platform/config.d.ts": "",
    ".sst/platform/src/index.ts": "",
    ".sst/platform/sst.config.1234.mjs": "",
    ".sst/provider-lock.json": JSON.stringify(LOCK),
    "node_modules/esbuild/index.js": "",
    "node_modules/@pulumi/aws/index.js": "",
    "node_modules/.bin/sst": "",
    "node_modules/.cache/vitest/a": "",
    "node_modules/.vite/a": "",
    "node_modules/.vite-temp/a": "",
    "node_modules/.tmp/a": "",
    "services/api/node_modules/pino/index.js": "",
    "services/none/package.json": "{}",
    ".hidden/node_modules/a/index.js": "",
  });
  await symlink("../services/api", join(root, "node_modules", "api"));
  await put(copy, {
    "sst.config.ts": 'providers: { aws: { region: "eu-west-1" }, "random": "4.16.6" } // nocloudflare: yes',
    "package.json": "{}",
    "services/api/package.json": "{}",
    "services/none/package.json": "{}",
    ".hidden/package.json": "{}",
  });
  await more(root, copy);
  await equip(root, copy);
  return { root, copy, linked: async (path: string) => readlink(join(copy, path)) };
}

it("has SST's platform, file by file, and none of the bundles that SST writes beside it", async () => {
  const { root, copy, linked } = await equipped();
  expect((await readdir(join(copy, ".sst", "platform"))).sort()).toEqual(["config.d.ts", "src"]);
  expect(await linked(".sst/platform/src")).toBe(join(root, ".sst", "platform", "src"));
});

it("locks the providers that its config names, so that SST installs nothing anew", async () => {
  const { copy } = await equipped();
  const lock = async (folder: string) => JSON.parse(await readFile(join(folder, ".sst", "provider-lock.json"), "utf8"));
  expect(await lock(copy)).toEqual([{ name: "aws" }, { name: "random" }]);
  const none = await equipped(async (root) => {
    await rm(join(root, ".sst", "provider-lock.json"));
  });
  expect(await lock(none.copy)).toEqual([]);
});

it("has the packages of each of its folders, but for what tools keep, and links into itself", async () => {
  const { root, copy, linked } = await equipped();
  expect((await readdir(join(copy, "node_modules"))).sort()).toEqual([".bin", "@pulumi", "api", "esbuild"]);
  expect(await linked("node_modules/esbuild")).toBe(join(root, "node_modules", "esbuild"));
  // A scope is a folder of its own: a tool may add to it.
  expect((await lstat(join(copy, "node_modules", "@pulumi"))).isDirectory()).toBe(true);
  expect(await linked("node_modules/@pulumi/aws")).toBe(join(root, "node_modules", "@pulumi", "aws"));
  expect(await linked("node_modules/api")).toBe("../services/api");
  expect(await linked("services/api/node_modules/pino")).toBe(join(root, "services/api/node_modules/pino"));
  expect([await readdir(join(copy, "services", "none")), await readdir(join(copy, ".hidden"))]).toEqual([
    ["package.json"],
    ["package.json"],
  ]);
});

it("takes the place of links into the repo, through which it would write there", async () => {
  const { root, copy } = await equipped(async (root, copy) => {
    await symlink(join(root, ".sst"), join(copy, ".sst"));
    await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  });
  for (const name of [".sst", "node_modules"]) expect((await lstat(join(copy, name))).isDirectory()).toBe(true);
  expect(await readdir(join(root, ".sst", "platform"))).toContain("sst.config.1234.mjs");
  expect(await readdir(join(root, "node_modules"))).toContain(".cache");
});

it("takes away what git has of them: packages and a platform that somebody has committed", async () => {
  const { copy } = await equipped((_, copy) =>
    put(copy, { ".sst/platform/old/index.ts": "", "services/none/node_modules/old/index.js": "" }),
  );
  expect((await readdir(join(copy, ".sst", "platform"))).sort()).toEqual(["config.d.ts", "src"]);
  expect(await readdir(join(copy, "services", "none"))).toEqual(["package.json"]);
});
