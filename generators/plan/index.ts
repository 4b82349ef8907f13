import type { BaseFeatures } from "yeoman-generator";
import { plan as command } from "../../lib/cli/commands/plan.ts";
import { Failure } from "../../lib/cli/failure.ts";
import { makePlan } from "../../lib/plan/make.ts";
import { linesOf } from "../../lib/plan/text/plan.ts";
import type { Plan } from "../../lib/plan/types.ts";
import { verdictOf } from "../../lib/plan/verdict.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

/** `yo space-sst:plan`: what a deploy would make, what it costs, and which controls it keeps. Changes nothing. */
export default class PlanGenerator extends SpaceGenerator {
  #plan!: Plan;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, command);
  }

  initializing(): void {
    this.checkCommandLine();
  }

  async configuring(): Promise<void> {
    this.#plan = await makePlan(this.root, {
      words: this._args.map(String),
      all: this.flag("all"),
      fresh: this.flag("fresh"),
      ...(typeof this.options.since === "string" ? { since: this.options.since } : {}),
      step: (name, run) => this.terminal.step(name, run),
    });
  }

  end(): void {
    if (this.flag("json")) this.terminal.document(this.#plan);
    else for (const line of linesOf(this.#plan, this.terminal)) this.terminal.print(line);
    const verdict = verdictOf(this.#plan);
    if (verdict !== null) throw new Failure(verdict.message, { status: verdict.status });
  }
}
