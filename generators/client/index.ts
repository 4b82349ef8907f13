import type { BaseFeatures } from "yeoman-generator";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { stageNames } from "../../lib/answers/stages.ts";
import { client } from "../../lib/commands/client/command.ts";
import { sizesFromFlags } from "../../lib/questions/client-sizes.ts";
import { askClient } from "../../lib/questions/conversation.ts";
import { type Document, mergeDocuments } from "../../lib/questions/document.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { addItem } from "../../lib/repo/edit/add.ts";
import { clientProblems } from "../../lib/repo/edit/client.ts";
import type { SpaceOptions } from "../base.ts";
import { EditGenerator } from "../edit.ts";

/** `yo space-sst:client`: adds a client to a repo. */
export default class ClientGenerator extends EditGenerator {
  #name = "";

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, client);
  }

  async prompting(): Promise<void> {
    const sizes = sizesFromFlags(this.options.size);
    const given = mergeDocuments(await this.given("clients"), sizes);
    const item = this.interactive ? await askClient(this, this.document, given) : given;
    clientProblems(this.document, item);
    this.#name = String(item.name);
    this.blueprint = toBlueprint(addItem(this.document, "clients", item as Document));
  }

  protected override notes(): string[] {
    const [made] = this.blueprint.clients.filter(({ name }) => name === this.#name);
    if (made === undefined) return [];
    const stages = stageNames(made);
    return [
      `${stages.join(" and ")} deploy into account ${made.account} in ${made.region}, and into no other: sign in to it first, such as with AWS_PROFILE=${made.name}.`,
      `Its addresses are 10.${made.network}.0.0/16, which no other client has.`,
    ];
  }

  protected override nextCommand(): string {
    const [made] = this.blueprint.clients.filter(({ name }) => name === this.#name);
    const stage = made === undefined ? "" : stageNames(made)[0];
    return `AWS_PROFILE=${this.#name} ${viewOf(this.blueprint).pm.exec} sst deploy --stage ${stage}`;
  }
}
