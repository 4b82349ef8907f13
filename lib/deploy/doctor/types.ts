import type { Resolver } from "node:dns/promises";
import type { Stage } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import type { Aws } from "../../aws/client.ts";
import type { Identity } from "../../aws/identity.ts";

/** What a check found. `warning` may be meant so; `skipped` could not be looked at, or does not apply. */
export type Result = "ok" | "warning" | "failed" | "skipped";

export interface Outcome {
  result: Result;
  /** What was seen, in a few words. */
  evidence: string;
  /** What to do; not where all is well. */
  remedy?: string;
}

/** What the checks look at. */
export interface Subject {
  /** Folder of the repo. */
  root: string;
  view: View;
  /** The stage that will be deployed, if one is named. */
  stage: Stage | null;
  /** In the stage's region; without a stage, in the project's. */
  aws: Aws;
  /** Who the credentials belong to. Asked once, by whoever comes first. */
  identity(): Promise<Identity>;
  dns: Resolver;
  env: NodeJS.ProcessEnv;
}

/** A subject whose stage is known. */
export type StagedSubject = Subject & { stage: Stage };

interface Common {
  id: string;
  title: string;
  /** It asks AWS, as somebody who belongs to the stage's account; without them it is skipped. */
  aws?: boolean;
  /** Whether it has anything to look at; by default it has. */
  when?: (subject: Subject) => boolean;
}

export type Check =
  | (Common & { stage?: false; run: (subject: Subject, signal: AbortSignal) => Promise<Outcome> })
  | (Common & { stage: true; run: (subject: StagedSubject, signal: AbortSignal) => Promise<Outcome> });

export interface CheckResult extends Outcome {
  id: string;
  title: string;
  /** How long it took. */
  seconds: number;
}

export interface Report {
  stage: string | null;
  region: string;
  /** 12 digits; null where AWS could not say. */
  account: string | null;
  checks: CheckResult[];
  counts: Record<Result, number>;
}

export const ok = (evidence: string): Outcome => ({ result: "ok", evidence });
export const skipped = (evidence: string): Outcome => ({ result: "skipped", evidence });
export const warning = (evidence: string, remedy: string): Outcome => ({ result: "warning", evidence, remedy });
export const failed = (evidence: string, remedy: string): Outcome => ({ result: "failed", evidence, remedy });
