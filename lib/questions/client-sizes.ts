import { type Problem, UsageError } from "../errors.ts";
import { didYouMean } from "../system/nearest.ts";
import { type Document, setPath } from "./document.ts";
import { LISTS } from "./fields.ts";
import { readValue } from "./flags.ts";

/** `--size production.database.instance=t4g.large`, once for each setting. */

const PREFIX = "sizes.";

/**
 * The sizes that flags give, as a part of a client.
 * @throws {UsageError} with every flag that names no setting
 */
export function sizesFromFlags(given: unknown): Document {
  const fields = (LISTS.find(({ list }) => list === "clients")?.fields ?? []).filter(({ path }) =>
    path.startsWith(PREFIX),
  );
  const names = fields.map(({ path }) => path.slice(PREFIX.length));
  const problems: Problem[] = [];
  let part: Document = {};
  for (const text of given === undefined ? [] : [given].flat().map(String)) {
    const [name = "", value] = text.split(/=(.*)/s);
    const field = fields.find(({ path }) => path === PREFIX + name);
    if (value === undefined || value === "")
      problems.push({ path: "--size", message: `"${text}" should be ENVIRONMENT.SETTING=VALUE` });
    else if (field === undefined)
      problems.push({ path: "--size", message: `there is no such setting as "${name}"${didYouMean(name, names)}` });
    else part = setPath(part, field.path, readValue(field, value, /\+/));
  }
  if (problems.length > 0) throw new UsageError(problems, "the flags");
  return part;
}
