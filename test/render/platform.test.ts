import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { temporaryFolder } from "../support/cli.ts";

/** The script `platform` of a rendered repo. SST is a stand-in that writes down how it was called, and installs a file. */

const SST = `import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
const { SST_SKIP_DEPENDENCY_CHECK: unasked, SST_NO_BUN: npm, SST_TELEMETRY_DISABLED: quiet, OWN, FAILS } = process.env;
appendFileSync("calls", JSON.stringify([...process.argv.slice(2), { unasked, npm, quiet, OWN }]) + "\\n");
console.log("of SST");
mkdirSync(".sst/platform", { recursive: true });
if (FAILS === "killed") process.kill(process.pid, "SIGKILL");
if (FAILS === undefined) writeFileSync(".sst/platform/config.d.ts", "");
process.exitCode = Number(FAILS ?? 0);`;

async function repo() {
  const root = await temporaryFolder();
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await write("sst.config.ts", "one");
  await write("node_modules/sst/package.json", '{ "version": "4.17.1" }');
  await write("node_modules/sst/bin/sst.mjs", SST);
  const script = join(packageRoot, "templates/scripts/platform.mjs");
  return {
    write,
    remove: (path: string) => rm(join(root, path), { recursive: true }),
    async run(env: Record<string, string> = {}) {
      await rm(join(root, "calls"), { force: true });
      const options = { cwd: root, reject: false, env: { OWN: "kept", ...env } } as const;
      const { exitCode, stdout, stderr } = await execa(process.execPath, [script], options);
      const calls = await readFile(join(root, "calls"), "utf8").catch(() => "");
      return { exitCode, stdout, stderr, calls: calls.split("\n").filter((line) => line !== "") };
    },
  };
}

type Repo = Awaited<ReturnType<typeof repo>>;

const INSTALL = JSON.stringify([
  ...["install", "--stage", "dev"],
  { unasked: "true", npm: "true", quiet: "true", OWN: "kept" },
]);

describe("npm run platform", () => {
  it("installs the platform of the repo's SST once, and says how long that takes", async () => {
    const { run } = await repo();
    expect(await run()).toEqual({
      exitCode: 0,
      stdout: "Installing the SST 4.17.1 platform: about 40 seconds the first time …\nof SST",
      stderr: "",
      calls: [INSTALL],
    });
    expect(await run()).toEqual({ exitCode: 0, stdout: "", stderr: "", calls: [] });
  });

  it.each<[string, (shop: Repo) => Promise<void>]>([
    ["another SST", ({ write }) => write("node_modules/sst/package.json", '{ "version": "4.18.0" }')],
    ["another program, which may name other providers", ({ write }) => write("sst.config.ts", "two")],
    ["a platform that is gone", ({ remove }) => remove(".sst/platform")],
    ["one that nobody has finished", ({ remove }) => remove(".sst/installed")],
  ])("installs it again for %s", async (_, change) => {
    const shop = await repo();
    await shop.run();
    await change(shop);
    expect((await shop.run()).calls).toEqual([INSTALL]);
  });

  it.each([
    ["7", 7],
    ["killed", 1],
  ])("fails where SST ends by %s, and tries again", async (FAILS, exitCode) => {
    const { run } = await repo();
    expect(await run({ FAILS })).toMatchObject({ exitCode, calls: [INSTALL] });
    expect(await run()).toMatchObject({ exitCode: 0, calls: [INSTALL] });
  });

  it("asks for packages where there are none", async () => {
    const { remove, run } = await repo();
    await remove("node_modules");
    expect(await run()).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: "SST is not installed here: install the repo's packages first.",
      calls: [],
    });
  });
});
