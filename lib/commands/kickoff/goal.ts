import { simplerChoice } from "../../answers/gate.ts";
import { parseBlueprint } from "../../answers/parse.ts";
import { foldersLack } from "../../questions/detect.ts";
import type { Document } from "../../questions/document.ts";
import { withOrigins } from "../../questions/origin.ts";
import type { Resolved } from "../../questions/sources.ts";
import type { Goal } from "../repo.ts";
import type { Session } from "../session.ts";

/**
 * What the answers bring a repo to. Where something simpler would do, that is said.
 * @throws {UsageError} with all that is wrong with them, each with the file that it comes from
 */
export function goalOf({ terminal, root }: Session, answers: Document, { layers, stored }: Resolved): Goal {
  const result = parseBlueprint(answers);
  const problems = [...("problems" in result ? result.problems : []), ...foldersLack(root, answers, stored)];
  if (!("blueprint" in result) || problems.length > 0) throw withOrigins(problems, layers, answers);
  const { blueprint } = result;
  const reason = stored === null ? simplerChoice(blueprint) : null;
  if (reason !== null) terminal.print(`${terminal.paint("yellow", "A simpler choice:")} ${reason}`);
  return { stored, blueprint };
}
