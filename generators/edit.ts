import type { BaseFeatures } from "yeoman-generator";
import type { Blueprint } from "../lib/answers/normalise.ts";
import type { Command } from "../lib/commands/command.ts";
import type { Document } from "../lib/questions/document.ts";
import type { ListName } from "../lib/questions/fields.ts";
import { itemFromFlags } from "../lib/questions/flags.ts";
import { readAnswers } from "../lib/questions/sources.ts";
import { viewOf } from "../lib/repo/changes.ts";
import { addItem } from "../lib/repo/edit/add.ts";
import { storedRepo } from "../lib/repo/edit/stored.ts";
import { stepsFor } from "../lib/repo/steps.ts";
import { editSummary } from "../lib/repo/summary.ts";
import type { SpaceOptions } from "./base.ts";
import { RepoGenerator } from "./repo.ts";

/** A command that edits the answers of a repo that is there. */
export abstract class EditGenerator extends RepoGenerator {
  /** What the repo has now. */
  protected before!: Blueprint;
  /** Its answers: what the edit begins with. */
  protected document!: Document;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures, command: Command) {
    super(args, options, features, command);
  }

  async initializing(): Promise<void> {
    this.checkCommandLine();
    const { stored, blueprint, document } = storedRepo(this.root);
    this.stored = stored;
    // Before anything is asked.
    await this.checkVersion();
    this.before = blueprint;
    this.document = document;
  }

  /** What is given of an item: its name, then flags over `--answers`. */
  protected async given(list: ListName): Promise<Document> {
    const file = this.options.answers;
    const answers = typeof file === "string" ? await readAnswers(file, this.env.cwd) : {};
    const name = this._args[0] === undefined ? {} : { name: this._args[0] };
    const item = { ...answers, ...name, ...itemFromFlags(list, this.options) };
    // A name that is taken is said before anything is asked.
    if ("name" in item) addItem(this.document, list, item);
    return item;
  }

  /** A service that comes or goes changes which packages there are. */
  async install(): Promise<void> {
    const manifest = this.changes.some(({ path, action }) => path.endsWith("package.json") && action !== "unchanged");
    await this.runSteps(stepsFor(viewOf(this.blueprint), { git: false, install: manifest && this.installs }));
  }

  protected override summary(folder: string): Iterable<string> {
    return editSummary({
      view: viewOf(this.blueprint),
      changes: this.changes,
      folder,
      terminal: this.terminal,
      notes: this.notes(),
      next: this.nextCommand(),
    });
  }

  /** What deploys the edit first. */
  protected nextCommand(): string {
    const { pm, environments } = viewOf(this.blueprint);
    return `${pm.run} deploy:${environments[0]}`;
  }

  /** What the user should know or do before the next deploy. */
  protected notes(): string[] {
    return [];
  }
}
