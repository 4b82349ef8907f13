import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { originals } from "../../lib/repo/originals.ts";
import type { Conflict } from "../../lib/repo/workspace/index.ts";
import { git } from "../../lib/system/git.ts";
import { temporaryFolder } from "../support/cli.ts";

const conflict = (path: string): Conflict => ({
  path,
  action: "conflict",
  reason: "was there before",
  contents: Buffer.from("ours\n"),
  before: Buffer.from(`${path}\n`),
});

it("a file is copied before it is overwritten, where no commit has it as it is", async () => {
  const root = await temporaryFolder();
  const named = async () =>
    (await originals(root, ["committed", "edited", "new"].map(conflict))).map(({ path, contents }) => [
      path,
      String(contents),
    ]);
  for (const name of ["committed", "edited"]) await writeFile(join(root, name), `${name}\n`);
  await git(root, ["init", "--quiet"]);
  await git(root, ["add", "--all"]);
  const all = ["committed", "edited", "new"].map((name) => [`${name}.orig`, `${name}\n`]);
  expect(await named()).toEqual(all);

  await git(root, ["-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", "all"]);
  await writeFile(join(root, "edited"), "more\n");
  await writeFile(join(root, "new"), "new\n");
  await writeFile(join(root, "new.orig"), "an older one\n");
  expect(await named()).toEqual([
    ["edited.orig", "edited\n"],
    ["new.orig.1", "new\n"],
  ]);
});
