import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeReport } from "../../lib/commands/report-file.ts";
import { readAcross } from "../support/across.ts";
import { temporaryFolder } from "../support/cli.ts";

it("a report takes the place of an older one, whole", async () => {
  const file = join(await temporaryFolder(), "plan.html");
  await writeFile(file, "the old one");
  expect(await readAcross(file, () => writeReport(file, "new"))).toBe("the old one");
  expect(await readFile(file, "utf8")).toBe("new");
});

it("a report that cannot be written is a failure in a line, and leaves nothing", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "plan.html", "full"), { recursive: true });
  await expect(writeReport(join(folder, "plan.html"), "new")).rejects.toMatchObject({
    message: expect.stringMatching(/^the report cannot be written: E[A-Z]+: /),
    code: 1,
  });
  expect(await readdir(folder)).toEqual(["plan.html"]);
});
