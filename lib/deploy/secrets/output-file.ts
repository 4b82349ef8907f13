import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { Failure } from "../../errors.ts";
import { git } from "../../system/git.ts";

/**
 * A file that secrets may be written to: git ignores it.
 * @param force a file that is there is replaced
 * @returns its absolute path
 * @throws {Failure} where git would take the file into a commit, or something is there
 */
export async function secretFile(file: string, cwd: string, force: boolean): Promise<string> {
  const path = resolve(cwd, file);
  if (!existsSync(dirname(path))) throw new Failure(`there is no folder ${dirname(path)}`);
  const { status } = await git(dirname(path), ["check-ignore", "--quiet", "--", basename(path)]);
  if (status !== 0)
    throw new Failure(
      `git does not ignore ${file}, so its values could be committed; choose a file that it ignores, such as .env.secrets, or - for standard output`,
    );
  if (existsSync(path) && !force)
    throw new Failure(`${file} is there already, perhaps with values of yours; --force replaces it`);
  return path;
}

/**
 * Writes a file that nobody but its owner reads, as a whole or not at all. Git may not ignore a draft beside it, so there
 * is none.
 */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  try {
    await writeFile(path, text, { mode: 0o600, flag: "wx" });
  } catch (error) {
    await rm(path, { force: true });
    throw new Failure(`${path} could not be written: ${(error as Error).message}`, { cause: error });
  }
}
