import type { BaseFeatures } from "yeoman-generator";
import { secretName } from "../../lib/answers/names.ts";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { service } from "../../lib/commands/service/command.ts";
import { UsageError } from "../../lib/errors.ts";
import { askService } from "../../lib/questions/conversation.ts";
import { detect } from "../../lib/questions/detect.ts";
import type { Document } from "../../lib/questions/document.ts";
import { addItem, items } from "../../lib/repo/edit/add.ts";
import type { SpaceOptions } from "../base.ts";
import { EditGenerator } from "../edit.ts";

/** `yo space-sst:service`: adds a service to a repo. */
export default class ServiceGenerator extends EditGenerator {
  #name = "";

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, service);
  }

  async prompting(): Promise<void> {
    const given = await this.given("services");
    if (given.source === "existing") Object.assign(given, { ...this.#detected(given.directory), ...given });
    const withStores = this.#newStores(given);
    const answers = this.interactive ? await askService(this, withStores, given) : this.#complete(withStores, given);
    this.#name = String(items(answers, "services").at(-1)?.name);
    this.blueprint = toBlueprint(answers);
  }

  protected override notes(): string[] {
    const service = this.blueprint.services.find(({ name }) => name === this.#name);
    return (service?.secrets ?? []).map(
      (variable) =>
        `${variable} has no value yet, and a deploy is refused without: npx sst secret set ${secretName(this.#name, variable)} <value> --stage <stage>`,
    );
  }

  /** Where nobody can be asked, only the name has no default. */
  #complete(document: Document, given: Document): Document {
    if (given.name === undefined)
      throw new UsageError(
        [{ path: "name", message: `is required: ${service.usage}` }],
        "the command line: nobody can be asked here",
      );
    return addItem(document, "services", given);
  }

  /** Code that is in the repo says itself where it listens. */
  #detected(directory: unknown): Document {
    if (directory === undefined) return {};
    const found = detect(this.root, directory);
    if (found === null)
      throw new UsageError([{ path: "--directory", message: `${directory} has no Dockerfile` }], "the flags");
    return { ...found };
  }

  /** `--database reports --database-engine mysql` makes a new one. */
  #newStores(given: Document): Document {
    let document = this.document;
    for (const [key, list] of [
      ["database", "databases"],
      ["cache", "caches"],
    ] as const) {
      const engine = this.options[`${key}-engine`];
      if (engine === undefined) continue;
      if (given[key] == null)
        throw new UsageError(
          [{ path: `--${key}-engine`, message: `needs --${key}: the name of the new ${key}` }],
          "the flags",
        );
      document = addItem(document, list, { name: given[key], engine });
    }
    return document;
  }
}
