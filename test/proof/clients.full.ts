import { expect, it } from "vitest";
import { checkAnswers, checkDisjoint, checkStage, manyClients, runClients } from "../support/many-clients.ts";

it("every stage of two hundred clients is its client's own", { timeout: 1_800_000 }, async () => {
  const runs = await runClients(manyClients(200), () => true);
  expect(runs).toHaveLength(400);
  for (const run of runs) checkStage(run);
  checkDisjoint(runs);
  checkAnswers((runs[0] as (typeof runs)[number]).view, 200);
});
