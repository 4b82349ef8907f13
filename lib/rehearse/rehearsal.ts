import { mkdir, mkdtemp, realpath, rename, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Outcome, type SstOptions, type SstRun, startSst, type Verb } from "../deploy/sst.ts";
import { type Revision, writeRevision, writeWorkTree } from "../repo/revision.ts";
import type { Account, Call } from "./account/account.ts";
import { Accounts } from "./account/accounts.ts";
import type { Fault } from "./account/faults.ts";
import { type AwsServer, PLUGIN, startAws } from "./aws/server.ts";
import { equip } from "./copy.ts";
import type { Engine } from "./engine.ts";
import { enginePid, environmentOf, placeHome } from "./environment.ts";
import { Provider } from "./providers/provider.ts";
import { Schemas } from "./providers/schema.ts";
import { loadSdk } from "./providers/sdk.ts";
import { serve } from "./providers/serve.ts";

/** AWS accounts in memory, in which the real SST and the real engine deploy copies of a repo. */

export interface RehearsalOptions {
  /** The repo: its packages and `.sst/platform` are installed. */
  root: string;
  engine: Engine;
  /** The account that everything is deployed into without other credentials. Default 123456789012. */
  account?: string;
  /** Domains that have a hosted zone. */
  zones?: readonly string[];
  faults?: readonly Fault[];
  /** Called when the provider begins something and when it has ended. */
  onCall?: (call: Call) => void;
  /** Aborted: everything that runs is ended at once. */
  signal?: AbortSignal;
}

export interface Run extends Outcome {
  /** What was asked of the providers, in order. */
  calls: Call[];
}

/** A resource of the state that SST keeps. */
export interface Kept {
  urn: string;
  type: string;
  id?: string;
  custom?: boolean;
  /** It is looked up, not made. */
  external?: boolean;
  protect?: boolean;
  retainOnDelete?: boolean;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  dependencies?: string[];
}

const FOLDER = "space-sst-rehearsal-";

/** How long a person looks at something that hangs before they press Ctrl-C. */
const PATIENCE_MS = 1000;

export class Rehearsal {
  readonly account: Account;
  /** All accounts: a program with the key of another one is in that. */
  readonly accounts: Accounts;
  /** What was tried to reach outside of this machine. */
  readonly outside: readonly string[];
  /** What SST asked of AWS and nothing answered. */
  readonly unanswered: readonly string[];
  /** Variables of what runs in the account, for programs that are not SST. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly #root: string;
  readonly #folder: string;
  readonly #aws: AwsServer;
  #copies = 0;
  #running: SstRun | undefined;

  private constructor(fields: {
    root: string;
    folder: string;
    accounts: Accounts;
    aws: AwsServer;
    env: Record<string, string | undefined>;
  }) {
    this.accounts = fields.accounts;
    this.account = fields.accounts.main;
    this.env = fields.env;
    this.outside = fields.aws.outside;
    this.unanswered = fields.aws.unanswered;
    this.#root = fields.root;
    this.#folder = fields.folder;
    this.#aws = fields.aws;
  }

  static async open(options: RehearsalOptions): Promise<Rehearsal> {
    const { root, engine, zones = [], faults = [], onCall } = options;
    const accounts = new Accounts(options.account ?? "123456789012", faults);
    const account = accounts.main;
    for (const zone of zones) account.zones.add(zone);
    if (onCall !== undefined) account.onCall = onCall;
    const folder = await realpath(await mkdtemp(join(tmpdir(), FOLDER)));
    const platform = await realpath(join(root, ".sst", "platform"));
    const aws = await startAws(accounts, pluginsOf(accounts, platform));
    const home = join(folder, "home");
    await placeHome(home, platform, engine);
    const env = environmentOf({ home, platform, url: aws.url, account: account.id });
    const rehearsal = new Rehearsal({ root, folder, accounts, aws, env });
    options.signal?.addEventListener("abort", () => void rehearsal.#kill(), { once: true });
    return rehearsal;
  }

  /** The folder in which a deploy runs. There is one at a time at this path: a machine's own path is in no plan. */
  get place(): string {
    return join(this.#folder, "repo");
  }

  /** Puts the repo in place: a revision of it, or as it is. What was there before is moved away. */
  async put(source: Revision | "work tree"): Promise<string> {
    await this.leave();
    const files = this.place;
    if (source === "work tree") await writeWorkTree(this.#root, files);
    else await writeRevision(this.#root, source, files, join(this.#folder, "index"));
    await equip(this.#root, files);
    return files;
  }

  /** Moves what is in place away. @returns where to; it can be deployed from there too */
  async leave(): Promise<string> {
    this.#copies += 1;
    const away = join(this.#folder, `copy-${this.#copies}`);
    await rename(this.place, away).catch(() => undefined);
    await mkdir(this.place, { recursive: true });
    return away;
  }

  /** Runs SST. @param root a folder that is not the one in place */
  async sst(verb: Verb, stage: string, options: Partial<SstOptions> = {}): Promise<Run> {
    const from = this.account.calls.length;
    // The engine writes its state down after each resource, which takes as long as all the rest. Only what goes on after
    // something went wrong needs that.
    const skip = { PULUMI_SKIP_CHECKPOINTS: this.account.faults.pending ? undefined : "true" };
    const env = { ...this.env, ...skip, ...options.env };
    const started = await startSst({ root: this.place, ...options, stage, verb, env });
    this.#running = started;
    this.account.faults.onKill = () => void this.#kill();
    this.account.faults.onHang = () => void setTimeout(started.interrupt, PATIENCE_MS);
    const outcome = await started.outcome;
    this.#running = undefined;
    return { ...outcome, calls: this.account.calls.slice(from) };
  }

  /** What SST's state says that a stage consists of; nothing where it has never been deployed. */
  state(app: string, stage: string): Kept[] {
    const end = `/app/${app}/${stage}.json`;
    const [, body] = [...this.account.objects].find(([key]) => key.endsWith(end)) ?? [];
    if (body === undefined) return [];
    const text = body[0] === 0x1f ? gunzipSync(body).toString() : body.toString();
    const { checkpoint } = JSON.parse(text) as { checkpoint?: { latest?: { resources?: Kept[] } } };
    return checkpoint?.latest?.resources ?? [];
  }

  /** Ends everything that still runs, and takes every folder away. */
  async close(): Promise<void> {
    await this.#kill();
    await this.#aws.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Ends SST and its engine at once, as the machine's own death would. */
  async #kill(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    running.kill();
    const engine = await enginePid(join(this.#folder, "home"));
    try {
      if (engine !== null) process.kill(engine, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

/** Answers a plugin's stand-in with the port of a provider, which lives as long as the stand-in. */
function pluginsOf(accounts: Accounts, platform: string) {
  const sdk = loadSdk(platform);
  const schemas = new Schemas(sdk);
  return (message: IncomingMessage, response: ServerResponse) => {
    const url = new URL(message.url ?? "", "http://127.0.0.1");
    const [pkg = "", version = ""] = url.pathname.slice(PLUGIN.length).split("/");
    const account = accounts.withKey(url.searchParams.get("key") ?? "");
    const provider = new Provider({ account, schemas, pkg, cwd: url.searchParams.get("cwd") ?? "" });
    serve(sdk, provider, version).then(
      ({ port, close }) => {
        response.write(`${port}\n`);
        response.on("close", close);
      },
      (error: Error) => response.destroy(error),
    );
  };
}
