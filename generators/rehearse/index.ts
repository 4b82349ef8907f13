import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BaseFeatures } from "yeoman-generator";
import { type Stage, stageNamed, stagesOf } from "../../lib/answers/stages.ts";
import { rehearse as command } from "../../lib/commands/rehearse/command.ts";
import { requireSst } from "../../lib/deploy/sst.ts";
import { Failure, UsageError } from "../../lib/errors.ts";
import type { Fault } from "../../lib/rehearse/account/faults.ts";
import { type Engine, findEngine } from "../../lib/rehearse/engine.ts";
import { faultsOf } from "../../lib/rehearse/fault-words.ts";
import { rehearse } from "../../lib/rehearse/rehearse.ts";
import { pageOf } from "../../lib/rehearse/report/page.ts";
import { linesOf } from "../../lib/rehearse/report/text.ts";
import type { Report } from "../../lib/rehearse/report/types.ts";
import { verdictOf } from "../../lib/rehearse/report/verdict.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { type Revision, revisionOf } from "../../lib/repo/revision.ts";
import { interruptible } from "../../lib/system/interruptible.ts";
import { writeWhole } from "../../lib/system/write-whole.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

/** `yo space-sst:rehearse`: what a deploy would do, on this machine. Changes nothing. */
export default class RehearseGenerator extends SpaceGenerator {
  #stage!: Stage;
  #project!: string;
  #engine!: Engine;
  #since: Revision | null = null;
  #faults: Fault[] = [];

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, command);
  }

  async initializing(): Promise<void> {
    this.checkCommandLine();
    const { since, fault } = this.options;
    if (this.flag("first") && typeof since === "string")
      throw new UsageError([{ path: "--first", message: "says that there is nothing before, and --since what" }]);
    const view = viewOf(storedRepo(this.root).blueprint);
    const own = stagesOf(view).filter(({ client }) => client === null);
    this.#stage = stageNamed(view, this._args[0] ?? (own.at(-1) ?? stagesOf(view).at(-1))?.stage);
    this.#project = view.project;
    this.#faults = faultsOf([fault ?? []].flat().map(String));
    const platform = join(this.root, ".sst", "platform");
    requireSst(this.root);
    if (!existsSync(platform))
      throw new Failure(`SST's platform is missing in ${this.root}: npm run platform installs it`);
    this.#engine = findEngine(platform);
    if (!this.flag("first")) this.#since = await revisionOf(this.root, typeof since === "string" ? since : undefined);
  }

  async writing(): Promise<void> {
    if (this.flag("dry-run")) return;
    const report = await interruptible((signal) => this.#rehearse(signal), { also: ["SIGTERM", "SIGHUP"] });
    if (this.flag("json")) this.terminal.document(report);
    else for (const line of linesOf(report, this.terminal)) this.terminal.print(line);
    const { html } = this.options;
    if (typeof html === "string") {
      const file = resolve(this.env.cwd, html);
      await writeWhole(file, pageOf(report));
      this.terminal.print(`Report: ${file}`);
    }
    const verdict = verdictOf(report);
    if (verdict !== null) throw new Failure(verdict.message, { status: verdict.status });
  }

  #rehearse(signal: AbortSignal): Promise<Report> {
    return rehearse({
      root: this.root,
      stage: this.#stage,
      project: this.#project,
      engine: this.#engine,
      since: this.#since,
      faults: this.#faults,
      remove: this.flag("remove"),
      signal,
      step: (name, run) => this.terminal.step(name, run),
    });
  }
}
