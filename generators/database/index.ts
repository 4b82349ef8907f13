import type { BaseFeatures } from "yeoman-generator";
import { database } from "../../lib/commands/database/command.ts";
import type { SpaceOptions } from "../base.ts";
import { StoreGenerator } from "../store.ts";

/** `yo space-sst:database`: adds a database to a repo. */
export default class DatabaseGenerator extends StoreGenerator {
  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, database, "database");
  }
}
