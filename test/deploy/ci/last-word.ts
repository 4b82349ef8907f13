import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { temporaryFolder } from "../../support/cli.ts";

/**
 * The lines with which CI deploys, run. SST is a stand-in that says and ends as it is told: that the real one says so is seen in
 * test/deploy/real-sst.test.ts.
 */

/** What SST says last, with which status it ends, and with which the lines have to end. */
export const LAST_WORDS: readonly [what: string, says: string, ends: number, status: number][] = [
  ["is well where SST says that it is complete", "✓  Complete", 0, 0],
  ["is well where there was nothing to do", "✓  No changes", 0, 0],
  ["fails where SST fails", "✕  Failed", 1, 1],
  ["fails where SST is complete and fails afterwards", "✓  Complete", 1, 1],
  ["fails where the engine was killed, and SST ends as if all was well", "✕  Interrupted", 0, 1],
  ["fails where SST says nothing", "", 0, 1],
];

/**
 * Runs lines in bash.
 * @param options of bash, as the CI starts it
 * @param lines what is run, by the folder that it may write to
 */
export async function deployWith(
  options: readonly string[],
  lines: (folder: string) => string,
  [says, ends]: [says: string, ends: number],
): Promise<{ status: number | undefined; shown: string }> {
  const folder = await temporaryFolder();
  const sst = `#!/bin/sh\necho "~  Deploy"\necho "${says}"\nexit ${ends}\n`;
  await writeFile(join(folder, "npx"), sst, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env.PATH}`, RUNNER_TEMP: folder, STAGE: "dev" };
  const { exitCode, stdout } = await execa("bash", ["--norc", ...options, "-c", lines(folder)], { env, reject: false });
  return { status: exitCode, shown: stdout };
}
