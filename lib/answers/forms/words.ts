import { ENVIRONMENTS } from "../vocabulary.ts";
import { type Form, list, text } from "./form.ts";

/** Words of closed lists. */

const bare = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, "");

/**
 * One of a list of words, however it is spelled: `Route 53`, `x86-64`, `Aurora Postgres`.
 * @param others what else people call them, without spaces and signs
 */
export const word = (words: readonly string[], others: Readonly<Record<string, string>> = {}): Form =>
  text((given) =>
    words.includes(given) ? given : (words.find((one) => bare(one) === bare(given)) ?? others[bare(given)] ?? given),
  );

const environment = word(ENVIRONMENTS, {
  development: "dev",
  develop: "dev",
  stage: "staging",
  stg: "staging",
  prod: "production",
  live: "production",
});

/** Stages stand in one order, each once, so that the same choice gives the same bytes. */
export const stages: Form = (given) => {
  const found = list(environment)(given);
  if (!Array.isArray(found) || !found.every((one) => (ENVIRONMENTS as readonly unknown[]).includes(one))) return found;
  return ENVIRONMENTS.filter((one) => found.includes(one));
};
