import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Stage, stageNamed, stagesOf } from "../answers/stages.ts";
import type { View } from "../answers/view.ts";
import type { Outcome } from "../deploy/sst.ts";
import { Failure, Stopped } from "../errors.ts";
import { viewOf } from "../repo/changes.ts";
import { storedRepo } from "../repo/edit/stored.ts";
import { isSame, type Revision } from "../repo/revision.ts";
import { packageVersion } from "../system/package-root.ts";
import { SNAPSHOT } from "./account/account.ts";
import type { Fault } from "./account/faults.ts";
import type { Engine } from "./engine.ts";
import { Rehearsal, type RehearsalOptions } from "./rehearsal.ts";
import { CANNOT_SHOW } from "./report/limits.ts";
import type { Deployed, Report, Thing } from "./report/types.ts";
import { gapsOf } from "./story/reach.ts";
import { holdsOf, losses, stepsOf } from "./story/steps.ts";

/** What a deploy would do to a stage: it is deployed as it was, and then as it is. */

export interface RehearseOptions {
  root: string;
  stage: Stage;
  project: string;
  engine: Engine;
  /** What is deployed before; null for nothing. */
  since: Revision | null;
  /** What becomes of the work tree before it is deployed, in a copy of it. */
  edit?: (folder: string) => Promise<void>;
  /** Played in the deploy of the work tree. */
  faults?: readonly Fault[];
  /** Take the stage away in the end. */
  remove?: boolean;
  signal: AbortSignal;
  /** Shows a step that takes time. */
  step<T>(name: string, run: () => Promise<T>): Promise<T>;
}

/**
 * The project's last stage, production, where none is named.
 * @throws {UsageError} where the repo has none of that name
 */
export function stageToRehearse(view: View, name?: string): Stage {
  const stages = stagesOf(view);
  const last = stages.filter(({ client }) => client === null).at(-1) ?? stages.at(-1);
  return stageNamed(view, name ?? last?.stage);
}

/** Pulumi's own refusal. */
const PROTECTED = /protect/i;

type Status = Deployed["status"];

function statusOf({ status, errors }: Outcome, refused: boolean): Status {
  if (status === "complete") return "done";
  if (status === "interrupted" || status === "killed") return "stopped";
  return refused || errors.some(({ message }) => PROTECTED.test(message)) ? "refused" : "failed";
}

/** The domains that a copy of the repo names have zones in the account. */
function addZones({ account }: Played, folder: string): void {
  for (const { domain } of stagesOf(viewOf(storedRepo(folder).blueprint)))
    if (domain !== null) account.zones.add(domain);
}

/** What of a rehearsal its story needs. */
export type Played = Pick<Rehearsal, "account" | "outside" | "put" | "sst" | "state" | "close">;

class Story {
  readonly #options: RehearseOptions;
  readonly #rehearsal: Played;

  constructor(options: RehearseOptions, rehearsal: Played) {
    this.#options = options;
    this.#rehearsal = rehearsal;
  }

  async put(source: Revision | "work tree"): Promise<void> {
    const folder = await this.#rehearsal.put(source);
    if (source === "work tree") await this.#options.edit?.(folder);
    addZones(this.#rehearsal, folder);
  }

  /** Runs SST on what is in place. @throws {Stopped} where the user has stopped it */
  async run(verb: "deploy" | "remove"): Promise<Deployed> {
    const { project, stage, signal } = this.#options;
    const state = () => this.#rehearsal.state(project, stage.stage);
    const before = state();
    const run = await this.#rehearsal.sst(verb, stage.stage);
    if (signal.aborted) throw new Stopped("Stopped: nothing was changed, and nothing is left behind.");
    const steps = stepsOf(run.calls, before, state());
    return {
      status: statusOf(
        run,
        steps.some(({ reason }) => reason !== null),
      ),
      steps,
      problems: run.errors.map(({ resource, message }) => ({ resource: resource?.name ?? null, message })),
      seconds: Math.round(run.seconds),
    };
  }

  /** After a fault: somebody unlocks the stage and deploys again. */
  async resume(): Promise<Deployed> {
    const { stage } = this.#options;
    await this.#rehearsal.sst("unlock", stage.stage);
    return this.run("deploy");
  }

  /** What lives in the account after all. */
  stays(): Thing[] {
    return this.#rehearsal.account
      .living()
      .filter(({ type }) => type.startsWith("aws:") || type.startsWith("cloudflare:") || type === SNAPSHOT)
      .map(({ type, id }) => ({ type, id, holds: type === SNAPSHOT ? "what its database held" : holdsOf(type) }));
  }
}

async function deployBefore(story: Story, since: Revision, { step, stage }: RehearseOptions): Promise<void> {
  await story.put(since);
  const words = `Deploying ${stage.stage} as it is at ${since.revision} (${since.commit.slice(0, 8)})`;
  const { status, problems } = await step(words, () => story.run("deploy"));
  if (status === "done") return;
  const [first] = problems;
  throw new Failure(
    `${stage.stage} cannot be deployed as it is at ${since.revision}: ${first?.message ?? status}. --since names another revision, --first begins with nothing`,
  );
}

/**
 * Rehearses a deploy.
 * @param open begins with an empty account
 * @throws {Failure} where what is deployed before cannot be
 * @throws {Stopped} where the user stops it
 */
export async function rehearse(
  options: RehearseOptions,
  open: (begun: RehearsalOptions) => Promise<Played> = Rehearsal.open,
): Promise<Report> {
  const { root, stage, project, engine, since, edit, faults = [], remove = false, signal, step } = options;
  const account = stage.client?.account;
  const rehearsal = await open({ root, engine, signal, ...(account === undefined ? {} : { account }) });
  try {
    const story = new Story(options, rehearsal);
    if (since !== null) await deployBefore(story, since, options);
    await story.put("work tree");
    rehearsal.account.faults.add(faults);
    const same = since !== null && edit === undefined && faults.length === 0 && (await isSame(root, since));
    const deploy = await step(`Deploying ${stage.stage} ${same ? "again: nothing differs" : "as it is now"}`, () =>
      story.run("deploy"),
    );
    rehearsal.account.faults.clear();
    const faulty = faults.length > 0 && deploy.status !== "done";
    const resumed = faulty ? await step("Going on after the fault", () => story.resume()) : null;
    const done = (resumed ?? deploy).status === "done";
    const again = done && !same ? await step("Deploying the same again", () => story.run("deploy")) : null;
    const removed = remove ? await step(`Removing ${stage.stage}`, () => story.run("remove")) : null;
    return {
      rehearsal: 1,
      generator: packageVersion,
      sst: readFileSync(join(root, ".sst", "platform", "version"), "utf8").trim(),
      engine: engine.version,
      project,
      stage: stage.stage,
      account: rehearsal.account.id,
      region: stage.region,
      since,
      deploy,
      resumed,
      again: same ? deploy : again,
      removal: removed === null ? null : { ...removed, stays: story.stays() },
      // What the first deploy had left of it goes in the second.
      losses: since === null ? [] : losses([...deploy.steps, ...(resumed?.steps ?? [])]),
      gaps: since === null ? [] : gapsOf(deploy.steps),
      outside: [...new Set(rehearsal.outside)],
      cannotShow: [...CANNOT_SHOW],
    };
  } finally {
    await rehearsal.close();
  }
}
