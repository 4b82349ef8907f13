import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { satisfies } from "semver";
import { afterAll, describe, expect, it } from "vitest";
import { standard } from "../../lib/proof/controls/list.ts";
import { Proof } from "../../lib/proof/prove.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { preset } from "../support/plan.ts";
import { installPlatform, version as known, platform } from "../support/platform.ts";
import { renderRepo } from "../support/repo.ts";

/**
 * Whether the proof still holds on the newest SST of the registry. When it does not, CONTRIBUTING.md says what to do. It
 * needs the network, and is skipped where there is none.
 */

const npm = promisify(execFile);
const newest = await npm("npm", ["view", "sst@latest", "version", "--fetch-retries=0"], { timeout: 20_000 }).then(
  ({ stdout }) => stdout.trim(),
  () => null,
);
const { peerDependencies } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8"));

/** Installs an SST, and its platform beside it. */
async function install(version: string, folder: string): Promise<string> {
  await npm("npm", ["install", "--prefix", join(folder, "sst"), "--no-audit", "--no-fund", `sst@${version}`]);
  const place = join(folder, "platform");
  await installPlatform(place, join(folder, "sst/node_modules/sst"));
  return place;
}

let folder: string | undefined;
afterAll(() => (folder === undefined ? undefined : rm(folder, { recursive: true, force: true })));

describe.skipIf(newest === null)(`the newest SST, ${newest ?? "which no registry can be asked for here"}`, () => {
  it("is one that package.json says the proof knows", () => {
    expect(satisfies(newest as string, peerDependencies.sst), `${newest} is not in ${peerDependencies.sst}`).toBe(true);
  });

  it("runs the program of every preset's stages, and keeps the controls", async () => {
    folder = await mkdtemp(join(tmpdir(), "space-sst-newest-"));
    const sst = newest === known ? await platform() : await install(newest as string, folder);
    for (const name of ["minimal", "saas", "multi-tenant"]) {
      const root = join(folder, name);
      await renderRepo(preset(name, { domain: "acme.com" }), root, undefined, sst);
      const proof = new Proof(root, standard);
      expect(proof.problems).toEqual([]);
      for (const stage of proof.stages) expect((await proof.of(stage)).problems, `${name}, ${stage.stage}`).toEqual([]);
    }
  }, 900_000);
});
