import { expect, it } from "vitest";
import type { Environment } from "../../lib/answers/vocabulary.ts";
import { checkAnswers, checkDisjoint, checkStage, manyClients, runClients } from "../support/many-clients.ts";

/** Staging of four clients in a row, which are in four regions, and production of the next four. What both have is `clients.test.ts`'s. */
const isOneInTurn = (client: number, environment: Environment): boolean =>
  environment === (Math.floor(client / 4) % 2 === 0 ? "staging" : "production");

it("of two hundred clients each is its own, in one stage or the other", { timeout: 1_800_000 }, async () => {
  const runs = await runClients(manyClients(200), isOneInTurn);
  expect(runs).toHaveLength(200);
  for (const run of runs) checkStage(run);
  checkDisjoint(runs);
  checkAnswers((runs[0] as (typeof runs)[number]).view, 200);
});
