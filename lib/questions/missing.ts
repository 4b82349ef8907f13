import { type Problem, UsageError } from "../errors.ts";
import { type Document, getPath } from "./document.ts";
import { flagName } from "./flag-name.ts";
import { LAST_PROMPTS } from "./prompts/operation.ts";
import { FIRST_PROMPTS } from "./prompts/project.ts";
import type { Prompt } from "./prompts/types.ts";

const SERVICES: Problem = { path: "--service", message: "the services: --preset NAME, or --service once for each" };

/**
 * Where nobody can be asked, every answer that is missing is named at once, with its flag.
 * @param defaults what is not given takes its default; only what has none is missing
 * @throws {UsageError}
 */
export function missingAnswers(document: Document, { defaults }: { defaults: boolean }): void {
  const isMissing = ({ path, when, detail }: Prompt): boolean =>
    detail !== true &&
    getPath(document, path) === undefined &&
    getPath(document, path.split(".")[0] as string) !== null &&
    when?.({ document, item: document, folder: "", root: "" }) !== false &&
    (!defaults || path === "project");
  const problems = [...FIRST_PROMPTS, ...LAST_PROMPTS]
    .filter(isMissing)
    .map(({ path, message }) => ({ path: `--${flagName(path)}`, message: message.replace(/\?$/, "") }));
  if (!defaults && document.services === undefined) problems.push(SERVICES);
  if (problems.length === 0) return;
  const hint = defaults ? "" : "; --yes takes the default of all but --project";
  throw new UsageError(problems, `the flags: nobody can be asked here${hint}`);
}
