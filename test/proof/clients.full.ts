import { expect, it } from "vitest";
import type { Environment } from "../../lib/answers/vocabulary.ts";
import { checkAnswers, checkDisjoint, checkStage, manyClients, runClients } from "../support/many-clients.ts";

/**
 * So many clients have every region with every way of sizes, of names and of stages: what comes after has another number, and
 * nothing else. That all two hundred have numbers, domains and accounts of their own is seen in the answers.
 */
const KINDS = 120;

/** Staging of four clients in a row, which are in four regions, and production of the next four. What both have is `clients.test.ts`'s. */
const isOneInTurn = (client: number, environment: Environment): boolean =>
  client < KINDS && environment === (Math.floor(client / 4) % 2 === 0 ? "staging" : "production");

it("of two hundred clients each is its own, in one stage or the other", { timeout: 1_800_000 }, async () => {
  const runs = await runClients(manyClients(200), isOneInTurn);
  expect(runs).toHaveLength(KINDS);
  for (const run of runs) checkStage(run);
  checkDisjoint(runs);
  checkAnswers((runs[0] as (typeof runs)[number]).view, 200);
});
