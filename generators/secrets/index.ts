import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { BaseFeatures } from "yeoman-generator";
import { type DeclaredSecret, declaredSecrets } from "../../lib/answers/secrets.ts";
import { type Stage, stageNamed } from "../../lib/answers/stages.ts";
import type { View } from "../../lib/answers/view.ts";
import { Aws } from "../../lib/aws/client.ts";
import { type Identity, identityFor } from "../../lib/aws/identity.ts";
import { type StoredSecrets, storedSecrets } from "../../lib/aws/sst/state.ts";
import { secrets } from "../../lib/commands/secrets/command.ts";
import { type SecretAction, secretAction } from "../../lib/deploy/secrets/action.ts";
import { type ComparedSecret, compareSecrets, secretNames } from "../../lib/deploy/secrets/compare.ts";
import { readEnvFile, writeEnvFile } from "../../lib/deploy/secrets/env-file.ts";
import { secretLines } from "../../lib/deploy/secrets/lines.ts";
import { secretFile, writeSecretFile } from "../../lib/deploy/secrets/output-file.ts";
import { changesOf, missingOf, pushSecrets } from "../../lib/deploy/secrets/push.ts";
import { sstOf } from "../../lib/deploy/secrets/set.ts";
import { Failure, Stopped, UsageError } from "../../lib/errors.ts";
import { confirm } from "../../lib/questions/ask.ts";
import { viewOf } from "../../lib/repo/changes.ts";
import { storedRepo } from "../../lib/repo/edit/stored.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";
import { SpaceGenerator, type SpaceOptions } from "../base.ts";

/** `yo space-sst:secrets`: the values of a stage's secrets. */
export default class SecretsGenerator extends SpaceGenerator {
  #action!: SecretAction;
  #view!: View;
  #stage!: Stage;
  #declared!: DeclaredSecret[];
  /** The values that `--from` gives, by SST's names; null without one. */
  #file: Map<string, string> | null = null;
  /** People read standard error where standard output carries the values. */
  #people!: Terminal;

  constructor(args: string[], options: SpaceOptions, features: BaseFeatures = {}) {
    super(args, options, features, secrets);
  }

  initializing(): void {
    this.checkCommandLine();
    this.#view = viewOf(storedRepo(this.root).blueprint);
    this.#action = secretAction(this._args[0], this.options);
    this.#stage = stageNamed(this.#view, this._args[1]);
    this.#declared = declaredSecrets(this.#view);
    if (this.#declared.length === 0)
      throw new Failure("no service declares a secret; it is named in .yo-rc.json under services[].secrets");
    const { from } = this.options;
    if (typeof from === "string") this.#file = readEnvFile(this.#read(from), this.#declared, sourceOf(from));
    this.#people = this.options.to === "-" ? new Terminal({ json: true }) : this.terminal;
    if (this.#action === "push") sstOf(this.root);
  }

  async writing(): Promise<void> {
    const target = this.#action === "pull" ? await this.#target() : null;
    const { stage, region } = this.#stage;
    const aws = new Aws({ region });
    const [identity, stored] = await this.#people.step(`Reading the secrets of ${stage}`, async () => {
      const found = await identityFor(aws, this.#stage);
      return [found, await storedSecrets(aws, this.#view.project, stage)] as const;
    });
    const compared = compareSecrets(this.#declared, this.#file, stored);
    if (this.#action === "push") await this.#push(compared, identity);
    if (this.#action === "pull") await this.#pull(target, stored, compared, identity);
    if (this.#action === "diff") this.#diff(compared, identity);
  }

  #read(from: string): Buffer {
    try {
      return readFileSync(from === "-" ? 0 : resolve(this.env.cwd, from));
    } catch (error) {
      throw new UsageError([{ path: "--from", message: `cannot be read: ${(error as Error).message}` }], "the flags");
    }
  }

  /** Where `pull` writes; null for standard output. */
  async #target(): Promise<string | null> {
    const { to } = this.options;
    return to === "-" ? null : secretFile(String(to), this.env.cwd, this.flag("force"));
  }

  async #push(compared: ComparedSecret[], identity: Identity): Promise<void> {
    const { stage } = this.#stage;
    const changes = changesOf(compared);
    const replaced = changes.filter(({ state }) => state === "different");
    for (const line of secretLines(compared, this.#people)) this.#people.print(line);
    if (!this.flag("dry-run")) {
      if (this.interactive && replaced.length > 0) {
        const message = `Replace the value of ${secretNames(replaced)} in ${stage} (account ${identity.account})?`;
        if (!(await confirm(this.ask, "replace", message, true))) throw new Stopped("Stopped. Nothing was set.");
      }
      await pushSecrets({ root: this.root, stage }, changes, this.#file ?? new Map(), this.#people);
    }
    this.#end(compared, identity, { set: this.flag("dry-run") ? [] : changes.map(({ name }) => name) });
    const missing = missingOf(compared);
    if (changes.length === 0) this.#people.print(`${stage} has these values already.`);
    else if (this.flag("dry-run")) this.#people.print(`Nothing was set: ${changes.length} would be.`);
    else this.#people.print(`${changes.length} set. Services get them with the next deploy of ${stage}.`);
    if (missing.length > 0)
      this.#people.print(`Still without a value, so that a deploy stops: ${secretNames(missing)}.`);
  }

  async #pull(target: string | null, { own, fallback }: StoredSecrets, compared: ComparedSecret[], identity: Identity) {
    const text = writeEnvFile(new Map([...fallback, ...own]), this.#declared);
    const found = compared.filter(({ state }) => state === "set");
    if (target === null) process.stdout.write(this.flag("dry-run") ? "" : text);
    else if (!this.flag("dry-run")) await writeSecretFile(target, text);
    this.#end(compared, identity, { file: target });
    const where = target === null ? "" : ` in ${target}`;
    const verb = this.flag("dry-run") ? "would be written" : "written";
    this.#people.print(`${found.length} of ${this.#declared.length} values ${verb}${where}.`);
  }

  #diff(compared: ComparedSecret[], identity: Identity): void {
    for (const line of secretLines(compared, this.#people)) this.#people.print(line);
    this.#end(compared, identity, {});
    const missing = missingOf(compared);
    if (missing.length > 0)
      throw new Failure(
        `${this.#stage.stage} has no value for ${secretNames(missing)}: space-sst secrets push ${this.#stage.stage} --from FILE`,
      );
  }

  #end(compared: ComparedSecret[], { account }: Identity, more: object): void {
    const { stage, region } = this.#stage;
    const dryRun = this.flag("dry-run");
    if (this.flag("json"))
      this.terminal.document({ action: this.#action, stage, account, region, dryRun, secrets: compared, ...more });
  }
}

const sourceOf = (from: string): string => (from === "-" ? "standard input" : from);
