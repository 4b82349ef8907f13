import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { changedLines } from "./changed.mjs";
import { copyOf } from "./copy.mjs";
import { isReadable } from "./languages.mjs";
import { mutantsOf, sample } from "./mutants.mjs";
import { court } from "./notice.mjs";

/**
 * Says which small wrong changes nobody notices: makes them one after the other in a copy of this repo, and runs the
 * tests that belong to the file, and the compiler.
 *
 * npm run mutate -- [PATH…] [--changed REF] [--sample 40] [--within SECONDS] [--seed 1] [--near] [--jobs 2] [--list]
 */

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    changed: { type: "string" },
    sample: { type: "string" },
    within: { type: "string" },
    seed: { type: "string", default: "1" },
    near: { type: "boolean", default: false },
    jobs: { type: "string", default: "1" },
    list: { type: "boolean", default: false },
  },
});

const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
const tracked = git("ls-files").split("\n");

/** The mutants that are asked for: all, those of some folders, or those of the lines that have changed since a commit. */
function asked() {
  const isAsked = (file) => positionals.length === 0 || positionals.some((path) => file.startsWith(path));
  const files = tracked.filter(
    (file) => /^(lib|templates)\//.test(file) && isReadable(file) && isAsked(file) && !/\.test\.ts/.test(file),
  );
  if (values.changed === undefined) return files.flatMap((file) => mutantsOf(root, file));
  const lines = changedLines(
    git("diff", "--unified=0", "--no-color", "--no-ext-diff", values.changed, "--", "lib", "templates"),
  );
  return files
    .filter((file) => lines.has(file))
    .flatMap((file) => mutantsOf(root, file).filter(({ line }) => lines.get(file).has(line)));
}

/** Survivors that somebody has looked at: by file, line of text and what became of it, so that they outlive other edits. */
const accepted = JSON.parse(readFileSync(new URL("accepted.json", import.meta.url), "utf8"));
const reasonFor = (mutant) =>
  accepted.find(({ file, was, is }) => file === mutant.file && was === mutant.was && is === mutant.is)?.reason;

const describe = ({ file, line, rule, was, is }) => `${file}:${line} (${rule})\n  - ${was}\n  + ${is}`;

const all = asked();
const isDrawn = values.sample !== undefined || values.within !== undefined;
const chosen = isDrawn ? sample(all, Number(values.sample ?? all.length), values.seed) : all;

const BECAME = {
  noticed: "noticed",
  accepted: "accepted",
  slow: "noticed by the clock only",
  unsure: "noticed by a test that fails without any change, too",
  survived: "not noticed",
};

function list() {
  for (const mutant of chosen) console.log(describe(mutant));
  console.log(`${chosen.length} of ${all.length}`);
}

/** What became of a mutant, the words for it, and the test that has said so. */
async function outcomeOf(mutant, noticedBy) {
  const reason = reasonFor(mutant);
  if (reason !== undefined) return { became: "accepted", said: `accepted: ${reason}` };
  const found = await noticedBy(mutant);
  if (found === null) return { became: "survived", said: "noticed by NOBODY" };
  return { became: found.isTime ? "slow" : "noticed", said: `noticed by ${found.said}`, test: found.test };
}

/** Mutant after mutant, until all are tried or the time is up: one that is not through by then says nothing. */
async function tryAll() {
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
  const timeIsUp = new Promise((resolve) => {
    if (values.within !== undefined) setTimeout(resolve, Number(values.within) * 1000, null);
  });
  const tried = [];
  const waiting = chosen.values();

  /** Takes what is next until nothing is left. */
  async function work({ noticedBy }) {
    for (const mutant of waiting) {
      const began = performance.now();
      const outcome = await Promise.race([outcomeOf(mutant, noticedBy), timeIsUp]);
      if (outcome === null) return;
      tried.push({ mutant, ...outcome });
      const seconds = Math.round((performance.now() - began) / 1000);
      console.log(`${tried.length}/${chosen.length} ${describe(mutant)}\n  ${outcome.said} (${seconds} s)`);
    }
  }

  // Each has a copy of its own to change.
  const courts = Array.from({ length: Number(values.jobs) }, () => court(copyOf(root, tracked), tracked, values.near));
  await Promise.all(courts.map(work));
  // Who has no time for this has just run the tests.
  const noticing = [...new Set(tried.flatMap(({ test }) => test ?? []))];
  const anyway = values.within === undefined ? await courts[0].failingAnyway(noticing) : [];
  for (const one of tried) if (anyway.includes(one.test)) one.became = "unsure";

  const those = (word) => tried.filter(({ became }) => became === word).map(({ mutant }) => mutant);
  const figures = Object.entries(BECAME).map(([word, words]) => `${those(word).length} ${words}`);
  console.log(`\n${tried.length} tried of ${all.length} with seed ${values.seed}: ${figures.join(", ")}`);
  for (const word of ["survived", "slow", "unsure"])
    for (const mutant of those(word)) console.log(`${BECAME[word]}: ${describe(mutant)}`);
  process.exit(those("survived").length === 0 ? 0 : 1);
}

if (values.list) list();
else if (chosen.length === 0) console.log("Nothing to try: no line that the rules can change.");
else await tryAll();
