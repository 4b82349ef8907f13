import type { BaseFeatures } from "yeoman-generator";
import { toBlueprint } from "../lib/answers/parse.ts";
import type { Command } from "../lib/commands/command.ts";
import { type Problem, UsageError } from "../lib/errors.ts";
import { askItem } from "../lib/questions/ask.ts";
import type { Document } from "../lib/questions/document.ts";
import { STORE_PROMPTS } from "../lib/questions/prompts/stores.ts";
import { addItem, connect, items } from "../lib/repo/edit/add.ts";
import type { SpaceOptions } from "./base.ts";
import { EditGenerator } from "./edit.ts";

const LISTS = { database: "databases", cache: "caches" } as const;

/** Adds a database or a cache to a repo, and gives it to services. */
export abstract class StoreGenerator extends EditGenerator {
  readonly #kind: keyof typeof LISTS;

  constructor(
    args: string[],
    options: SpaceOptions,
    features: BaseFeatures,
    command: Command,
    kind: keyof typeof LISTS,
  ) {
    super(args, options, features, command);
    this.#kind = kind;
  }

  async prompting(): Promise<void> {
    const list = LISTS[this.#kind];
    const given = await this.given(list);
    const users = typeof this.options.services === "string" ? this.options.services.split(",") : undefined;
    if (!this.interactive) this.#checkComplete(given, users);
    const item = this.interactive
      ? await askItem(this, STORE_PROMPTS[this.#kind]("nestjs", items(this.document, list)), this.document, list, given)
      : given;
    const services = users ?? (await this.#askUsers());
    this.blueprint = toBlueprint(connect(addItem(this.document, list, item), this.#kind, item.name, services));
  }

  protected override notes(): string[] {
    const before = new Set(
      this.before.services.filter((service) => service[this.#kind] !== null).map(({ name }) => name),
    );
    const users = this.blueprint.services.filter(
      (service) => service[this.#kind] !== null && !before.has(service.name),
    );
    const variables = this.#kind === "database" ? "DATABASE_URL and DB_*" : "REDIS_URL and REDIS_*";
    return users.map(({ name }) => `${name} is given ${variables}; its code is yours, and does not use them yet.`);
  }

  #checkComplete(given: Document, users: string[] | undefined): void {
    const problems: Problem[] = [
      ...("name" in given ? [] : [{ path: "name", message: `is required: the name of the ${this.#kind}` }]),
      ...(users === undefined
        ? [{ path: "--services", message: `is required: the services that use the ${this.#kind}` }]
        : []),
    ];
    if (problems.length > 0) throw new UsageError(problems, "the command line: nobody can be asked here");
  }

  async #askUsers(): Promise<string[]> {
    const free = items(this.document, "services").filter(
      (service) => service.kind !== "static" && service[this.#kind] == null,
    );
    if (free.length === 0)
      throw new UsageError(
        [{ path: "services", message: `every service has a ${this.#kind} already: a new one would have no user` }],
        "the repo",
      );
    const choices = free.map(({ name }) => ({ value: name, name }));
    const validate = (chosen: unknown[]) => (chosen.length === 0 ? "choose at least one" : true);
    return (await this.ask({
      type: "checkbox",
      name: "services",
      message: "Services that use it",
      choices,
      validate,
      loop: false,
    })) as string[];
  }
}
