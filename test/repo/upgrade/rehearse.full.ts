import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { packageRoot } from "../../../lib/system/package-root.ts";
import { run } from "../../support/cli.ts";
import { engineEnvironment } from "../../support/engine.ts";
import { commitAll, git } from "../../support/git.ts";
import { platform } from "../../support/platform.ts";
import { engine } from "../../support/rehearsal.ts";
import { link, linkPackages } from "../../support/repo.ts";
import { otherVersion } from "../../support/versions.ts";
import { repo } from "./two-versions.ts";

const found = await engine();

/** Hidden: docs/rehearse.md, "What it cannot show". */
it.skipIf(found === null)(
  "an upgrade whose deploy would be refused is rehearsed, and not written",
  async () => {
    const root = await repo();
    await linkPackages(root);
    await link(packageRoot, join(root, "node_modules", "generator-space-sst"));
    await link(join(await platform(), ".sst"), join(root, ".sst"));
    await commitAll(root);
    // Another resource under the name of the one that is there.
    const { bin, folder } = await otherVersion("9.0.0", {
      "templates/infra/kit/build.ts": (text) => text.replace("Repository`, {", "Images`, {"),
    });
    onTestFinished(() => rm(folder, { recursive: true }));
    const env = { ...(await engineEnvironment()), ALLOW_PLAIN_HTTP: "true" };
    const { exitCode, stderr } = await run(["upgrade", "--rehearse", "--yes"], { cwd: root, env, program: bin });
    expect(stderr).toContain("a deploy of production would be refused: ApiServiceImages: AlreadyExists");
    expect(stderr).toContain("; nothing was written");
    expect(exitCode).toBe(3);
    expect(await git(root, "status", "--porcelain")).toBe("");
  },
  600_000,
);
