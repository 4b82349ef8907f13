import type { Environment } from "./vocabulary.ts";

/** The stages of a client that names none: what faces its users. Only the base project has a dev stage. */
export function clientStages(stages: readonly Environment[]): Environment[] {
  const facing = stages.filter((stage) => stage !== "dev");
  return facing.length > 0 ? facing : ["production"];
}
