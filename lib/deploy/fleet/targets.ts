import { stagesOf } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { ENVIRONMENTS, type Environment } from "../../answers/vocabulary.ts";
import { type Problem, UsageError } from "../../errors.ts";
import { didYouMean } from "../../system/nearest.ts";
import { typed } from "../../system/typed.ts";

/** A client's stage, and where it lives. */
export interface Target {
  stage: string;
  client: string;
  environment: Environment;
  /** 12 digits. */
  account: string;
  region: string;
}

export interface Choice {
  /** Names of clients, joined by commas; all where it is missing. */
  clients?: string | undefined;
  /** Default: production; null for all. */
  environment?: string | null | undefined;
  /** The client that goes first. Default: the first of them. */
  first?: string | undefined;
}

const oneOf = (path: string, word: string, words: readonly string[]): Problem => ({
  path,
  message: `there is no "${word}"${didYouMean(word, words)}; there are ${words.join(", ")}`,
});

/**
 * The stages that are meant, the one that goes first at their head.
 * @throws {UsageError} with every client and environment that is not known
 */
export function targetsOf(view: View, { clients, environment = "production", first }: Choice): Target[] {
  if (!view.has.clients)
    throw new UsageError([{ path: "", message: `it has no clients yet: \`${typed("client")}\` adds one` }], "the repo");
  const names = view.clients.map(({ name }) => name);
  const chosen = clients?.split(",").filter((word) => word !== "") ?? names;
  const stages = stagesOf(view).flatMap(({ stage, client, region, environment: own }): Target[] =>
    client !== null && (environment === null || own === environment) && chosen.includes(client.name)
      ? [{ stage, client: client.name, environment: own, account: client.account, region }]
      : [],
  );
  const without = chosen.filter(
    (name) => clients !== undefined && names.includes(name) && !stages.some(({ client }) => client === name),
  );
  const known = environment === null || (ENVIRONMENTS as readonly string[]).includes(environment);
  const problems = [
    ...(known ? [] : [oneOf("--environment", String(environment), ENVIRONMENTS)]),
    ...chosen.filter((name) => !names.includes(name)).map((name) => oneOf("--clients", name, names)),
    ...(known ? without : []).map((name) => ({
      path: "--clients",
      message: `"${name}" has no ${environment} stage`,
    })),
    ...(first !== undefined && !chosen.includes(first) ? [oneOf("--first", first, chosen)] : []),
    ...(known && stages.length === 0 && without.length === 0
      ? [{ path: "--environment", message: `no client has a ${environment} stage` }]
      : []),
  ];
  if (problems.length > 0) throw new UsageError(problems, "the flags");
  return [...stages].sort((a, b) => Number(b.client === first) - Number(a.client === first));
}
