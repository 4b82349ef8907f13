import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that goes with this process. */
export function passing(name) {
  const folder = mkdtempSync(join(tmpdir(), `space-sst-${name}-`));
  // Programs that tests have started may be about to end.
  process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A copy of this repo, which shares its packages. It goes with the process. */
export function copyOf(root, tracked) {
  const folder = passing("mutants");
  for (const name of new Set(tracked.map((file) => file.split("/")[0])))
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/** Does something while a file of a folder has other contents. */
export async function changed(folder, { file, contents }, work) {
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  writeFileSync(path, contents);
  try {
    return await work();
  } finally {
    writeFileSync(path, before);
  }
}
