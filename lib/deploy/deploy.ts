import type { Stage } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";
import type { Aws } from "../aws/client.ts";
import { stackOf } from "../aws/sst/state.ts";
import { Failure, type Stopped } from "../errors.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Place } from "./causes/index.ts";
import type { Diagnosis } from "./diagnose.ts";
import type { SstEvent } from "./events.ts";
import { type Expected, expectedOf } from "./expected.ts";
import { unlockCommand } from "./locks.ts";
import { checkLines, markOf, summaryLines } from "./report.ts";
import { endRollbacks } from "./rolling/guard.ts";
import { sleepersOf } from "./sleep/sleepers.ts";
import { wake } from "./sleep/turn.ts";
import type { Outcome } from "./sst.ts";
import { undone } from "./undone.ts";
import { DEPLOY } from "./verbs.ts";
import { type Check, verify } from "./verify.ts";
import { type WatchOptions, watchSst } from "./watch.ts";

/** Deploys a stage: SST, then a look at what runs. */

/** The status of a deploy that SST has done, and whose new version does not serve. */
export const UNVERIFIED = 3;

export interface DeployOptions {
  root: string;
  view: View;
  stage: Stage;
  aws: Aws;
  terminal: Terminal;
  /** What the user types to do this again: `space-sst deploy dev`. */
  again: string;
  allowPlainHttp: boolean;
  /** Seconds that services and addresses may take once SST is done. */
  wait: number;
}

/** What a deploy has come to, for the document of `--json`. */
export interface DeployResult {
  status: "deployed" | "unverified" | Exclude<Outcome["status"], "complete">;
  outcome: Outcome;
  diagnosis: Diagnosis | null;
  expected: Expected | null;
  checks: Check[];
  /** What the command ends with; null where all is well. */
  error: Failure | Stopped | null;
}

export const placeOf = ({ view, stage, again }: Pick<DeployOptions, "view" | "stage" | "again">): Place => ({
  stage: stage.stage,
  project: view.project,
  region: stage.region,
  exec: view.pm.exec,
  again,
});

/** Why a stage that SST did not say yes to is not deployed. */
const notDeployed = async (outcome: Outcome, options: DeployOptions): Promise<DeployResult> => ({
  status: outcome.status as Exclude<Outcome["status"], "complete">,
  outcome,
  expected: null,
  checks: [],
  ...(await undone(outcome, options.aws, placeOf(options), DEPLOY)),
});

/** SST is done: is what it deployed what serves? */
async function verified(outcome: Outcome, options: DeployOptions): Promise<DeployResult> {
  const { terminal, aws, wait, view, stage } = options;
  const expected = expectedOf(outcome.outputs);
  if (expected.services.length === 0 && expected.addresses.length === 0)
    terminal.print(
      `${terminal.paint("yellow", "!")} Nothing is looked at: the outputs of this stage name no service and no address. A repo of an earlier version gets them by an upgrade.`,
    );
  await endRollbacks(aws, expected, terminal);
  const checks = await terminal.step("Looking at what runs", () => verify(expected, aws, wait));
  for (const line of checkLines(checks, markOf(terminal))) terminal.print(line);
  const failed = checks.filter(({ result }) => result === "failed");
  if (failed.length === 0) {
    terminal.print();
    terminal.print(`${terminal.paint("green", "✔")} ${terminal.paint("bold", stage.stage)} is deployed.`);
  }
  for (const line of summaryLines({
    stage: stage.stage,
    expected,
    outcome,
    exec: view.pm.exec,
    alerts: view.alerts.email !== null,
  }))
    terminal.print(line);
  const error =
    failed.length === 0
      ? null
      : new Failure(
          `SST is done, but ${failed.map(({ what }) => what).join(", ")} ${failed.length === 1 ? "does" : "do"} not serve the new version: see above. ${options.again} looks again.`,
          { status: UNVERIFIED },
        );
  return { status: error === null ? "deployed" : "unverified", outcome, diagnosis: null, expected, checks, error };
}

/** Runs SST with all that belongs to a stage. */
function sst(
  verb: "deploy" | "diff",
  title: string,
  options: DeployOptions,
  watched: Pick<WatchOptions, "goal" | "onEvent">,
): Promise<Outcome> {
  const { root, view, terminal, allowPlainHttp } = options;
  const { stage } = options.stage;
  return watchSst({
    terminal,
    title: `${title} ${stage}`,
    root,
    stage,
    verb,
    env: allowPlainHttp ? { ALLOW_PLAIN_HTTP: "true" } : {},
    interrupts: { verb: DEPLOY, unlock: unlockCommand({ exec: view.pm.exec, stage }) },
    ...watched,
  });
}

/** A database that is stopped can neither be changed nor migrated, and a service without tasks proves nothing. */
async function wakeFirst({ view, stage, aws, terminal }: DeployOptions): Promise<void> {
  const stack = await stackOf(aws, view.project, stage.stage);
  if (stack !== null) await wake(aws, sleepersOf(stack), terminal);
}

/**
 * Runs SST's deploy and says what came of it.
 * @param resources how many its program makes; null where nobody knows
 */
export async function deployStage(options: DeployOptions, resources: number | null): Promise<DeployResult> {
  await wakeFirst(options);
  const goal = resources === null ? null : { as: "made" as const, resources };
  const outcome = await sst("deploy", "Deploying", options, { goal });
  return outcome.status === "complete" ? verified(outcome, options) : notDeployed(outcome, options);
}

/** What Pulumi writes for a value that only a deploy knows, and SST prints. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a deploy would change. Nothing is deployed. */
export async function diffStage(options: DeployOptions): Promise<{ changes: string[] } & DeployResult> {
  const changes: string[] = [];
  const onEvent = (event: SstEvent) => {
    if (event.type === "change") changes.push(event.text.replaceAll(UNKNOWN, "known after the deploy"));
  };
  const outcome = await sst("diff", "Comparing", options, { onEvent });
  if (outcome.status !== "complete") return { changes, ...(await notDeployed(outcome, options)) };
  for (const line of changes) options.terminal.print(line);
  options.terminal.print("Nothing was deployed: this is what would change.");
  return { changes, status: "deployed", outcome, diagnosis: null, expected: null, checks: [], error: null };
}
