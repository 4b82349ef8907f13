import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { run, temporaryFolder } from "../support/cli.ts";
import { tree } from "../support/files.ts";
import { commitAll, git } from "../support/git.ts";

it("two branches that each add to the repo merge, and the next run brings both together", async () => {
  const cwd = await temporaryFolder();
  await run(["shop", "--preset", "minimal", "--project", "shop", "--ci", "none", "--yes"], { cwd });
  const root = join(cwd, "shop");
  await commitAll(root, "Kickoff");
  await git(root, "switch", "--quiet", "--create", "queue");
  await run(["cache", "queue", "--yes"], { cwd: root });
  await appendFile(join(root, "RUNBOOK.md"), "\nCall Ana first.\n");
  await commitAll(root);
  await git(root, "switch", "--quiet", "main");
  await run(["--alerts-email", "ana@example.com", "--yes"], { cwd: root });
  await commitAll(root);
  // The command that the README prints has all answers in one line, which is theirs to decide: the run mends it.
  await git(root, "merge", "--quiet", "--no-edit", "--strategy-option", "ours", "queue");

  // The version is the same: what is due is no upgrade.
  expect(await run(["upgrade", "--check"], { cwd: root })).toMatchObject({ exitCode: 0 });
  const { exitCode, stderr, stdout } = await run(["--yes"], { cwd: root });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).not.toContain("conflict");
  const files = tree(root);
  expect(files["RUNBOOK.md"]).toMatch(/\nCall Ana first\.\n$/);

  const fresh = await temporaryFolder();
  await run(["shop", "--answers", join(root, ".yo-rc.json")], { cwd: fresh });
  const expected = tree(join(fresh, "shop"));
  expect({ ...files, "RUNBOOK.md": "" }).toEqual({ ...expected, "RUNBOOK.md": "" });
});
