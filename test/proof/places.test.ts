import { appendFile, chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PRESETS } from "../../lib/answers/presets.ts";
import type { Answers } from "../../lib/answers/schema.ts";
import { misplaced } from "../../lib/proof/simulate/place.ts";
import { simulate } from "../../lib/proof/simulate/simulate.ts";
import type { PlainObject } from "../../lib/proof/simulate/types.ts";
import { unforeseen } from "../../lib/proof/simulate/unforeseen.ts";
import { commitAll } from "../support/git.ts";
import { renderRepo } from "../support/repo.ts";

/** The same commit gives the same inputs, wherever it is and whatever has been run there. */

const saas = (PRESETS.saas as (typeof PRESETS)[string]).answers;
const answers: Answers = {
  project: "shop",
  domain: "acme.com",
  ...saas,
  services: [
    ...(saas.services ?? []),
    { name: "legacy", kind: "api", source: "existing", directory: "apps/legacy" },
    { name: "site", kind: "static", source: "react" },
  ],
};

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "space-sst-places-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

async function repoIn(folder: string): Promise<string> {
  const root = join(parent, folder);
  await renderRepo(answers, root);
  await commitAll(root);
  return root;
}

async function inputsOf(root: string): Promise<Record<string, PlainObject>> {
  const { resources, errors } = await simulate({ root, stage: "dev" });
  expect(errors).toEqual([]);
  return Object.fromEntries(resources.map(({ urn, inputs }) => [urn, inputs]));
}

async function put(root: string, files: Record<string, string>): Promise<void> {
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), contents);
  }
}

async function close(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await close(join(folder, entry.name));
    else if (entry.isFile()) await chmod(join(folder, entry.name), 0o600);
  }
}

test("in another folder, with another umask, and with what tools leave behind", async () => {
  const here = await inputsOf(await repoIn("here"));
  const there = await repoIn("some/where/else");
  for (const folder of ["services", "infra", "apps"]) await close(join(there, folder));
  const types = "/* written by SST */";
  await put(there, {
    "sst-env.d.ts": types,
    "services/api/sst-env.d.ts": types,
    "services/api/coverage/index.html": "100 %",
    "services/api/dist/main.js": "",
    "services/site/src/sst-env.d.ts": types,
    "infra/tasks/database/sst-env.d.ts": types,
    "apps/legacy/sst-env.d.ts": types,
    "apps/legacy/debug.log": "",
    "apps/legacy/.DS_Store": "",
  });
  expect(await inputsOf(there)).toEqual(here);
});

test("a change of the code is another image, of this service alone", async () => {
  const root = await repoIn("shop");
  const before = await inputsOf(root);
  await put(root, { "services/worker/src/more.ts": "export const more = 1;\n" });
  const after = await inputsOf(root);
  const changed = Object.keys(after).filter((urn) => JSON.stringify(after[urn]) !== JSON.stringify(before[urn]));
  expect(changed.filter((urn) => urn.includes("RandomId"))).toEqual([
    "urn:pulumi:dev::shop::random:index/randomId:RandomId::WorkerServiceTag",
  ]);
});

describe("a preview of everything", () => {
  test("foresees the files of a site whose addresses are known, and what a program adds by hand counts", async () => {
    const root = await repoIn("shop");
    const whole = await simulate({ root, stage: "dev" });
    const preview = await simulate({ root, stage: "dev", preview: true });
    expect(preview.errors).toEqual([]);
    expect(unforeseen(whole, preview)).toEqual([]);
    const files = "SiteSiteAssetFiles.sst.aws.BucketFiles";
    expect(preview.resources.map(({ name }) => name)).toContain(files);
    // What a hand-made edit would bring back.
    const late = '(arn) => new aws.ssm.Parameter("Late", { type: "String", value: arn })';
    const edit = `\nworkerService.nodes.taskDefinition.arn.apply(${late});\n`;
    await appendFile(join(root, "infra", "services", "worker.ts"), edit);
    const [edited, seen] = [
      await simulate({ root, stage: "dev" }),
      await simulate({ root, stage: "dev", preview: true }),
    ];
    expect(unforeseen(edited, seen)).toEqual(["aws:ssm/parameter:Parameter Late"]);
  });
});

test("a folder in which SST runs nothing is refused, in one line", async () => {
  const root = join(parent, "shop.sst-old", "shop");
  await mkdir(root, { recursive: true });
  const wrong = {
    problem: `SST runs no program below a folder with ".sst" in its name, as ${root}`,
    remedy: "move the repo to another folder",
  };
  expect(misplaced(root)).toEqual(wrong);
  expect(misplaced(parent)).toBe(null);
  await expect(simulate({ root, stage: "dev" })).rejects.toThrow(`${wrong.problem}: ${wrong.remedy}`);
});
