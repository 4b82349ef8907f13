import type { BaseFeatures } from "yeoman-generator";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { ENVIRONMENTS } from "../../lib/answers/vocabulary.ts";
import { stage } from "../../lib/commands/stage/command.ts";
import { environmentHint } from "../../lib/cost/hints.ts";
import { UsageError } from "../../lib/errors.ts";
import { addStage } from "../../lib/repo/edit/add.ts";
import type { SpaceOptions } from "../base.ts";
import { EditGenerator } from "../edit.ts";

/** `yo space-sst:stage`: adds a stage to a repo. */
export default class StageGenerator extends EditGenerator {
  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, stage);
  }

  async prompting(): Promise<void> {
    const name = this._args[0] ?? (await this.#askName());
    this.blueprint = toBlueprint(addStage(this.document, name));
  }

  async #askName(): Promise<string> {
    const left = ENVIRONMENTS.filter((environment) => !this.before.stages.includes(environment));
    if (left.length === 0)
      throw new UsageError([{ path: "name", message: "the repo has every stage already" }], "the repo");
    if (!this.interactive)
      throw new UsageError(
        [{ path: "name", message: `is required: ${left.join(" or ")}` }],
        "the command line: nobody can be asked here",
      );
    const choices = left.map((value) => ({ value, name: value, description: environmentHint(value) }));
    return (await this.ask({ type: "select", name: "name", message: "Stage", choices, loop: false })) as string;
  }
}
