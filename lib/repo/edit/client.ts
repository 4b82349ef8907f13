import { parseBlueprint } from "../../answers/parse.ts";
import { UsageError } from "../../errors.ts";
import type { Document } from "../../questions/document.ts";
import { flagName } from "../../questions/flag-name.ts";
import { items } from "./add.ts";

/** A flag of `space-sst client` for an answer; sizes have one flag together. */
const flagOf = (path: string): string =>
  path === "name" ? "name" : path.startsWith("sizes") ? `--size ${path.slice("sizes.".length)}` : `--${flagName(path)}`;

/**
 * Everything that is wrong with a client that is to be added, by the flag that would mend it.
 * @throws {UsageError} with the rest of the document's problems too, if it has any
 */
export function clientProblems(document: Document, item: Document): void {
  const clients = items(document, "clients");
  const result = parseBlueprint({ ...document, clients: [...clients, item] });
  if ("blueprint" in result) return;
  const prefix = `clients[${clients.length}].`;
  const problems = result.problems.map(({ path, message }) => ({
    path: path.startsWith(prefix) ? flagOf(path.slice(prefix.length)) : path,
    message,
  }));
  throw new UsageError(problems, "the client's answers");
}
