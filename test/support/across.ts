import { open, readdir } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * What somebody reads who has opened a file before it was written again: all of the old one, where another has taken its
 * place, and nothing where the same is written again, in which a process that dies would leave a half.
 * @throws where something is left beside it
 */
export async function readAcross(file: string, write: () => Promise<unknown>): Promise<string> {
  const beside = () => readdir(dirname(file));
  const [before, reader] = [await beside(), await open(file)];
  try {
    await write();
    const left = (await beside()).filter((name) => !before.includes(name));
    if (left.length > 0) throw new Error(`${left} is left beside ${file}`);
    return (await reader.readFile()).toString("latin1");
  } finally {
    await reader.close();
  }
}
