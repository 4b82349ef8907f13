import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import { sources } from "./sources.mjs";

/**
 * Whole-process times as ratios, measured in turn in the same run: machines are noisy, and ratios hold where seconds do
 * not. They are ratios to an empty Node, to the bare import of Yeoman, and to what a kickoff is at the least. `RUNS` sets
 * how many rounds (default 9, after one that is not counted).
 */

const rounds = Number(process.env.RUNS ?? 9);
const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "dist", "bin", "space-sst.js");
const work = mkdtempSync(join(tmpdir(), "space-sst-bench-"));

const yeoman = join(work, "yeoman.mjs");
const modules = ["yeoman-environment", "yeoman-generator", "@yeoman/adapter"];
writeFileSync(
  yeoman,
  modules
    .map(
      (name) => `import ${JSON.stringify(new URL(`../../node_modules/${name}/dist/index.js`, import.meta.url).href)};`,
    )
    .join("\n"),
);

const invalid = join(work, "invalid.json");
writeFileSync(invalid, JSON.stringify({ project: "Not Valid", regoin: "x" }));

/** A blueprint with so many services on one database. */
function blueprint(services) {
  const file = join(work, `services-${services}.json`);
  const list = Array.from({ length: services }, (_, i) => ({
    name: `service-${i + 1}`,
    source: "node",
    database: "main",
  }));
  writeFileSync(file, JSON.stringify({ project: "bench", services: list, databases: [{ name: "main" }] }));
  return file;
}

/**
 * What a kickoff is at the least: EJS compiles the templates of the preset, and Node writes the files that come of them.
 * @returns a program that does that into the folder that it is given
 */
async function plainly(preset) {
  const { presetAnswers, toBlueprint, filesOf, viewOf, MANIFEST } = await sources("kickoff", [
    'export { presetAnswers } from "./lib/questions/sources.ts";',
    'export { toBlueprint } from "./lib/answers/parse.ts";',
    'export { filesOf, viewOf } from "./lib/repo/changes.ts";',
    'export { MANIFEST } from "./lib/render/manifest/all.ts";',
  ]);
  const blueprint = toBlueprint({ ...presetAnswers(preset), project: "bench" });
  const used = MANIFEST.flatMap((row) => {
    const { entry, items } = row(viewOf(blueprint));
    return items.map((item) => (typeof entry.from === "string" ? entry.from : entry.from(item)));
  });
  const data = join(work, "plain.data");
  const templates = [...new Set(used)].filter((path) => path.endsWith(".ejs"));
  const files = filesOf(join(work, "none"), blueprint).map(({ path, contents }) => [path, contents]);
  writeFileSync(data, serialize({ templates, files }));
  const program = join(work, "plain.mjs");
  writeFileSync(
    program,
    `import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deserialize } from "node:v8";
import ejs from ${JSON.stringify(new URL("../../node_modules/ejs/lib/esm/ejs.js", import.meta.url).href)};
const { templates, files } = deserialize(readFileSync(${JSON.stringify(data)}));
for (const path of templates) ejs.compile(readFileSync(join(${JSON.stringify(join(root, "templates"))}, path), "utf8"));
for (const [path, contents] of files) {
  const file = join(process.argv[2], path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
}
`,
  );
  return program;
}

let folder = 0;
const target = () => join(work, `repo-${++folder}`);
const kickoff = (...words) => [bin, target(), "--skip-install", "--skip-git", ...words];
const plain = await plainly("saas");

const CASES = {
  "node -e 0": () => ["-e", "0"],
  "bare import of Yeoman": () => [yeoman],
  "plain EJS, preset saas": () => [plain, target()],
  "--version": () => [bin, "--version"],
  "--help": () => [bin, "--help"],
  "invalid answers": () => kickoff("--answers", invalid),
  "kickoff, preset saas": () => kickoff("--preset", "saas", "--project", "bench", "--yes"),
  "kickoff, 1 service": () => kickoff("--answers", blueprint(1)),
  "kickoff, 10 services": () => kickoff("--answers", blueprint(10)),
  "kickoff, 100 services": () => kickoff("--answers", blueprint(100)),
};

function time(words) {
  const started = performance.now();
  try {
    execFileSync(process.execPath, words, { stdio: "ignore" });
  } catch (error) {
    if (error.status !== 2) throw error;
  }
  return performance.now() - started;
}

const count = (path) =>
  readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const times = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
const files = {};
for (let round = 0; round <= rounds; round++) {
  for (const [name, words] of Object.entries(CASES)) {
    const ms = time(words());
    if (round > 0) times[name].push(ms);
    if (name.startsWith("kickoff") || name.startsWith("plain")) {
      const repo = join(work, `repo-${folder}`);
      files[name] = count(repo);
      rmSync(repo, { recursive: true });
    }
  }
}
rmSync(work, { recursive: true });

const ratio = (name, to) => median(times[name].map((ms, i) => ms / times[to][i]));
console.log(`Node ${process.version}, ${rounds} rounds in turn, medians\n`);
console.log(
  `${"".padEnd(26)}${"ms".padStart(8)}${"files".padStart(8)}${"÷ Yeoman".padStart(10)}${"÷ plain".padStart(9)}${"÷ node".padStart(8)}`,
);
for (const name of Object.keys(CASES)) {
  const cells = [
    median(times[name]).toFixed(0).padStart(8),
    String(files[name] ?? "").padStart(8),
    ratio(name, "bare import of Yeoman").toFixed(2).padStart(10),
    ratio(name, "plain EJS, preset saas").toFixed(2).padStart(9),
    ratio(name, "node -e 0").toFixed(2).padStart(8),
  ];
  console.log(name.padEnd(26) + cells.join(""));
}

/** Milliseconds for each file that a larger blueprint adds. */
const slope = (small, large) =>
  median(times[large].map((ms, i) => (ms - times[small][i]) / (files[large] - files[small])));
const [early, late] = [
  slope("kickoff, 1 service", "kickoff, 10 services"),
  slope("kickoff, 10 services", "kickoff, 100 services"),
];
console.log(
  `\nEach further file: ${early.toFixed(2)} ms from 1 to 10 services, ${late.toFixed(2)} ms from 10 to 100: ${(late / early).toFixed(2)} ×, where 1 is linear.`,
);
