import { existsSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENTS } from "../answers/vocabulary.ts";
import { Failure, UsageError } from "../errors.ts";
import { type StageOf, stagesOf } from "../proof/simulate/stages.ts";
import { didYouMean } from "../system/nearest.ts";
import { typedAgain } from "../system/typed.ts";

export interface ChosenStage extends StageOf {
  client: string | null;
  environment: string;
}

/** `acme-production` as client and environment; a stage that the generator does not know has no client. */
export function partsOf(stage: string): { client: string | null; environment: string } {
  const environment = ENVIRONMENTS.find((name) => stage === name || stage.endsWith(`-${name}`)) ?? stage;
  const client = stage === environment ? null : stage.slice(0, -environment.length - 1);
  return { client, environment };
}

/** More stages than this are planned when they are asked for: they differ by their client, which the first ones show. */
const MANY = 12;

/** The project's own stages, and those of the first clients, each with all of its stages. */
function firstOf(stages: readonly ChosenStage[]): ChosenStage[] {
  const clients = [...new Set(stages.map(({ client }) => client))];
  let count = 0;
  const shown = clients.filter((name) => {
    count += stages.filter(({ client }) => client === name).length;
    return name === null || count <= MANY;
  });
  return stages.filter(({ client }) => shown.includes(client));
}

/**
 * The stages of a repo that words name: stages, or clients with all of theirs. Without a word, all stages; with many
 * clients, the project's own and those of the first clients, and the names of those that are left out.
 * @throws {Failure} where the folder is no repo of this generator
 * @throws {UsageError} with every word that names nothing
 */
export function chooseStages(
  root: string,
  words: readonly string[],
  all = false,
): { chosen: ChosenStage[]; leftOut: string[] } {
  if (!existsSync(join(root, "sst.config.ts")) || !existsSync(join(root, ".yo-rc.json")))
    throw new Failure(
      `${root} is no repo of this generator: run it inside one, or make one with \`${typedAgain("kickoff")}\``,
    );
  const known = stagesOf(root).map((stage) => ({ ...stage, ...partsOf(stage.stage) }));
  const names = [...known.map(({ stage }) => stage), ...new Set(known.flatMap(({ client }) => client ?? []))];
  const problems = words
    .filter((word) => !names.includes(word))
    .map((word) => ({
      path: word,
      message: `is no stage and no client of this repo${didYouMean(word, names)}: ${names.join(", ")}`,
    }));
  if (problems.length > 0) throw new UsageError(problems, "the command line");
  const wanted =
    words.length === 0
      ? known
      : known.filter(({ stage, client }) => words.includes(stage) || (client !== null && words.includes(client)));
  const chosen = words.length > 0 || all ? wanted : firstOf(wanted);
  return { chosen, leftOut: wanted.filter((stage) => !chosen.includes(stage)).map(({ stage }) => stage) };
}
