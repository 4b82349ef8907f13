import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PRESETS } from "../../lib/answers/presets.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import type { Plan } from "../../lib/plan/types.ts";
import { run } from "./cli.ts";
import { leftBehind } from "./left-behind.ts";
import { renderRepo } from "./repo.ts";

/** A rendered repo with SST's platform, which goes when the test file ends. */
export async function repoOf(answers: Answers): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "space-sst-plan-"));
  leftBehind.add(folder);
  await renderRepo(answers, folder);
  return folder;
}

export const preset = (name: string, more: Partial<Answers> = {}): Answers =>
  ({ project: "shop", ...PRESETS[name]?.answers, ...more }) as Answers;

/** Runs `space-sst plan`. What it keeps goes with the repo: in a folder that no program reads. */
export const runPlan = (cwd: string, words: readonly string[], env: Record<string, string> = {}) =>
  run(["plan", ...words], { cwd, env: { XDG_CACHE_HOME: join(cwd, "node_modules", ".cache"), ...env } });

/** The plan as JSON, whatever the exit status. */
export async function planOf(cwd: string, ...words: string[]): Promise<Plan> {
  const { stdout, stderr } = await runPlan(cwd, ["--json", ...words]);
  try {
    return JSON.parse(stdout) as Plan;
  } catch {
    throw new Error(`no plan: ${stderr}`);
  }
}

export function stageOf(plan: Plan, name: string) {
  const found = plan.stages.find(({ stage }) => stage === name);
  if (found === undefined) throw new Error(`no stage ${name}`);
  return found;
}
