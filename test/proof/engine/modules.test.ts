import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { moduleLoader } from "../../../lib/proof/simulate/engine/modules.ts";
import type { Sdk } from "../../../lib/proof/simulate/engine/sdk.ts";
import { leftBehind } from "../../support/left-behind.ts";

/** The modules of a program. Played: SST's platform, which is a folder with two packages here. */

let [root, platform] = ["", ""];
let load: (id: string) => unknown;
const process = { pid: 1 } as NodeJS.Process;

const put = async (folder: string, id: string, code: string): Promise<void> => {
  const where = join(folder, "node_modules", id);
  await mkdir(where, { recursive: true });
  await writeFile(join(where, "index.js"), code);
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-modules-"));
  leftBehind.add(root);
  platform = join(root, ".sst", "platform");
  await put(platform, "both", 'exports.from = "platform";');
  await put(root, "both", 'exports.from = "repo";');
  await put(root, "own", 'exports.from = "repo";');
  await put(root, "broken", 'throw new Error("it does not start");');
  await put(root, "@aws-sdk/client-s3", "globalThis.isLoaded = true; exports.S3 = class {}; exports.default = 1;");
  load = moduleLoader({ require: createRequire(join(platform, "package.json")) } as unknown as Sdk, root, process);
});

it("are the platform's, else the repo's", () => {
  expect([load("both"), load("own")]).toEqual([{ from: "platform" }, { from: "repo" }]);
  expect(load("node:path")).toBe(load("path"));
});

it("that are not there, or do not start, say so", () => {
  expect(() => load("nowhere")).toThrow("Cannot find module 'nowhere'");
  expect(() => load("broken")).toThrow("it does not start");
});

it("know the process of the run", () => {
  expect([load("process"), load("node:process")]).toEqual([process, process]);
});

describe("those of Node", () => {
  it.each(["fs", "node:fs"])("%s reads, and writes nothing", async (id) => {
    const fs = load(id) as typeof import("node:fs");
    const kept = join(root, "kept");
    await writeFile(kept, "as it was");
    const other = join(root, "other");
    fs.writeFileSync(other, "");
    fs.appendFileSync(kept, "more");
    fs.mkdirSync(other);
    fs.copyFileSync(kept, other);
    fs.cpSync(kept, other);
    fs.renameSync(kept, other);
    fs.symlinkSync(kept, other);
    fs.chmodSync(join(root, "nothing"), 0o600);
    fs.unlinkSync(kept);
    fs.rmSync(kept);
    expect(existsSync(other)).toBe(false);
    expect(readFileSync(kept, "utf8")).toBe("as it was");
    expect(fs.readFileSync(kept, "utf8")).toBe("as it was");
  });

  it.each(["child_process", "node:child_process"])("%s runs no program of those that build", (id) => {
    const { execFile, spawnSync } = load(id) as typeof import("node:child_process");
    const said: unknown[] = [];
    execFile("false", [], (...result) => said.push(result));
    expect(said).toEqual([[null, {}]]);
    expect(spawnSync).toBe(createRequire(import.meta.url)("node:child_process").spawnSync);
  });
});

it("that are large are loaded when something of them is asked for", () => {
  const isLoaded = () => Reflect.get(globalThis, "isLoaded") ?? false;
  const client = load("@aws-sdk/client-s3") as Record<string, unknown>;
  // esbuild asks for these two of every module that a program imports.
  expect([client.__esModule, client.default, isLoaded()]).toEqual([undefined, undefined, false]);
  expect([typeof client.S3, isLoaded()]).toEqual(["function", true]);
  expect(["S3" in client, "S4" in client]).toEqual([true, false]);
  Reflect.deleteProperty(globalThis, "isLoaded");
});
