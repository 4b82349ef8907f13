import { dirname } from "node:path";
import { parseBlueprint } from "../../answers/parse.ts";
import { UsageError } from "../../errors.ts";
import { allDetected } from "../../questions/detect.ts";
import { groundOf } from "../../questions/ground.ts";
import { type Resolved, resolveAnswers } from "../../questions/sources.ts";
import { repoOf, storedAnswers } from "../../questions/store.ts";
import type { Session } from "../session.ts";
import { inSteps } from "../steps.ts";
import { sayUnderstood } from "../understood.ts";
import { goalOf } from "./goal.ts";
import type { Kickoff } from "./make.ts";

/** What makes a repo is loaded once there are answers to make it of. */
const making = () => import("./make.ts");

/** A folder that is said as a path is meant as one. */
const isPath = (word: string): boolean => /[/\\]|^\.{1,2}$/.test(word);

/**
 * A repo inside a repo is seldom meant: a word may be a command that does not exist.
 * @throws {UsageError} where it is not said as a path
 */
function refuseNested({ args: [folder], root }: Session): void {
  if (folder === undefined || isPath(folder) || storedAnswers(root) !== null) return;
  const outer = repoOf(dirname(root));
  if (outer === null) return;
  const message = `would be a repo inside ${outer}: for a folder of that name say ./${folder}`;
  throw new UsageError([{ path: folder, message }], "the command line");
}

/** What flags say that cannot be read is refused together with what is wrong with the rest. */
function refuseUnreadable({ document, problems }: Resolved): void {
  if (problems.length === 0) return;
  const result = parseBlueprint(document);
  throw new UsageError([...problems, ...("problems" in result ? result.problems : [])], "the flags and answers");
}

/** What flags and files say, where nobody can be asked. */
async function given(session: Session, resolved: Resolved): Promise<Kickoff> {
  const { document, complete } = resolved;
  const defaults = complete || session.flag("yes");
  // Where all else has a default, only the project can be missing.
  if (!defaults || document.project === undefined) {
    const { missingAnswers } = await import("../../questions/missing.ts");
    missingAnswers(document, { defaults });
  }
  const goal = goalOf(session, document, resolved);
  return (await making()).plan(session, goal);
}

/** From answers to a repo, and again to bring a repo to other answers. */
export const begin = inSteps<Resolved, Kickoff, Kickoff>({
  async validate(session) {
    refuseNested(session);
    const { options, cwd, root, terminal } = session;
    const found = await resolveAnswers({ options, cwd, root });
    const ground = found.stored === null ? groundOf(root) : {};
    const resolved = { ...found, document: allDetected(root, { ...ground, ...found.document }) };
    sayUnderstood(session, resolved.understood);
    if (resolved.stored === null) return resolved;
    const { checkRenderedByThis } = await import("../../repo/version.ts");
    checkRenderedByThis(root, resolved.stored);
    if (session.args.length === 0 && root !== cwd) terminal.print(terminal.paint("dim", `The repo: ${root}`));
    return resolved;
  },

  async ask(session, resolved) {
    refuseUnreadable(resolved);
    if (!session.interactive) return given(session, resolved);
    const { asked } = await import("./asked.ts");
    return asked(session, resolved);
  },

  execute: async (session, kickoff) => (await making()).make(session, kickoff),

  recommend: async (session, kickoff) => (await making()).conclusion(session, kickoff),
});
