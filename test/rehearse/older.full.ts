import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { losses } from "../../lib/rehearse/story/steps.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { git } from "../support/git.ts";
import { preset } from "../support/plan.ts";
import { brief, engine, Stage } from "../support/rehearsal.ts";

const found = await engine();
const MINUTES = 20 * 60_000;

/** The repo of the same answers as the generator rendered it at 862b2c2, in a git bundle. */
const OLDER = join(packageRoot, "test", "rehearse", "fixtures", "saas-862b2c2.bundle");

async function putOlder({ root, rehearsal }: Stage): Promise<void> {
  const others = (await readdir(root)).filter((name) => ![".git", ".sst", "node_modules"].includes(name));
  await Promise.all(others.map((name) => rm(join(root, name), { recursive: true })));
  await git(root, "fetch", "--quiet", OLDER, "main");
  await git(root, "checkout", "--quiet", "FETCH_HEAD", "--", ".");
  await rehearsal.put("work tree");
}

/** Hidden: docs/rehearse.md, "What it cannot show". */
it.skipIf(found === null)(
  "a production that an older version has deployed comes to this one: nothing is lost, nothing is refused, no gap, and it settles",
  async () => {
    const answers = preset("saas", { domain: "acme.com", alerts: { email: "ops@acme.com" } });
    const stage = await Stage.open(found as NonNullable<typeof found>, answers, { stage: "production" });
    await putOlder(stage);
    expect(brief(await stage.deploy())).toContain("created Instance MainDatabaseInstance");
    await stage.change(answers);
    const steps = await stage.deploy();
    expect(brief(steps)).toContain("changed Service ApiServiceService");
    // AWS takes a rule away and gives it again where its text changes: what runs would reach nothing in between.
    const containers = steps.filter(({ name }) => name === "ContainerAccess");
    expect(containers.map(({ inputs }) => inputs)).toEqual([["tags.Stage"]]);
    expect(losses(steps)).toEqual([]);
    expect(steps.filter(({ gap }) => gap)).toEqual([]);
    expect(brief(await stage.deploy())).toEqual([]);
  },
  MINUTES,
);
