import { replaces } from "../../plan/changes/replaces.ts";
import { make } from "../../proof/simulate/engine/cloud.ts";
import { answers } from "../../proof/simulate/engine/lookups.ts";
import { isObject } from "../../proof/simulate/engine/wire.ts";
import type { Plain, PlainObject } from "../../proof/simulate/types.ts";
import type { Account } from "../account/account.ts";
import { checked, isNamedByProgram, problemsOf } from "./check.ts";
import { differences, topOf } from "./compare.ts";
import { contextHash, IMAGE, pushedTags } from "./images.ts";
import { created, fillers, foreseen, type Made, regionOf, secretsOf, updated } from "./outputs.ts";
import type { Schemas } from "./schema.ts";
import { hasUnknown, nameOfUrn, typeOfUrn } from "./values.ts";

/**
 * A provider as the engine sees it, in plain values: it keeps the protocol of Pulumi's Terraform bridge and has AWS played
 * by an account in memory.
 */

export interface ProviderOptions {
  account: Account;
  schemas: Schemas;
  /** `aws`, `random`. */
  pkg: string;
  /** The folder that the engine runs the program in. */
  cwd: string;
}

export interface PropertyChange {
  path: string;
  kind: "ADD" | "DELETE" | "UPDATE";
  replaces: boolean;
}

export interface Inputs {
  olds: PlainObject;
  news: PlainObject;
}

const parsed = (value: Plain): Plain => {
  try {
    return typeof value === "string" && /^\s*[[{]/.test(value) ? (JSON.parse(value) as Plain) : value;
  } catch {
    return value;
  }
};

export class Provider {
  readonly #options: ProviderOptions;
  #region = "us-east-1";
  #defaultTags: PlainObject | undefined;

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  /** Nothing but the region and the default tags of a configuration decides anything here. */
  configure(config: PlainObject): void {
    if (typeof config.region === "string") this.#region = config.region;
    const { tags } = (parsed(config.defaultTags ?? null) ?? {}) as PlainObject;
    this.#defaultTags = isObject(tags) ? tags : undefined;
  }

  check(urn: string, { olds, news }: Inputs, suffix: string) {
    const { pkg } = this.#options;
    const schema = this.#schema(urn);
    const inputs = checked({ pkg, urn, schema, olds, news, suffix, defaultTags: this.#defaultTags });
    return { inputs, problems: problemsOf(pkg, schema, news) };
  }

  diff(urn: string, { olds, news }: Inputs, state: PlainObject, ignored: readonly string[]) {
    const type = typeOfUrn(urn);
    const schema = this.#schema(urn);
    const found = differences(schema, olds, news, ignored);
    const hash = type === IMAGE ? contextHash(news, this.#options.cwd) : undefined;
    if (hash !== undefined && state.contextHash !== hash)
      found.push({ path: "contextHash", before: state.contextHash, after: hash });
    const changes = found.map(
      ({ path, before, after }): PropertyChange => ({
        path,
        kind: before === undefined ? "ADD" : after === undefined ? "DELETE" : "UPDATE",
        replaces: replaces(type, path),
      }),
    );
    this.#options.account.differences.set(
      urn,
      changes.map(({ path }) => path),
    );
    const anew = changes.filter((change) => change.replaces);
    return {
      changes,
      diffs: [...new Set(changes.map(({ path }) => topOf(path)))].sort(),
      replaces: [...new Set(anew.map(({ path }) => topOf(path)))].sort(),
      deleteBeforeReplace: anew.length > 0 && isNamedByProgram(schema, news),
    };
  }

  async create(urn: string, inputs: PlainObject, preview: boolean) {
    const made = this.#made(urn, inputs);
    if (preview) return { id: "", outputs: foreseen(made), secrets: secretsOf(made.type) };
    const { account } = this.#options;
    return account.call("create", urn, async () => {
      refuseUnknown(urn, inputs);
      await account.faults.play("create", urn);
      const region = regionOf(inputs, this.#region);
      account.admit(made.type, inputs, region);
      if (made.type === IMAGE) account.push(pushedTags(inputs));
      const { id, outputs } = created(account, made);
      account.bear({ type: made.type, id, urn, region, inputs, outputs });
      await account.faults.play("created", urn);
      return { id, outputs, secrets: secretsOf(made.type) };
    });
  }

  async update(urn: string, id: string, { olds, news }: Inputs, oldInputs: PlainObject, preview: boolean) {
    const made = this.#made(urn, news);
    const { account } = this.#options;
    const become = () => updated(account, made, olds, oldInputs, preview);
    if (preview) return { outputs: become(), secrets: secretsOf(made.type) };
    return account.call("update", urn, async () => {
      refuseUnknown(urn, news);
      await account.faults.play("update", urn);
      account.amend(made.type, oldInputs, news);
      if (made.type === IMAGE) account.push(pushedTags(news));
      const outputs = become();
      account.bear({ type: made.type, id, urn, region: regionOf(news, this.#region), inputs: news, outputs });
      return { outputs, secrets: secretsOf(made.type) };
    });
  }

  async delete(urn: string, id: string, state: PlainObject): Promise<void> {
    const { account } = this.#options;
    await account.call("delete", urn, async () => {
      await account.faults.play("delete", urn);
      account.bury(typeOfUrn(urn), id, state);
    });
  }

  /** A lookup, or a refresh of what the state has; null where it is gone. */
  read(urn: string, id: string, state: PlainObject, inputs: PlainObject): { outputs: PlainObject } | null {
    const { account, pkg } = this.#options;
    const type = typeOfUrn(urn);
    const isRefresh = Object.keys(inputs).length > 0;
    if (isRefresh && pkg === "aws" && account.find(type, id) === undefined) return null;
    if (isRefresh || Object.keys(state).length > 1) return { outputs: state };
    const name = nameOfUrn(urn);
    const request = { urn, type, name, inputs: state, account: account.id, region: this.#region, knownId: id };
    const { outputs } = make(request);
    return { outputs: { ...fillers(this.#schema(urn), { ...outputs, ...state }, id), ...outputs, ...state } };
  }

  /** @throws {Error} where nothing answers the question */
  invoke(token: string, args: PlainObject): PlainObject {
    const answer = answers[token];
    if (answer === undefined) throw new Error(`invoking ${token}: the rehearsal has no answer to it`);
    const region = typeof args.region === "string" ? args.region : this.#region;
    return { ...args, ...answer({ token, args, account: this.#options.account.id, region }) };
  }

  cancel(): void {
    this.#options.account.faults.cancel();
  }

  #schema(urn: string) {
    return this.#options.schemas.of(typeOfUrn(urn));
  }

  #made(urn: string, inputs: PlainObject): Made {
    const { pkg, cwd } = this.#options;
    return { pkg, type: typeOfUrn(urn), urn, inputs, schema: this.#schema(urn), region: this.#region, cwd };
  }
}

function refuseUnknown(urn: string, inputs: PlainObject): void {
  if (hasUnknown(inputs)) throw new Error(`${urn}: a value that is not known reached AWS`);
}
