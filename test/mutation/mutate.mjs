import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { testsOf, WRITTEN_DOWN } from "./belongs.mjs";
import { isReadable } from "./languages.mjs";
import { mutantsOf, sample } from "./mutants.mjs";

/**
 * Says which small wrong changes nobody notices: makes them one after the other in a copy of this repo, and runs the
 * compiler and the tests that belong to the file.
 *
 * npm run mutate -- [PATH…] [--changed REF] [--sample 40] [--seed 1] [--list]
 */

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    changed: { type: "string" },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    list: { type: "boolean", default: false },
  },
});

const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim().split("\n").filter(Boolean);

/** The sources that are asked for: all, those of some folders, or those that have changed since a commit. */
function files() {
  const all = git("ls-files", "lib", "templates").filter(isReadable);
  const changed = values.changed === undefined ? all : git("diff", "--name-only", "--relative", values.changed);
  const isAsked = (file) => positionals.length === 0 || positionals.some((path) => file.startsWith(path));
  return all.filter((file) => isAsked(file) && changed.includes(file) && !/\.test\.ts/.test(file));
}

/** A copy of this repo, which shares its packages. */
function copy() {
  const folder = mkdtempSync(join(tmpdir(), "space-sst-mutants-"));
  for (const name of git("ls-files")
    .map((file) => file.split("/")[0])
    .filter((name, i, all) => all.indexOf(name) === i))
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/** Who finds something in the copy as it is: the compiler, then the tests that belong to a file. */
function findsSomething(folder, file) {
  const run = (program, ...args) =>
    spawnSync(process.execPath, [join(root, "node_modules", ...program), ...args], {
      cwd: folder,
      encoding: "utf8",
      timeout: 600_000,
      env: { ...process.env, NO_COLOR: "1", CI: "" },
    });
  if (file.startsWith("lib/") && run(["typescript", "bin", "tsc"], "--noEmit").status !== 0) return "the compiler";
  const { status, stdout, stderr } = run(
    ["vitest", "vitest.mjs"],
    "run",
    "--bail=1",
    `--exclude=${WRITTEN_DOWN}`,
    ...testsOf(file),
  );
  // What never ends is noticed by whoever waits for it.
  if (status === null) return "the clock: no end after ten minutes";
  return status === 0 ? null : (/FAIL +(.*)/.exec(stdout + stderr)?.[1] ?? "the tests, which did not begin");
}

const sound = new Set();

/** Without any change nothing may be found, or everything would count as noticed. */
function mustBeSound(folder, file) {
  const tests = testsOf(file).join(" ");
  if (sound.has(tests)) return;
  const by = findsSomething(folder, file);
  if (by !== null) throw new Error(`Without any change ${by} finds something. Mend that first, then run this again.`);
  sound.add(tests);
}

/** Who notices a change, or null. */
function noticedBy(folder, { file, contents }) {
  mustBeSound(folder, file);
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  writeFileSync(path, contents);
  try {
    return findsSomething(folder, file);
  } finally {
    writeFileSync(path, before);
  }
}

/** Survivors that somebody has looked at: by file, line of text and what became of it, so that they outlive other edits. */
const accepted = JSON.parse(readFileSync(new URL("accepted.json", import.meta.url), "utf8"));
const reasonFor = (mutant) =>
  accepted.find(({ file, was, is }) => file === mutant.file && was === mutant.was && is === mutant.is)?.reason;

const describe = ({ file, line, rule, was, is }) => `${file}:${line} (${rule})\n  - ${was}\n  + ${is}`;

const all = files().flatMap((file) => mutantsOf(root, file));
const chosen = values.sample === undefined ? all : sample(all, Number(values.sample), values.seed);

function list() {
  for (const mutant of chosen) console.log(describe(mutant));
  console.log(`${chosen.length} of ${all.length}`);
}

function tryAll() {
  const folder = copy();
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.on("SIGINT", () => process.exit(130));
  const survivors = [];
  let excused = 0;
  for (const [index, mutant] of chosen.entries()) {
    const reason = reasonFor(mutant);
    const by = reason === undefined ? noticedBy(folder, mutant) : null;
    if (reason !== undefined) excused += 1;
    else if (by === null) survivors.push(mutant);
    const said = reason === undefined ? `noticed by ${by ?? "NOBODY"}` : `accepted: ${reason}`;
    console.log(`${index + 1}/${chosen.length} ${describe(mutant)}\n  ${said}`);
  }
  const noticed = chosen.length - survivors.length - excused;
  console.log(
    `\n${chosen.length} tried of ${all.length}: ${noticed} noticed, ${excused} accepted, ${survivors.length} not noticed`,
  );
  for (const mutant of survivors) console.log(describe(mutant));
  process.exitCode = survivors.length === 0 ? 0 : 1;
}

if (values.list) list();
else tryAll();
