import { parseBlueprint } from "../answers/parse.ts";
import type { Problem } from "../errors.ts";
import type { Asker } from "./ask.ts";
import type { Document } from "./document.ts";

/** What answers of a conversation clash with, and how that is said. */

export const items = (document: Document, list: string): Document[] => (document[list] as Document[] | undefined) ?? [];

/** Says what is wrong; true where something is. */
export function tell({ terminal }: Asker, problems: readonly Problem[]): boolean {
  for (const { path, message } of problems) terminal.print(terminal.paint("red", `${path}: ${message}`));
  return problems.length > 0;
}

export const problemsOf = (document: Document): Problem[] => {
  const result = parseBlueprint(document);
  return "problems" in result ? result.problems : [];
};
