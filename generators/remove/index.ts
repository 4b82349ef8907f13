import type { BaseFeatures } from "yeoman-generator";
import { toBlueprint } from "../../lib/answers/parse.ts";
import type { ClientView } from "../../lib/answers/view.ts";
import { remove } from "../../lib/commands/remove/command.ts";
import { UsageError } from "../../lib/errors.ts";
import { render } from "../../lib/render/render.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { removalNotes } from "../../lib/repo/edit/client-removal.ts";
import { type CodeRemoval, removeCode } from "../../lib/repo/edit/code.ts";
import { REMOVABLE, type Removable, type Removal, removeItem } from "../../lib/repo/edit/remove.ts";
import type { Change } from "../../lib/repo/workspace/index.ts";
import { didYouMean } from "../../lib/system/nearest.ts";
import type { SpaceOptions } from "../base.ts";
import { EditGenerator } from "../edit.ts";

/** `yo space-sst:remove`: takes a service, a database, a cache or a client out of a repo. */
export default class RemoveGenerator extends EditGenerator {
  #what!: Removable;
  #name!: string;
  #removal!: Removal;
  #code: CodeRemoval = { changes: [], kept: [] };

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, remove);
  }

  async prompting(): Promise<void> {
    const [what, name] = this._args;
    this.#what = await this.#kind(what);
    this.#name = name ?? (await this.#askName());
    this.#removal = removeItem(this.document, this.#what, this.#name);
    this.blueprint = toBlueprint(this.#removal.document);
  }

  /** Data is not lost without somebody saying so. */
  protected override async beforePlan(): Promise<void> {
    const client = this.#client();
    if (client !== undefined && !this.flag("stage-gone") && !this.flag("dry-run")) await this.#checkGone(client);
    const { lost } = this.#removal;
    if (lost.length === 0 || this.flag("lose-data") || this.flag("dry-run")) return;
    const names = lost.map(({ what, name }) => `the ${what} "${name}"`).join(" and ");
    const message = `the next deploy deletes ${names} and all that is in it, in every stage (in production it stops at the protection first)`;
    if (!this.interactive)
      throw new UsageError([{ path: "--lose-data", message: `is needed: ${message}` }], "the command line");
    this.terminal.print(`${this.terminal.paint("red", "Data is lost:")} ${message}.`);
    await this.goOn("Go on all the same?");
  }

  protected override async moreChanges(): Promise<Change[]> {
    const service = this.#what === "service" ? this.before.services.find(({ name }) => name === this.#name) : undefined;
    if (service?.directory == null || service.source === "existing") return [];
    this.#code = await removeCode(this.root, service.directory, render(viewOf(this.before)), this.flag("delete-code"));
    return this.#code.changes;
  }

  /** What stands in AWS is not forgotten without somebody saying so; where AWS says that nothing does, nobody is asked. */
  async #checkGone(client: ClientView): Promise<void> {
    const { standingStages, whyGone } = await import("../../lib/deploy/standing.ts");
    const standing = await this.terminal.step(`Ask AWS about ${client.name}`, () =>
      standingStages(client, this.before.project),
    );
    if (standing.known && standing.stages.length === 0) return;
    const why = whyGone(client, standing);
    if (standing.known || !this.interactive)
      throw new UsageError([{ path: "--stage-gone", message: `is needed: ${why}` }], "the command line");
    this.terminal.print(`${this.terminal.paint("red", "Its stages:")} ${why}.`);
    await this.goOn("Are they gone?", false);
  }

  #client(): ClientView | undefined {
    return this.#what === "client" ? viewOf(this.before).clients.find(({ name }) => name === this.#name) : undefined;
  }

  protected override notes(): string[] {
    const client = this.#client();
    if (client !== undefined) return removalNotes(client, viewOf(this.before));
    const { lost, without } = this.#removal;
    return [
      ...(this.#code.kept.length > 0
        ? [
            `services/${this.#name} stays: you have edited ${this.#code.kept.length} of its files. --delete-code deletes it, or do it yourself.`,
          ]
        : []),
      ...(without.length > 0
        ? [`${without.join(", ")} lost its ${this.#what}: its code still asks for it, and needs your edit.`]
        : []),
      ...lost.map(
        ({ what, name }) =>
          `The next deploy deletes the ${what} "${name}" and its data. Take a snapshot first if you may need it; production is protected, and RUNBOOK.md says how to let go.`,
      ),
      ...(this.#what === "service"
        ? [
            `The next deploy of each stage deletes the service's tasks, its rule on the load balancer, its roles, its images and its secret.`,
          ]
        : []),
    ];
  }

  async #kind(what: string | undefined): Promise<Removable> {
    const kinds = Object.keys(REMOVABLE);
    if (what !== undefined && kinds.includes(what)) return what as Removable;
    const problem =
      what === undefined
        ? `is required: ${kinds.join(", ")}`
        : `"${what}" is not one of ${kinds.join(", ")}${didYouMean(what, kinds)}`;
    if (!this.interactive || what !== undefined)
      throw new UsageError([{ path: "what", message: problem }], "the command line");
    return (await this.ask({
      type: "select",
      name: "what",
      message: "Remove what?",
      choices: kinds.map((value) => ({ value, name: value })),
    })) as Removable;
  }

  async #askName(): Promise<string> {
    const names = (this.document[REMOVABLE[this.#what]] as { name: string }[]).map(({ name }) => name);
    if (!this.interactive || names.length === 0)
      throw new UsageError(
        [{ path: "name", message: `is required: ${names.length === 0 ? "there is none" : names.join(", ")}` }],
        "the command line",
      );
    return (await this.ask({
      type: "select",
      name: "name",
      message: `Which ${this.#what}?`,
      choices: names.map((value) => ({ value, name: value })),
    })) as string;
  }
}
