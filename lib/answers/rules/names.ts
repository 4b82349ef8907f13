import type { Problem } from "../../errors.ts";
import { camelCase, pascalCase } from "../names.ts";
import { RESERVED_NAMES, TYPESCRIPT_WORDS } from "../reserved.ts";
import type { Parsed } from "../schema.ts";
import { ENVIRONMENTS } from "../vocabulary.ts";

/** Rules about what things are called. */

type List = "services" | "databases" | "caches" | "buckets" | "clients";
const LISTS: readonly List[] = ["services", "databases", "caches", "buckets", "clients"];

const RESERVED = new Set<string>(RESERVED_NAMES);
const KEYWORDS = new Set<string>(TYPESCRIPT_WORDS);

/** Names that differ only in their hyphens would become the same name in TypeScript and in SST. */
export function* uniqueNames(answers: Parsed): Iterable<Problem> {
  for (const list of LISTS) {
    const seen = new Map<string, string>();
    for (const [i, { name }] of answers[list].entries()) {
      const path = `${list}[${i}].name`;
      const other = seen.get(pascalCase(name));
      if (other !== undefined) {
        yield {
          path,
          message:
            other === name ? `"${name}" is taken` : `"${name}" is too like "${other}": both become ${pascalCase(name)}`,
        };
      }
      seen.set(pascalCase(name), name);
      if (RESERVED.has(name) || KEYWORDS.has(camelCase(name))) yield { path, message: `"${name}" is a reserved word` };
    }
  }
}

/** A client called like an environment would share its stages' names. */
export function* clientNames({ clients }: Parsed): Iterable<Problem> {
  for (const [i, { name }] of clients.entries()) {
    if ((ENVIRONMENTS as readonly string[]).includes(name))
      yield { path: `clients[${i}].name`, message: `"${name}" is the name of an environment` };
  }
}
