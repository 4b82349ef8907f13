import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageVersion } from "../../lib/system/package-root.ts";
import { run, temporaryFolder } from "../support/cli.ts";

/** A repo that has installed a version whose bin only says what it was asked. */
async function repoWith(version: string): Promise<string> {
  const root = await temporaryFolder();
  await run([".", "--preset", "minimal", "--project", "shop", "--yes"], { cwd: root });
  const folder = join(root, "node_modules", "generator-space-sst");
  await mkdir(join(folder, "dist", "bin"), { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", version }));
  await writeFile(join(folder, "dist/bin/space-sst.js"), 'console.log("own", ...process.argv.slice(2));\n');
  return root;
}

it("a repo's own version does what another one is asked in it, from any folder and by its path", async () => {
  const root = await repoWith("7.0.0");
  const asked = await run(["plan", "dev", "--brand-new"], { cwd: join(root, "infra") });
  expect(asked).toMatchObject({
    exitCode: 0,
    stdout: "own plan dev --brand-new",
    stderr: "",
  });
  const outside = await run([root, "--domain", "acme.com"], { cwd: join(root, "..") });
  expect(outside.stdout).toContain(`own ${root} --domain acme.com`);
  const said = await run(["doctor", "--verbose"], { cwd: root });
  expect(said.stderr).toContain(
    `generator-space-sst 7.0.0 of this repo (${join(root, "node_modules/generator-space-sst")}) takes over`,
  );
});

it("the upgrade is the one's that is asked, and the same version does its own work", async () => {
  const root = await repoWith("7.0.0");
  expect((await run(["upgrade", "--check"], { cwd: root })).stdout).not.toContain("own");
  const same = await repoWith(packageVersion);
  expect((await run(["upgrade", "--check"], { cwd: same })).stdout).toContain("No upgrade is due");
  expect((await run(["stage", "nope"], { cwd: same })).stdout).not.toContain("own");
});
