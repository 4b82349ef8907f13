import type { Stage } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { Aws } from "../../aws/client.ts";
import { AwsFailure } from "../../aws/errors.ts";
import { type Identity, identityOf, wrongAccount } from "../../aws/identity.ts";
import { Failure } from "../../errors.ts";
import { limited } from "../../system/limit.ts";
import { typed } from "../../system/typed.ts";
import { CHECKS } from "./checks.ts";
import { resolverAt } from "./dns.ts";
import {
  type Check,
  type CheckResult,
  failed,
  type Outcome,
  type Report,
  type Result,
  type Subject,
  skipped,
} from "./types.ts";

/** Whether a stage can be deployed from here, before anything is made. Nothing is changed anywhere. */

export interface DoctorOptions {
  /** Folder of the repo. */
  root: string;
  view: View;
  /** Without one, only what no stage is needed for is looked at. */
  stage: Stage | null;
  /** Default: the stage's region, with the credentials of the SDK's chain. */
  aws?: Aws;
  /** Ends all checks. */
  signal?: AbortSignal;
  /** Name servers to ask, such as `1.1.1.1` or `127.0.0.1:5353`. */
  nameServers?: readonly string[];
  /** Told whenever a check is done: which are still under way. */
  onProgress?: (done: number, all: number, waiting: readonly string[]) => void;
}

/** Milliseconds that a check may take: more than a call to AWS, which says better than this what did not answer. */
const LIMIT_MS = 45_000;

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

/** Why a check that asks AWS cannot: its own check says more. */
async function locked({ identity, stage }: Subject): Promise<string | null> {
  try {
    const problem = wrongAccount(stage?.client?.account, await identity());
    return problem === null ? null : "the credentials are for another account";
  } catch {
    return "needs an AWS identity";
  }
}

/** What an error means to whoever reads the report. What one may not look at is no failure. */
function outcomeOf(error: unknown): Outcome {
  if (error instanceof AwsFailure && error.problem === "denied") return skipped(error.message);
  // The line of a failure says what to do, too.
  if (error instanceof Failure) return { result: "failed", evidence: error.message };
  const { message, code } = error as Error & { code?: string };
  return failed(code === undefined || message.includes(code) ? message : `${code}: ${message}`, "check the network");
}

async function perform(check: Check, subject: Subject, stop: AbortSignal): Promise<Outcome> {
  if (check.stage === true && subject.stage === null)
    return skipped(`name a stage: ${typed("doctor dev", subject.root)}`);
  const limit = limited(LIMIT_MS, stop);
  const late = new Promise<Outcome>((resolve, reject) => {
    const end = () =>
      limit.expired()
        ? resolve(failed(`no answer within ${LIMIT_MS / 1000} s`, "try again; check the network and any proxy"))
        : reject(stop.reason);
    if (limit.signal.aborted) end();
    limit.signal.addEventListener("abort", end);
  });
  const work = async (): Promise<Outcome> => {
    const reason = check.aws === true ? await locked(subject) : null;
    if (reason !== null) return skipped(reason);
    return check.run(subject as never, limit.signal);
  };
  return Promise.race([work().catch(outcomeOf), late]).finally(limit.end);
}

/**
 * Runs every check that applies, side by side; none of them may take longer than the others do.
 * @throws only where the signal ends it
 */
export async function doctor(options: DoctorOptions): Promise<Report> {
  const { root, view, stage, signal = new AbortController().signal, nameServers, onProgress } = options;
  const region = stage?.region ?? view.region;
  const aws = options.aws ?? new Aws({ region, signal });
  const identity = once(() => identityOf(aws));
  const subject: Subject = { root, view, stage, aws, identity, dns: resolverAt(nameServers), env: process.env };
  const checks = CHECKS.filter(({ when }) => when === undefined || when(subject));
  const waiting = new Set(checks);
  const report = () =>
    onProgress?.(
      checks.length - waiting.size,
      checks.length,
      [...waiting].map(({ title }) => title),
    );
  report();
  const results = await Promise.all(
    checks.map(async (check): Promise<CheckResult> => {
      const started = Date.now();
      const outcome = await perform(check, subject, signal);
      waiting.delete(check);
      report();
      return { id: check.id, title: check.title, ...outcome, seconds: (Date.now() - started) / 1000 };
    }),
  );
  const count = (result: Result) => results.filter((one) => one.result === result).length;
  const who: Identity | null = await identity().catch(() => null);
  return {
    stage: stage?.stage ?? null,
    region,
    account: who?.account ?? null,
    checks: results,
    counts: { ok: count("ok"), warning: count("warning"), failed: count("failed"), skipped: count("skipped") },
  };
}
