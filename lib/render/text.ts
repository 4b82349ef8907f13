import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../system/package-root.ts";

const texts = new Map<string, string>();

/** The text of a file below `templates/`, read once. */
export function textAt(path: string): string {
  const text = texts.get(path) ?? readFileSync(join(packageRoot, "templates", path), "utf8");
  texts.set(path, text);
  return text;
}
