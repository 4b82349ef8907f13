import type { View } from "../../answers/view.ts";
import { currentRevision, type Revision } from "../../deploy/fleet/checkout.ts";
import { deployAll, type FleetOptions } from "../../deploy/fleet/deploy-all.ts";
import { planOf } from "../../deploy/fleet/plan.ts";
import { checkProfiles } from "../../deploy/fleet/profiles.ts";
import { readRecords } from "../../deploy/fleet/records.ts";
import { countsOf, planLines, resultLines, resultsOf, type StageResult } from "../../deploy/fleet/report.ts";
import { type FleetStatus, fleetStatus, statusLines } from "../../deploy/fleet/status.ts";
import { targetsOf } from "../../deploy/fleet/targets.ts";
import { Failure, Stopped, UsageError } from "../../errors.ts";
import { interruptible } from "../../system/interruptible.ts";
import { oneOf, words } from "../choose.ts";
import { askConsent, isConfirmed, NOTHING_DEPLOYED, type Subject } from "../consent.ts";
import { checkedNumber, numberOf, problemsOf, waitOf } from "../numbers.ts";
import { patternOf } from "../profile.ts";
import { repoOf } from "../repo.ts";
import type { Session } from "../session.ts";
import { inSteps } from "../steps.ts";

const ACTIONS = ["deploy", "status"];
const MOST_PARALLEL = 16;

interface Valid {
  /** Only says what runs where. */
  looks: boolean;
  view: View;
  parallel: number;
  wait: number;
}

type Asked = { status: View } | { rollout: FleetOptions };
type Done = { status: FleetStatus } | { revision: Revision; results: StageResult[]; stopped: boolean };

const choiceOf = (session: Session) => ({
  clients: session.text("clients"),
  environment: session.text("environment"),
  first: session.text("first"),
});

const parallelOf = (session: Session) =>
  numberOf(session, "parallel", {
    otherwise: 3,
    what: `a number from 1 to ${MOST_PARALLEL}`,
    least: 1,
    most: MOST_PARALLEL,
  });

const subjectOf = (environment: string): Subject => ({
  name: environment,
  production: environment === "production",
  noun: "environment",
  verb: "deploy",
  pronoun: "them",
});

/** What would be done is said before anybody is asked. */
function announce({ terminal }: Session, { view }: Valid, { plan, revision, parallel }: FleetOptions): void {
  const environment = (plan.next[0] ?? plan.done[0])?.environment;
  const title = terminal.paint("bold", `${environment} of ${view.project}`);
  terminal.print(`${title}, at ${revision.id.slice(0, 12)} ${revision.subject}`);
  for (const line of planLines(plan, parallel, terminal.width)) terminal.print(line);
}

/** Whether there is anything to do, and it is to be done. */
const goes = (session: Session, { plan }: FleetOptions): boolean => plan.next.length > 0 && !session.flag("dry-run");

async function askRollout(session: Session, valid: Valid): Promise<FleetOptions> {
  const { root, terminal } = session;
  const { view, parallel, wait } = valid;
  const targets = targetsOf(view, choiceOf(session));
  const revision = await currentRevision(root);
  const plan = planOf(targets, await readRecords(root), revision.id, session.flag("again"));
  const rollout = { root, plan, revision, pattern: patternOf(session), parallel, wait, terminal };
  announce(session, valid, rollout);
  if (!goes(session, rollout)) return rollout;
  await checkProfiles(rollout.pattern, plan.next);
  // Asked once, for all of them.
  const subject = subjectOf(plan.next[0]?.environment ?? "production");
  if (!isConfirmed(session, subject)) await askConsent(session, subject, "Deploy them?");
  return rollout;
}

/** The table, the document, and the exit status. */
function conclude(session: Session, { revision, results, stopped }: Extract<Done, { revision: Revision }>): void {
  const { terminal } = session;
  const dryRun = session.flag("dry-run");
  if (session.flag("json"))
    terminal.document({ revision: revision.id, dryRun, stages: results, counts: countsOf(results) });
  if (dryRun) {
    terminal.print("Nothing was deployed: this is what would be.");
    return;
  }
  terminal.print();
  for (const line of resultLines(results, terminal)) terminal.print(line);
  const left = results.filter(({ status }) => status !== "complete" && status !== "done");
  if (left.length === 0) return;
  const again = `same command goes on with the ${left.length} left`;
  if (stopped) throw new Stopped(`Stopped. The ${again}.`);
  const broke = left.filter(({ status }) => status !== "waiting").map(({ stage }) => stage);
  throw new Failure(`${broke.join(" and ")} failed; the ${again}, beginning with what failed`);
}

/** The action that is given, else asked for. */
async function actionOf(session: Session): Promise<string> {
  const [given] = session.args;
  if (given !== undefined || !session.interactive) return given ?? "";
  const question = { path: "action", given, message: "What about the fleet?", what: "actions" };
  return oneOf(session, { ...question, choices: words(ACTIONS) });
}

/** Deploys a version to all clients, or says which client runs which. */
export const begin = inSteps<Valid, Asked, Done>({
  async validate(session) {
    session.stoppingMeans(NOTHING_DEPLOYED);
    const action = await actionOf(session);
    const [parallel, wait] = [parallelOf(session), waitOf(session)];
    const problems = [
      ...(ACTIONS.includes(action) ? [] : [{ path: "action", message: "should be deploy or status" }]),
      ...problemsOf(parallel, wait),
    ];
    if (problems.length > 0) throw new UsageError(problems, "the command line");
    return {
      looks: action === "status",
      view: repoOf(session),
      parallel: checkedNumber(parallel),
      wait: checkedNumber(wait),
    };
  },

  async ask(session, valid) {
    return valid.looks ? { status: valid.view } : { rollout: await askRollout(session, valid) };
  },

  async execute(session, asked) {
    if ("status" in asked) {
      const pattern = session.flag("aws") ? patternOf(session) : null;
      return { status: await fleetStatus(session.root, asked.status, choiceOf(session), pattern) };
    }
    const { plan, revision } = asked.rollout;
    if (!goes(session, asked.rollout)) return { revision, results: resultsOf(plan, new Map()), stopped: false };
    const work = async (signal: AbortSignal) => ({
      revision,
      results: await deployAll(asked.rollout, signal),
      stopped: signal.aborted,
    });
    return interruptible(work, { also: ["SIGTERM"], message: NOTHING_DEPLOYED });
  },

  recommend(session, done) {
    if (!("status" in done)) return conclude(session, done);
    if (session.flag("json")) session.terminal.document(done.status);
    else for (const line of statusLines(done.status, session.terminal)) session.terminal.print(line);
  },
});
