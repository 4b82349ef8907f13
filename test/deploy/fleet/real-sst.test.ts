import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { closeCheckouts, openCheckout } from "../../../lib/deploy/fleet/checkout.ts";
import { runSst } from "../../../lib/deploy/sst.ts";
import { misplaced } from "../../../lib/proof/simulate/place.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { commitAll, git } from "../../support/git.ts";
import { begins, ends, outputs, realSst, sums } from "../../support/sst/real.ts";

it("the real SST deploys from two checkouts at the same time", async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, ".gitignore"), "node_modules\n.sst\nconfig*\nengine.json\n");
  const work = [begins("create", "aws:sqs/queue:Queue", "Jobs"), ends("create", "aws:sqs/queue:Queue", "Jobs")];
  const env = await realSst(root, [...work, outputs({ release: "one" }), sums()]);
  await writeFile(join(root, "package.json"), '{ "private": true }\n');
  await commitAll(root);
  const revision = await git(root, "rev-parse", "HEAD");
  // Two accounts, as it were: SST keeps a stage's state and its lock in the home of each.
  const config = join(root, "config");
  await cp(config, `${config}2`, { recursive: true, verbatimSymlinks: true });
  const runs = [config, `${config}2`].map(async (XDG_CONFIG_HOME, slot) => {
    const checkout = await openCheckout(root, revision, slot);
    // The engine is a stand-in and runs no program: this is where SST would give one its providers.
    expect(misplaced(checkout)).toBe(null);
    return runSst({ root: checkout, stage: "dev", verb: "deploy", env: { ...env, XDG_CONFIG_HOME } });
  });
  const outcomes = await Promise.all(runs);
  expect(outcomes.map(({ status, errors }) => ({ status, errors }))).toEqual([
    { status: "complete", errors: [] },
    { status: "complete", errors: [] },
  ]);
  await closeCheckouts(root);
  // What the checkouts linked to is there still.
  expect(await readFile(join(root, ".sst", "platform", "package.json"), "utf8")).toContain("{");
  expect(await git(root, "status", "--porcelain")).toBe("");
});
