import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { keepAlive } from "../src/alive.ts";

const folder = mkdtempSync(join(tmpdir(), "alive-"));
const file = join(folder, "alive");
afterEach(() => rmSync(folder, { recursive: true }));

const written = () => readFileSync(file, "utf8");

test("is alive while it is well, and no longer", async () => {
  let well = true;
  keepAlive(() => well, file, 5);
  const first = written();
  await expect.poll(written).not.toBe(first);
  well = false;
  const last = written();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(written()).toBe(last);
});
