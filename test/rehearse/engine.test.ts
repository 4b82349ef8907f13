import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineFor, findEngine } from "../../lib/rehearse/engine.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Which engine a rehearsal runs on. Played: the engine, which says a version, and the platform, which asks for one. */

const GET = "`npx sst version` downloads SST's own (about 100 MB, no account needed), or SST_PULUMI_PATH names one";

async function machine(engine?: string) {
  const folder = await temporaryFolder();
  const platform = join(folder, ".sst", "platform");
  const own = join(folder, "sst", "bin", "pulumi");
  const manifest = join(platform, "node_modules", "@pulumi", "pulumi", "package.json");
  await mkdir(dirname(manifest), { recursive: true });
  await writeFile(manifest, '{ "version": "3.215.0" }');
  await mkdir(dirname(own), { recursive: true });
  if (engine !== undefined) await writeFile(own, `#!/bin/sh\n${engine}\n`, { mode: 0o755 });
  return {
    folder,
    platform,
    own,
    find: (env: NodeJS.ProcessEnv = {}) => findEngine(platform, { XDG_CONFIG_HOME: folder, ...env }),
  };
}

const VERSION = '[ "$1" = version ] && [ "$PULUMI_SKIP_UPDATE_CHECK" = true ] && echo v3.215.0';

describe.skipIf(process.platform !== "linux")("an engine", () => {
  it("is SST's own, or the one that a variable names", async () => {
    const { own, find, folder } = await machine(VERSION);
    expect(find()).toEqual({ path: own, version: "3.215.0" });
    expect(find({ SST_PULUMI_PATH: "" })).toEqual({ path: own, version: "3.215.0" });
    const named = join(folder, "named");
    await writeFile(named, "#!/bin/sh\necho 3.215.0\n", { mode: 0o755 });
    expect(find({ SST_PULUMI_PATH: named })).toEqual({ path: named, version: "3.215.0" });
  });

  it("that is not there is downloaded, or named", async () => {
    const { find } = await machine();
    const wanted = "a rehearsal runs on Pulumi's engine 3.215.0, and";
    expect(() => find()).toThrow(`${wanted} there is none on this machine yet: ${GET}`);
    expect(() => find({ SST_PULUMI_PATH: "/none" })).toThrow(
      `${wanted} SST_PULUMI_PATH names /none, which is not there: ${GET}`,
    );
  });

  it.each([
    ["echo v3.214.0", "version 3.214.0"],
    ["exit 1", "no engine that runs here"],
  ])("that answers by `%s` is not run", async (engine, what) => {
    const { own, find } = await machine(engine);
    expect(() => find()).toThrow(`${own} is ${what}, and SST asks for 3.215.0: ${GET}`);
  });
});

it("a repo whose packages or platform are not installed says so", async () => {
  const root = await temporaryFolder();
  expect(() => engineFor(root)).toThrow(/npm install|npm ci/);
  await mkdir(join(root, "node_modules", ".bin"), { recursive: true });
  await writeFile(join(root, "node_modules", ".bin", "sst"), "");
  expect(() => engineFor(root)).toThrow(`SST's platform is missing in ${root}: npm run platform installs it`);
});
