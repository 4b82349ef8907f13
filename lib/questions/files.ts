import { readFileSync } from "node:fs";
import { migrate } from "../answers/migrate.ts";
import { UsageError } from "../errors.ts";
import { type Document, isObject } from "./document.ts";

/** Documents of answers in files: JSON or YAML. */

/** Under this key `.yo-rc.json` keeps the answers of a repo. */
export const STORE_KEY = "generator-space-sst";
export const STORE_FILE = ".yo-rc.json";

/** The text of a file, or null where there is none. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw new UsageError([{ path, message: `cannot be read: ${(error as Error).message}` }], path);
  }
}

/** A document in the shape that this version knows. */
export function asDocument(value: unknown, source: string): Document {
  const migrated = migrate(value);
  if ("problem" in migrated) throw new UsageError([migrated.problem], source);
  if (isObject(migrated.document)) return migrated.document;
  throw new UsageError([{ path: "", message: "there should be one document of names and values" }], source);
}

/**
 * The answers in a text. A whole `.yo-rc.json` counts as the answers that it stores.
 * @param source the file, for the errors about it
 * @throws {UsageError}
 */
export async function parseAnswers(text: string, source: string): Promise<Document> {
  // Only an answers file needs it.
  const { parse } = await import("./yaml.ts");
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    const [line = ""] = (error as Error).message.split("\n");
    throw new UsageError([{ path: "", message: `it is neither JSON nor YAML: ${line.replace(/:$/, "")}` }], source);
  }
  const document = asDocument(value, source);
  return isObject(document[STORE_KEY]) ? asDocument(document[STORE_KEY], source) : document;
}
