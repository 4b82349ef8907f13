import type { BaseFeatures } from "yeoman-generator";
import { cache } from "../../lib/commands/cache/command.ts";
import type { SpaceOptions } from "../base.ts";
import { StoreGenerator } from "../store.ts";

/** `yo space-sst:cache`: adds a cache to a repo. */
export default class CacheGenerator extends StoreGenerator {
  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, cache, "cache");
  }
}
