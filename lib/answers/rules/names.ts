import type { Problem } from "../../errors.ts";
import { camelCase, pascalCase } from "../names.ts";
import type { Parsed } from "../schema.ts";
import { ENVIRONMENTS, RESERVED_NAMES, TYPESCRIPT_WORDS } from "../vocabulary.ts";

/** Rules about what things are called. */

type List = "services" | "databases" | "caches" | "clients";
const LISTS: readonly List[] = ["services", "databases", "caches", "clients"];

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

/** Stages are written in one order so that the same choice gives the same bytes. */
export function* stageOrder(answers: Parsed): Iterable<Problem> {
  const lists: [string, readonly string[] | undefined][] = [
    ["stages", answers.stages],
    ...answers.clients.map(({ stages }, i): [string, readonly string[] | undefined] => [
      `clients[${i}].stages`,
      stages,
    ]),
  ];
  for (const [path, stages] of lists) {
    if (stages === undefined) continue;
    const ordered = ENVIRONMENTS.filter((environment) => stages.includes(environment));
    if (ordered.join() !== stages.join())
      yield { path, message: `write each once, in this order: ${ordered.join(", ")}` };
  }
}
