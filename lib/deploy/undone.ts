import type { Aws } from "../aws/client.ts";
import { Failure, Stopped } from "../errors.ts";
import type { Place } from "./causes/index.ts";
import { type Diagnosis, diagnose, withLog } from "./diagnose.ts";
import { evidenceFor } from "./evidence.ts";
import { LOCKED, lockedText, lockLeft } from "./locks.ts";
import { failureText } from "./report.ts";
import type { Outcome } from "./sst.ts";
import type { Verb } from "./verbs.ts";

/** Why SST has not done to a stage what it was to do, and what to do about it. */
export interface Undone {
  error: Failure | Stopped;
  diagnosis: Diagnosis | null;
}

const plain = (error: Failure | Stopped): Undone => ({ error, diagnosis: null });

/** What a run has come to that SST did not say yes to. */
export async function undone(outcome: Outcome, aws: Aws, place: Place, verb: Verb): Promise<Undone> {
  const { stage } = place;
  if (outcome.status === "locked")
    return plain(new Failure(lockedText(place, null), { status: LOCKED, kind: "locked" }));
  if (outcome.status === "interrupted")
    return plain(new Stopped(`Stopped: ${stage} ${verb.half}. ${await lockLeft(aws, place)}`));
  if (outcome.status === "killed") {
    const left = await lockLeft(aws, place);
    return plain(new Failure(`SST ended without a word: ${stage} ${verb.half}. ${left} Log: ${outcome.log}`));
  }
  const said = diagnose(outcome.errors, place);
  const evidence = said === null ? { lines: [], log: [] } : await evidenceFor(said, aws);
  const diagnosis = said && withLog(said, evidence.log, place);
  return { error: new Failure(failureText(stage, verb, diagnosis, evidence, outcome)), diagnosis };
}
