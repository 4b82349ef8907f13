import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { removeTree } from "./files.ts";

/** An empty folder that goes when the test ends. Beside the bin, which a test that wants a folder alone need not wait for. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "space-sst-test-"));
  onTestFinished(() => removeTree(folder));
  return folder;
}
