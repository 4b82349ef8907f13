import { parseBlueprint } from "../answers/parse.ts";
import { type Document, setPath } from "./document.ts";
import type { ListName } from "./fields.ts";

/** What is asked about: the whole document, or a new item of one of its lists. */
export type Scope = ListName | "document";

/**
 * What is wrong with an answer that is being given, or null: the checks of the whole document, the rules between answers
 * included, as far as they are about this answer.
 */
export function problemOf(
  scope: Scope,
  path: string,
  value: unknown,
  given: { document: Document; item: Document },
): string | null {
  const document: Document = { project: "project", ...given.document };
  const list = scope === "document" ? [] : ((document[scope] as Document[] | undefined) ?? []);
  const whole =
    scope === "document"
      ? setPath(document, path, value)
      : { ...document, [scope]: [...list, setPath({ name: "unnamed", ...given.item }, path, value)] };
  const at = scope === "document" ? path : `${scope}[${list.length}].${path}`;
  const result = parseBlueprint(whole);
  if ("blueprint" in result) return null;
  return result.problems.find((problem) => problem.path === at || problem.path.startsWith(`${at}[`))?.message ?? null;
}
