import { toBlueprint } from "../../answers/parse.ts";
import { ENVIRONMENTS } from "../../answers/vocabulary.ts";
import { environmentHint } from "../../cost/hints.ts";
import { UsageError } from "../../errors.ts";
import { addStage } from "../../repo/edit/add.ts";
import { oneOf } from "../choose.ts";
import { editing } from "../edit.ts";

/** Adds a stage to a repo. */
export const begin = editing(async (session, { document, blueprint }) => {
  const [given] = session.args;
  const left = ENVIRONMENTS.filter((environment) => !blueprint.stages.includes(environment));
  if (given === undefined && left.length === 0)
    throw new UsageError([{ path: "name", message: "the repo has every stage already" }], "the repo");
  const choices = left.map((value) => ({ value, description: environmentHint(value) }));
  const name =
    given ??
    (await oneOf(session, { path: "name", given, message: "Stage", choices, what: "stages that can be added" }));
  return { blueprint: toBlueprint(addStage(document, name)) };
});
