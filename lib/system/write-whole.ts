import { rename, rm, writeFile } from "node:fs/promises";

/** Writes a whole file or none: readers see the old one or the new one, and a process that dies leaves the old one. */
export async function writeWhole(file: string, contents: string | Buffer, { mode = 0o666 } = {}): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, contents, { mode });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
