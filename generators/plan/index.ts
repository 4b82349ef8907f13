import { resolve } from "node:path";
import type { BaseFeatures } from "yeoman-generator";
import { plan as command } from "../../lib/commands/plan/command.ts";
import { Failure } from "../../lib/errors.ts";
import { type Made, makePlan } from "../../lib/plan/make.ts";
import { identityOf } from "../../lib/plan/report/identity.ts";
import { pictured, writeReport } from "../../lib/plan/report/write.ts";
import { linesOf } from "../../lib/plan/text/plan.ts";
import { verdictOf } from "../../lib/plan/verdict.ts";
import { mermaidOf } from "../../lib/render/diagram/mermaid.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

/** `yo space-sst:plan`: what a deploy would make, what it costs, and which controls it keeps. Changes nothing. */
export default class PlanGenerator extends SpaceGenerator {
  #made!: Made;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, command);
  }

  initializing(): void {
    this.checkCommandLine();
  }

  async configuring(): Promise<void> {
    this.#made = await makePlan(this.root, {
      words: this._args.map(String),
      all: this.flag("all"),
      fresh: this.flag("fresh"),
      ...(typeof this.options.since === "string" ? { since: this.options.since } : {}),
      step: (name, run) => this.terminal.step(name, run),
    });
  }

  async writing(): Promise<void> {
    const { html } = this.options;
    if (typeof html !== "string" || this.flag("dry-run")) return;
    await writeReport(resolve(this.env.cwd, html), this.#made, await identityOf(this.root, new Date()));
  }

  end(): void {
    const { plan, graphOf } = this.#made;
    if (this.flag("json")) this.terminal.document(plan);
    else if (this.flag("mermaid")) this.terminal.raw(mermaidOf(graphOf(pictured(plan))));
    else for (const line of linesOf(plan, this.terminal)) this.terminal.print(line);
    const { html } = this.options;
    if (typeof html === "string" && !this.flag("dry-run"))
      this.terminal.print(`\nReport: ${resolve(this.env.cwd, html)}`);
    const verdict = verdictOf(plan);
    if (verdict !== null) throw new Failure(verdict.message, { status: verdict.status });
  }
}
