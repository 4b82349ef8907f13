import type { BaseFeatures } from "yeoman-generator";
import type { View } from "../../lib/answers/view.ts";
import { NOTHING_DEPLOYED } from "../../lib/commands/deploy/deploying.ts";
import { fleet } from "../../lib/commands/fleet/command.ts";
import { checkAccounts } from "../../lib/deploy/fleet/accounts.ts";
import { closeCheckouts, currentRevision, type Revision } from "../../lib/deploy/fleet/checkout.ts";
import { deployer } from "../../lib/deploy/fleet/deploy.ts";
import { type Plan, planOf } from "../../lib/deploy/fleet/plan.ts";
import { checkProfiles, DEFAULT_PATTERN } from "../../lib/deploy/fleet/profiles.ts";
import { progressOf } from "../../lib/deploy/fleet/progress.ts";
import { lockFleet, readRecords, writeRecords } from "../../lib/deploy/fleet/records.ts";
import { countsOf, planLines, resultLines, resultsOf, type StageResult } from "../../lib/deploy/fleet/report.ts";
import { rollOut } from "../../lib/deploy/fleet/rollout.ts";
import { fleetStatus, statusLines } from "../../lib/deploy/fleet/status.ts";
import { type Target, targetsOf } from "../../lib/deploy/fleet/targets.ts";
import { Failure, Stopped, UsageError } from "../../lib/errors.ts";
import { confirm } from "../../lib/questions/ask.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { interruptible } from "../../lib/system/interruptible.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

const MOST_PARALLEL = 16;

/** `yo space-sst:fleet`: deploys a version to all clients, and says which client runs which. */
export default class FleetGenerator extends SpaceGenerator {
  #view!: View;
  #parallel = 3;
  #wait = 300;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, fleet);
  }

  initializing(): void {
    this.checkCommandLine();
    const [action] = this._args;
    const problems = [
      ...(action === "deploy" || action === "status"
        ? []
        : [{ path: "action", message: "should be deploy or status" }]),
      ...this.#readParallel(),
      ...this.#readWait(),
    ];
    if (problems.length > 0) throw new UsageError(problems, "the command line");
    this.#view = viewOf(storedRepo(this.root).blueprint);
  }

  async writing(): Promise<void> {
    if (this._args[0] === "status") return this.#status();
    const targets = targetsOf(this.#view, this.#choice());
    const revision = await currentRevision(this.root);
    const plan = planOf(targets, await readRecords(this.root), revision.id, this.flag("again"));
    this.#announce(plan, revision);
    if (plan.next.length === 0) return this.#finish(plan, revision, []);
    if (this.flag("dry-run")) return this.#finish(plan, revision, resultsOf(plan, new Map()));
    await checkProfiles(this.#pattern, plan.next);
    await this.#confirm(plan.next[0]?.environment ?? "production");
    const unlock = await lockFleet(this.root);
    const work = async (signal: AbortSignal) => {
      await this.terminal.step(`Ask AWS about ${plan.next.length} accounts`, () =>
        checkAccounts(this.#pattern, plan.next, signal),
      );
      const results = await this.#deploy(plan, revision, signal);
      this.#finish(plan, revision, results, signal.aborted);
    };
    try {
      await interruptible(work, { also: ["SIGTERM"], message: NOTHING_DEPLOYED });
    } finally {
      await closeCheckouts(this.root);
      await unlock();
    }
  }

  get #pattern(): string {
    return String(this.options.profile ?? DEFAULT_PATTERN);
  }

  #choice() {
    const text = (name: string) => (this.options[name] === undefined ? undefined : String(this.options[name]));
    return { clients: text("clients"), environment: text("environment"), first: text("first") };
  }

  #readParallel(): { path: string; message: string }[] {
    const given = this.options.parallel;
    if (given === undefined) return [];
    this.#parallel = /^\d+$/.test(String(given)) ? Number(given) : 0;
    return this.#parallel >= 1 && this.#parallel <= MOST_PARALLEL
      ? []
      : [{ path: "--parallel", message: `"${given}" should be a number from 1 to ${MOST_PARALLEL}` }];
  }

  #readWait(): { path: string; message: string }[] {
    const given = this.options.wait;
    if (given === undefined) return [];
    this.#wait = Number(given);
    return /^\d+$/.test(String(given)) ? [] : [{ path: "--wait", message: `"${given}" is no number of seconds` }];
  }

  #announce(plan: Plan, { id, subject }: Revision): void {
    const { terminal } = this;
    const environment = (plan.next[0] ?? plan.done[0])?.environment;
    terminal.print(
      `${terminal.paint("bold", `${environment} of ${this.#view.project}`)}, at ${id.slice(0, 12)} ${subject}`,
    );
    for (const line of planLines(plan, this.#parallel)) terminal.print(line);
  }

  /** Asked once, for all of them. */
  async #confirm(environment: string): Promise<void> {
    const given = this.options.confirm;
    if (given === environment) return;
    if (given !== undefined)
      throw new UsageError([{ path: "--confirm", message: `"${given}" should be ${environment}` }], "the flags");
    if (environment !== "production" && this.flag("yes")) return;
    if (!this.interactive)
      throw new UsageError(
        [{ path: "--confirm", message: `is required: --confirm ${environment}` }],
        "the command line: nobody can be asked here",
      );
    if (environment !== "production") {
      if (!(await confirm(this.ask, "go-on", "Deploy them?", true))) throw new Stopped(NOTHING_DEPLOYED);
      return;
    }
    const validate = (text: string) => text.trim() === environment || `type ${environment}, or press Ctrl-C`;
    await this.ask({ type: "input", name: "confirm", message: `Type ${environment} to deploy them`, validate });
  }

  async #deploy(plan: Plan, { id }: Revision, signal: AbortSignal): Promise<StageResult[]> {
    const { root, terminal } = this;
    const records = await readRecords(root);
    const progress = progressOf(terminal, plan.next.length);
    // One write after the other: the last one has everything.
    let writing = Promise.resolve();
    const keep = (): Promise<void> => {
      writing = writing.then(() => writeRecords(root, records));
      return writing;
    };
    signal.addEventListener("abort", () =>
      progress.say("Stopping: SST finishes what it has begun, and nothing more is started. This can take minutes."),
    );
    try {
      const outcomes = await rollOut({
        targets: plan.next,
        canary: plan.canary,
        parallel: this.#parallel,
        deploy: deployer({ root, revision: id, pattern: this.#pattern, wait: this.#wait }),
        signal,
        onStart: (target: Target) => {
          progress.start(target);
          const { deployed = null } = records.get(target.stage) ?? {};
          const begun = { revision: id, status: "running", deployed, at: new Date().toISOString() } as const;
          records.set(target.stage, { ...begun, account: target.account, seconds: 0, log: null, error: null });
          return keep();
        },
        onEnd: (target, outcome) => {
          progress.end(target, outcome);
          const begun = records.get(target.stage);
          const deployed =
            outcome.status === "complete" || outcome.status === "unverified" ? id : (begun?.deployed ?? null);
          if (begun !== undefined) records.set(target.stage, { ...begun, ...outcome, deployed });
          return keep();
        },
      });
      return resultsOf(plan, outcomes);
    } finally {
      progress.stop();
    }
  }

  /** The table, the document, and the exit status. */
  #finish(plan: Plan, { id }: Revision, results: StageResult[], stopped = false): void {
    const { terminal } = this;
    const all = results.length === 0 ? resultsOf(plan, new Map()) : results;
    if (this.flag("json"))
      terminal.document({ revision: id, dryRun: this.flag("dry-run"), stages: all, counts: countsOf(all) });
    if (this.flag("dry-run")) {
      terminal.print("Nothing was deployed: this is what would be.");
      return;
    }
    terminal.print();
    for (const line of resultLines(all, terminal)) terminal.print(line);
    const left = all.filter(({ status }) => status !== "complete" && status !== "done");
    if (left.length === 0) return;
    const again = `the same command goes on with the ${left.length} left`;
    if (stopped) throw new Stopped(`Stopped. ${again[0]?.toUpperCase()}${again.slice(1)}.`);
    const broke = left.filter(({ status }) => status !== "waiting").map(({ stage }) => stage);
    throw new Failure(`${broke.join(" and ")} failed; ${again}, beginning with what failed`);
  }

  async #status(): Promise<void> {
    const ask = this.flag("aws") ? this.#pattern : null;
    const status = await fleetStatus(this.root, this.#view, this.#choice(), ask);
    if (this.flag("json")) this.terminal.document(status);
    else for (const line of statusLines(status, this.terminal)) this.terminal.print(line);
  }
}
