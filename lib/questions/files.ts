import { readFileSync } from "node:fs";
import { migrate } from "../answers/migrate.ts";
import { UsageError } from "../errors.ts";
import { withoutMark } from "../system/mark.ts";
import { type Document, isObject } from "./document.ts";

/** Documents of answers in files: JSON or YAML. */

/** Under this key `.yo-rc.json` keeps the answers of a repo. */
export const STORE_KEY = "generator-space-sst";
export const STORE_FILE = ".yo-rc.json";

/** The text of a file, or null where there is none. The mark that some editors begin it with is no part of it. */
export function readIfThere(path: string): string | null {
  try {
    return withoutMark(readFileSync(path, "utf8"));
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
 * What a text of JSON says, without loading what reads YAML; undefined where it is none. Where a name is said twice
 * JSON.parse takes the last one: that is for YAML to refuse.
 */
function readJson(text: string): unknown {
  let names = 0;
  const count = (_: string, value: unknown) => {
    if (isObject(value)) names += Object.keys(value).length;
    return value;
  };
  try {
    const value = JSON.parse(text, count);
    const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined);
    return written.length === names ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON with comments is neither: without them it is YAML, which has no comma to object to either. */
const withoutComments = (text: string): string =>
  /^\s*(\{|\/[/*])/.test(text)
    ? text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (piece) => (piece.startsWith('"') ? piece : ""))
    : text;

/** @throws {UsageError} */
async function readYaml(text: string, source: string): Promise<unknown> {
  const { parse } = await import("./yaml.ts");
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    const [line = ""] = (error as Error).message.split("\n");
    throw new UsageError([{ path: "", message: `it is neither JSON nor YAML: ${line.replace(/:$/, "")}` }], source);
  }
}

/**
 * The answers in a text. A whole `.yo-rc.json` counts as the answers that it stores.
 * @param source the file, for the errors about it
 * @throws {UsageError}
 */
export async function parseAnswers(text: string, source: string): Promise<Document> {
  const document = asDocument(readJson(text) ?? (await readYaml(withoutComments(text), source)), source);
  return isObject(document[STORE_KEY]) ? asDocument(document[STORE_KEY], source) : document;
}
