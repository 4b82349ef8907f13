import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import type { Destruction } from "../../lib/deploy/destroy/destruction.ts";
import type { SstEvent } from "../../lib/deploy/events.ts";
import { Progress } from "../../lib/deploy/progress.ts";
import type { Verb } from "../../lib/deploy/sst.ts";
import { type Engine, findEngine } from "../../lib/rehearse/engine.ts";
import { type Kept, Rehearsal, type RehearsalOptions, type Run } from "../../lib/rehearse/rehearsal.ts";
import { type Step, stepsOf } from "../../lib/rehearse/story/steps.ts";
import { isLocal } from "../../lib/resources/layers.ts";
import { run } from "../../lib/system/run.ts";
import { engineEnvironment } from "./engine.ts";
import { commitAll } from "./git.ts";
import { runHere } from "./in-process.ts";
import { repoOf } from "./plan.ts";
import { platform } from "./platform.ts";
import { linkPackages, renderRepo } from "./repo.ts";

/**
 * Rehearsals in tests: the real SST CLI, SDK and engine on stand-ins for the providers and AWS. What these hide is in
 * docs/rehearse.md, "What it cannot show".
 */

/** The engine; null where there is none, and then the output says that rehearsals are skipped. */
export async function engine(): Promise<Engine | null> {
  const env = await engineEnvironment();
  try {
    return findEngine(join(await platform(), ".sst", "platform"), env);
  } catch (error) {
    console.warn(`rehearsals are skipped: ${(error as Error).message}`);
    return null;
  }
}

/** Brings a repo to other answers, as the generator would. */
export async function converge(root: string, answers: Answers): Promise<void> {
  for (const name of await readdir(root))
    if (name !== ".git") await rm(join(root, name), { recursive: true, force: true });
  await renderRepo(answers, root);
  await linkPackages(root);
}

/** What a deploy or a removal has said at its end of how far it is, had it known its goal: what the state has in the account. */
function saidOf(events: readonly SstEvent[], verb: Verb, state: readonly Kept[]): string {
  const resources = state.filter(({ type, external }) => external !== true && !isLocal(type)).length;
  const progress = new Progress(0, { goal: { as: verb === "remove" ? "gone" : "made", resources } });
  for (const event of events) progress.take(event, 0);
  return progress.far();
}

/** Domains of a document of answers that Route 53 has zones for. */
const zonesOf = ({ domain, clients = [] }: Answers): string[] =>
  [domain, ...clients.map((client) => client.domain)].filter((name) => typeof name === "string");

/** What `space-sst destroy --json` says, as far as tests ask for it. */
interface Destroyed extends Pick<Destruction, "stays" | "guards"> {
  status: string;
  monthly: { afterUsd: number };
}

/** Ended with the test file. A hook that is asked for within another hook never runs. */
const opened: Rehearsal[] = [];
afterAll(() => Promise.all(opened.map((one) => one.close())));

/** A stage of a repo in an account of its own, for one test file. */
export class Stage {
  readonly rehearsal: Rehearsal;
  readonly root: string;
  readonly stage: string;
  readonly #app: string;

  private constructor(rehearsal: Rehearsal, root: string, stage: string, app: string) {
    this.rehearsal = rehearsal;
    this.root = root;
    this.stage = stage;
    this.#app = app;
  }

  static async open(
    engine: Engine,
    answers: Answers,
    { stage = "dev", ...options }: Partial<RehearsalOptions> & { stage?: string } = {},
  ): Promise<Stage> {
    const root = await repoOf(answers);
    await linkPackages(root);
    await commitAll(root);
    const rehearsal = await Rehearsal.open({ root, engine, zones: zonesOf(answers), ...options });
    opened.push(rehearsal);
    await rehearsal.put("work tree");
    return new Stage(rehearsal, root, stage, answers.project);
  }

  /** Runs SST on what is in place. */
  async sst(verb: Verb, words: readonly string[] = []): Promise<Run & { steps: Step[]; said: string }> {
    const before = this.rehearsal.state(this.#app, this.stage);
    const events: SstEvent[] = [];
    const run = await this.rehearsal.sst(verb, this.stage, { words, onEvent: (event) => events.push(event) });
    const after = this.rehearsal.state(this.#app, this.stage);
    const said = saidOf(events, verb, verb === "remove" ? before : after);
    return { ...run, steps: stepsOf(run.calls, before, after), said };
  }

  /** Deploys, and fails the test with what SST says where that fails, or where what is shown of it does not end at "n of n". */
  async deploy(): Promise<Step[]> {
    const { status, errors, steps, said } = await this.sst("deploy");
    if (status !== "complete") throw new Error(`the deploy ${status}: ${JSON.stringify(errors)}`);
    if (!/^(\d+) of \1 done/.test(said)) throw new Error(`the deploy is complete, and says ${said}`);
    return steps;
  }

  /** Runs `space-sst destroy` on what is in place, as somebody who has named the stage. */
  async destroy(): Promise<{ document: Destroyed; error: Error | null }> {
    const { place, env } = this.rehearsal;
    const words = [this.stage, "--confirm", this.stage, "--json"];
    const { stdout, error } = await runHere("destroy", words, place, env);
    return { document: JSON.parse(stdout || "{}"), error };
  }

  /** Gives a secret of the stage a value, as `sst secret set` does. */
  async setSecret(name: string, value: string): Promise<void> {
    const sst = join(this.rehearsal.place, "node_modules", ".bin", "sst");
    const words = ["secret", "set", name, value, "--stage", this.stage];
    const { status, output } = await run(sst, words, { cwd: this.rehearsal.place, env: this.rehearsal.env });
    if (status !== 0) throw new Error(output);
  }

  /** Puts the repo as other answers make it in place. */
  async change(answers: Answers): Promise<void> {
    for (const zone of zonesOf(answers)) this.rehearsal.account.zones.add(zone);
    await converge(this.root, answers);
    await this.rehearsal.put("work tree");
  }
}

/** `replaced TaskDefinition ApiServiceTask` */
export const brief = (steps: readonly Step[]): string[] =>
  steps.map(({ action, type, name }) => `${action} ${type.replace(/^.*:/, "")} ${name}`);
