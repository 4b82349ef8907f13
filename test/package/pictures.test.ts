import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { numberless } from "../support/shown.ts";

/** The pictures of the README, drawn anew. The report is drawn where a test has one. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "space-sst-pictures-test-"));
  await execa(process.execPath, [join(packageRoot, "scripts", "pictures.mjs"), folder]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each(["kickoff.svg", "architecture.svg"])("%s shows what a kickoff does today", async (name) => {
  const [committed, drawn] = await Promise.all([
    readFile(join(packageRoot, "docs", "pictures", name), "utf8"),
    readFile(join(folder, name), "utf8"),
  ]);
  expect(numberless(committed), "npm run build && node scripts/pictures.mjs").toBe(numberless(drawn));
});

it("are shown in the README", async () => {
  const readme = await readFile(join(packageRoot, "README.md"), "utf8");
  for (const name of ["kickoff.svg", "architecture.svg", "report.svg"])
    expect(readme).toContain(`](docs/pictures/${name})`);
});
