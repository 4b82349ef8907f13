import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Blueprint } from "../../lib/answers/normalise.ts";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { allDetected } from "../../lib/questions/detect.ts";
import { answersFromFlags } from "../../lib/questions/flags.ts";
import { groundOf } from "../../lib/questions/ground.ts";
import { planRepo } from "../../lib/repo/changes.ts";
import { apply, type Change } from "../../lib/repo/workspace/index.ts";
import type { Found } from "./repos.ts";

/** Writes a repo as it was found. */
export async function write(root: string, { files }: Found): Promise<void> {
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), contents);
  }
}

/** A kickoff by flags in a repo, without its process. */
export async function adopt(root: string, { answers }: Found): Promise<{ blueprint: Blueprint; changes: Change[] }> {
  const { document } = answersFromFlags({ project: "acme", "alerts-email": "oncall@acme.com", ...answers });
  const blueprint = toBlueprint(allDetected(root, { ...groundOf(root), ...document }));
  const changes = await planRepo(root, blueprint, null);
  await apply(root, changes);
  return { blueprint, changes };
}
