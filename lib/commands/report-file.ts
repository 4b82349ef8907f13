import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Failure, type Problem } from "../errors.ts";
import { writeWhole } from "../system/write-whole.ts";
import { HTML_REPORT } from "./flags.ts";
import type { Session } from "./session.ts";

/** The page that `--html` asks a command to write, beside what the command says. */

/** Where it goes; null where none is wanted. */
export function reportFile(session: Session): string | null {
  const given = session.text(HTML_REPORT.name);
  return given === undefined ? null : resolve(session.cwd, given);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** What would keep it from being written, before the work that it reports is done. */
export function reportProblems(session: Session): Problem[] {
  const file = reportFile(session);
  const say = (message: string) => [{ path: `--${HTML_REPORT.name}`, message }];
  if (file === null) return [];
  if (isFolder(file)) return say(`${file} is a folder: name a file in it, such as report.html`);
  return isFolder(dirname(file)) ? [] : say(`there is no folder ${dirname(file)}: make it, or name a file elsewhere`);
}

/**
 * Writes it, whole or not at all.
 * @throws {Failure} where the file cannot be written
 */
export async function writeReport(file: string, page: string): Promise<void> {
  try {
    await writeWhole(file, page);
  } catch (error) {
    throw new Failure(`the report cannot be written: ${(error as Error).message}`, { cause: error });
  }
}
