import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { temporaryFolder } from "../support/cli.ts";
import { platform } from "../support/platform.ts";
import { link, linkPackages } from "../support/repo.ts";
import { adopt, write } from "./adopted.ts";
import { REPOS } from "./repos.ts";

/** The checks of adopted repos, by their own scripts. The packages are those of this repo, linked: what `npm install` would do is not shown. */
describe.each(Object.entries(REPOS))("%s", (_, found) => {
  it("keeps its style, its types and all controls", async () => {
    const root = await temporaryFolder();
    await write(root, found);
    await execa("git", ["init", "--quiet"], { cwd: root });
    await adopt(root, found);
    await mkdir(join(root, "node_modules"));
    await linkPackages(root);
    await rm(join(root, "node_modules", "generator-space-sst"), { force: true, recursive: true });
    await link(packageRoot, join(root, "node_modules", "generator-space-sst"));
    await link(join(await platform(), ".sst"), join(root, ".sst"));
    const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    for (const name of ["infra:lint", "infra:typecheck", "infra:test"]) {
      const [program = "", ...words] = String(scripts[name]).split(" ");
      const { exitCode, all } = await execa(join(root, "node_modules", ".bin", program), words, {
        cwd: root,
        all: true,
        reject: false,
      });
      expect({ name, exitCode, all: exitCode === 0 ? "" : all }).toEqual({ name, exitCode: 0, all: "" });
    }
  }, 240_000);
});
