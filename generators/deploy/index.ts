import type { BaseFeatures } from "yeoman-generator";
import { type Stage, stageNamed } from "../../lib/answers/stages.ts";
import type { View } from "../../lib/answers/view.ts";
import { Aws } from "../../lib/aws/client.ts";
import { deploy } from "../../lib/commands/deploy/command.ts";
import { deployWith, NOTHING_DEPLOYED } from "../../lib/commands/deploy/deploying.ts";
import { type DeployOptions, diffStage } from "../../lib/deploy/deploy.ts";
import { resultDocument } from "../../lib/deploy/document.ts";
import { identify } from "../../lib/deploy/ready.ts";
import { requireSst } from "../../lib/deploy/sst.ts";
import { consented, refusePlainHttp, stageNames, WAIT } from "../../lib/deploy/target.ts";
import { UsageError } from "../../lib/errors.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { stoppingMeans } from "../../lib/terminal/stopped.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

/** `yo space-sst:deploy`: one stage, from the checks before it to the proof that it serves. */
export default class DeployGenerator extends SpaceGenerator {
  #view!: View;
  #stage!: Stage;
  #consented = false;
  #wait = WAIT;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, deploy);
  }

  initializing(): void {
    this.checkCommandLine();
    stoppingMeans(NOTHING_DEPLOYED);
    this.#wait = this.#seconds();
    this.#view = viewOf(storedRepo(this.root).blueprint);
    requireSst(this.root);
  }

  async prompting(): Promise<void> {
    this.#stage = stageNamed(this.#view, this._args[0] ?? (await this.#askStage()));
    this.#consented = this.#dryRun || consented(this.#stage, this.#consent);
    refusePlainHttp(this.#view, this.#stage, this.#allowPlainHttp);
  }

  async install(): Promise<void> {
    const { stage, region } = this.#stage;
    const options: DeployOptions = {
      root: this.root,
      view: this.#view,
      stage: this.#stage,
      aws: new Aws({ region }),
      terminal: this.terminal,
      again: `space-sst deploy ${stage}`,
      allowPlainHttp: this.#allowPlainHttp,
      wait: this.#wait,
    };
    const { ask } = this;
    const skipDoctor = this.flag("skip-doctor");
    const { identity, result } = this.#dryRun
      ? { identity: await identify(options), result: await diffStage(options) }
      : await deployWith({ ...options, ask, skipDoctor, consented: this.#consented });
    if (this.flag("json")) this.terminal.document(resultDocument(options, identity, result, { dryRun: this.#dryRun }));
    if (result.error !== null) throw result.error;
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
    throw new UsageError([{ path: "--wait", message: `"${wait}" is no number of seconds` }], "the command line");
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
}
