import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import type { COMMANDS } from "../../lib/commands/index.ts";
import { atTerminal, LEAVES, runHere } from "../support/in-process.ts";
import { playedStage } from "../support/played-stage.ts";

/** What a command asks where nothing is said, what Ctrl-C means there, and what it refuses where nobody sits. */

type Row = [
  command: keyof typeof COMMANDS,
  words: string[],
  path: string,
  message: string,
  choices: string[],
  stopped: string,
  /** Where nobody sits; else the list of what there is. */
  refused?: string,
];

const STAGES = ["dev", "staging", "production", "acme-staging", "acme-production"];
const REMOVABLE = ["service", "database", "cache", "bucket", "client"];
const WRITTEN = "Stopped. Nothing was written.";
const DEPLOYED = "Stopped. Nothing was deployed.";
const SECRETS = "is required: push, pull, diff";

const ROWS: Row[] = [
  ["deploy", [], "stage", "Deploy which stage?", STAGES, DEPLOYED],
  ["status", [], "stage", "How does which stage do?", STAGES, WRITTEN],
  ["logs", [], "stage", "The logs of which stage?", STAGES, WRITTEN],
  ["tunnel", [], "stage", "A tunnel into which stage?", STAGES, "Stopped. Nothing was opened."],
  ["tunnel", ["dev"], "store", "A tunnel to what?", ["database"], "Stopped. Nothing was opened."],
  ["run", ["--", "true"], "stage", "Run it in which stage?", STAGES, "Stopped. Nothing was run."],
  ["run", ["dev"], "service", "The image of which service?", ["api", "worker", "night"], "Stopped. Nothing was run."],
  ["restart", [], "stage", "Restart services of which stage?", STAGES, "Stopped. Nothing was restarted."],
  ["rollback", [], "stage", "Roll back in which stage?", STAGES, "Stopped. Nothing was rolled back."],
  ["rollback", ["dev"], "service", "Which service?", ["api", "worker"], "Stopped. Nothing was rolled back."],
  ["rotate", [], "stage", "Rotate a credential of which stage?", STAGES, "Stopped. Nothing was changed."],
  ["rotate", ["dev"], "credential", "Rotate what?", ["database", "secret"], "Stopped. Nothing was changed."],
  ["wake", [], "stage", "Wake which stage?", STAGES, "Stopped. What has been started goes on starting."],
  ["sleep", [], "stage", "Let which stage sleep?", STAGES, "Stopped. What has been told to sleep goes on."],
  ["destroy", [], "stage", "Destroy which stage?", STAGES, "Stopped. Nothing was destroyed."],
  // Those that go with the flags.
  ["secrets", [], "action", "What about secrets?", ["diff"], WRITTEN, SECRETS],
  ["secrets", ["--from", ".env"], "action", "What about secrets?", ["push", "diff"], WRITTEN, SECRETS],
  ["secrets", ["--to", "-"], "action", "What about secrets?", ["pull"], WRITTEN, SECRETS],
  ["secrets", ["diff"], "stage", "The secrets of which stage?", STAGES, WRITTEN],
  ["fleet", [], "action", "What about the fleet?", ["deploy", "status"], DEPLOYED, "should be deploy or status"],
  ["ci", ["--repository", "acme/shop"], "stage", "Which stage may CI deploy?", STAGES, WRITTEN],
  ["remove", [], "what", "Remove what?", REMOVABLE, WRITTEN],
  ["remove", ["service"], "name", "Which service?", ["api", "worker", "night"], WRITTEN],
  ["remove", ["client"], "name", "Which client?", ["acme"], WRITTEN],
];

/** A repo whose SST is installed, as far as a command looks before it asks. */
async function repo(): Promise<string> {
  const { root } = await playedStage();
  const sst = join(root, "node_modules", ".bin", "sst");
  await mkdir(dirname(sst), { recursive: true });
  await writeFile(sst, "");
  return root;
}

it.each(ROWS)("%s %j: %s", async (command, words, path, message, choices, stopped, refused) => {
  const root = await repo();
  const sat = await atTerminal(command, words, root, {}, { [path]: LEAVES });
  const questions = sat.asked.map((one) => [
    one.message,
    (one.choices as { value: string }[]).map(({ value }) => value),
  ]);
  expect(questions).toEqual([[message, choices]]);
  expect([sat.stdout, sat.error]).toMatchObject(["", { code: 130, message: stopped }]);
  const alone = await runHere(command, words, root, {});
  const problems = [{ path, message: refused ?? `is required: ${choices.join(", ")}` }];
  expect([alone.stdout, alone.error]).toMatchObject(["", { code: 2, problems }]);
});
