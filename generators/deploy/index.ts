import type { BaseFeatures } from "yeoman-generator";
import { Aws } from "../../lib/aws/client.ts";
import { type Identity, identityOf } from "../../lib/aws/identity.ts";
import { InvalidAnswers } from "../../lib/blueprint/problems.ts";
import { deploy } from "../../lib/cli/commands/deploy.ts";
import { Stopped } from "../../lib/cli/stopped.ts";
import { type DeployOptions, type DeployResult, deployStage, diffStage, placeOf } from "../../lib/deploy/deploy.ts";
import { refuseLocked } from "../../lib/deploy/locks.ts";
import { planLines } from "../../lib/deploy/report.ts";
import { requireSst } from "../../lib/deploy/sst.ts";
import {
  consented,
  findStage,
  refuseMissingSecrets,
  refusePlainHttp,
  refuseWrongAccount,
  stageNames,
} from "../../lib/deploy/target.ts";
import { storedRepo } from "../../lib/edit/stored.ts";
import type { Stage } from "../../lib/render/stages.ts";
import type { View } from "../../lib/render/view.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { missingSecrets } from "../../lib/secrets/missing.ts";
import { confirm } from "../ask.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

/** Seconds that services and addresses may take once SST is done. */
const WAIT = 300;

/** `yo space-sst:deploy`: one stage, from the checks before it to the proof that it serves. */
export default class DeployGenerator extends SpaceGenerator {
  #view!: View;
  #stage!: Stage;
  #identity!: Identity;
  #aws!: Aws;
  #wait = WAIT;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, deploy);
  }

  initializing(): void {
    this.checkCommandLine();
    this.#wait = this.#seconds();
    this.#view = viewOf(storedRepo(this.root).blueprint);
    requireSst(this.root);
  }

  /** Everything that can stop a deploy before it begins. */
  async prompting(): Promise<void> {
    this.#stage = findStage(this.#view, this._args[0] ?? (await this.#askStage()));
    const { stage, region } = this.#stage;
    const given = this.#dryRun || consented(this.#stage, this.#consent);
    refusePlainHttp(this.#view, this.#stage, this.#allowPlainHttp);
    this.#aws = new Aws({ region });
    this.#identity = await identityOf(this.#aws);
    refuseWrongAccount(this.#stage, this.#identity.account);
    refuseMissingSecrets(this.#stage, this.#view.pm.exec, await missingSecrets(this.#aws, this.#view, stage));
    if (this.#dryRun) return;
    await refuseLocked(this.#aws, placeOf(this.#target));
    for (const line of planLines(this.#view, this.#stage, this.#identity)) this.terminal.print(line);
    if (given) return;
    const question = `Deploy ${stage} to account ${this.#identity.account}, ${region}?`;
    if (this.#stage.environment === "production") await this.#askName(stage);
    else if (!(await confirm(this.ask, "go-on", question, true))) throw new Stopped("Stopped. Nothing was deployed.");
  }

  async install(): Promise<void> {
    const options: DeployOptions = {
      ...this.#target,
      root: this.root,
      aws: this.#aws,
      terminal: this.terminal,
      allowPlainHttp: this.#allowPlainHttp,
      wait: this.#wait,
    };
    const result = await (this.#dryRun ? diffStage(options) : deployStage(options));
    if (this.flag("json")) this.terminal.document(this.#document(result));
    if (result.error !== null) throw result.error;
  }

  get #target() {
    return { view: this.#view, stage: this.#stage, again: `space-sst deploy ${this.#stage.stage}` };
  }

  get #dryRun(): boolean {
    return this.flag("dry-run");
  }

  /** The program itself knows the variable: whoever has set it has insisted already. */
  get #allowPlainHttp(): boolean {
    return this.flag("allow-plain-http") || process.env.ALLOW_PLAIN_HTTP === "true";
  }

  get #consent() {
    const { confirm } = this.options;
    return {
      yes: this.flag("yes"),
      confirm: typeof confirm === "string" ? confirm : undefined,
      interactive: this.interactive,
    };
  }

  #seconds(): number {
    const { wait } = this.options;
    if (wait === undefined) return WAIT;
    if (/^\d+$/.test(String(wait))) return Number(wait);
    throw new InvalidAnswers([{ path: "--wait", message: `"${wait}" is no number of seconds` }], "the command line");
  }

  async #askStage(): Promise<string | undefined> {
    const names = stageNames(this.#view);
    if (!this.interactive) return undefined;
    const choices = names.map((value) => ({ value, name: value }));
    return (await this.ask({
      type: "select",
      name: "stage",
      message: "Deploy which stage?",
      choices,
      loop: false,
    })) as string;
  }

  /** Production is not deployed by a habit of pressing Enter. */
  async #askName(stage: string): Promise<void> {
    const validate = (text: string) => text.trim() === stage || `type ${stage}, or press Ctrl-C to stop`;
    await this.ask({ type: "input", name: "confirm", message: `Type ${stage} to deploy it`, validate });
  }

  #document({ status, outcome, diagnosis, expected, checks, ...more }: DeployResult & { changes?: string[] }): object {
    const { stage, region } = this.#stage;
    return {
      root: this.root,
      stage,
      account: this.#identity.account,
      region,
      dryRun: this.#dryRun,
      status: this.#dryRun && status === "deployed" ? "compared" : status,
      seconds: Math.round(outcome.seconds),
      log: outcome.log,
      ...(more.changes === undefined ? {} : { changes: more.changes }),
      outputs: outcome.outputs,
      urls: expected?.urls ?? {},
      checks: checks.map(({ what, result, evidence, details }) => ({ what, result, evidence, details })),
      error:
        diagnosis === null
          ? null
          : {
              resource: diagnosis.error.resource,
              message: diagnosis.message,
              id: diagnosis.id,
              cause: diagnosis.cause,
              next: diagnosis.next,
            },
    };
  }
}
