import { mkdtemp, writeFile } from "node:fs/promises";
import { homedir, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Answers } from "../../lib/answers/schema.ts";
import { type Stage, stagesOf } from "../../lib/answers/stages.ts";
import { hasCode, isEcsService, type View } from "../../lib/answers/view.ts";
import { standard } from "../../lib/proof/controls/list.ts";
import { ask, line, type Result, summary } from "../../lib/proof/controls/report.ts";
import type { Simulation } from "../../lib/proof/simulate/simulate.ts";
import { once, Stack, textsIn } from "../../lib/proof/simulate/stack.ts";
import { unforeseen } from "../../lib/proof/simulate/unforeseen.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { addresses } from "../proof/expectations/addresses.ts";
import { alerts } from "../proof/expectations/alerts.ts";
import { architecture } from "../proof/expectations/architecture.ts";
import { balancers } from "../proof/expectations/balancers.ts";
import { called } from "../proof/expectations/called.ts";
import { charts } from "../proof/expectations/charts.ts";
import { contextOf, type Expectation } from "../proof/expectations/context.ts";
import { settings } from "../proof/expectations/databases.ts";
import { figures } from "../proof/expectations/figures.ts";
import { firewall } from "../proof/expectations/firewall.ts";
import { lambdas } from "../proof/expectations/functions.ts";
import { keeping } from "../proof/expectations/keeping.ts";
import { letIn } from "../proof/expectations/let-in.ts";
import { links } from "../proof/expectations/links.ts";
import { mail } from "../proof/expectations/mail.ts";
import { policies } from "../proof/expectations/policies.ts";
import { reach } from "../proof/expectations/reach.ts";
import { restored } from "../proof/expectations/restored.ts";
import { ringing } from "../proof/expectations/rings.ts";
import { runs } from "../proof/expectations/runs.ts";
import { scaling } from "../proof/expectations/scaling.ts";
import { secrets } from "../proof/expectations/secrets.ts";
import { services } from "../proof/expectations/services.ts";
import { sites } from "../proof/expectations/sites.ts";
import { standing } from "../proof/expectations/standing.ts";
import { whose } from "../proof/expectations/whose.ts";
import { wiring } from "../proof/expectations/wiring.ts";
import { removeTree } from "./files.ts";
import { platform } from "./platform.ts";
import { linkPackages, renderRepo } from "./repo.ts";
import { simulateAll } from "./simulations.ts";

const bin = (name: string) => join(packageRoot, "node_modules", ".bin", name);
const folderOf = (index: number) => String(index).padStart(3, "0");

/** Many repos in one folder: what is slow is done once for all of them. */
export interface Repos {
  root: string;
  views: View[];
  /** What TypeScript finds, each finding once, with the repos that have it. */
  typescript(): Promise<string[]>;
  /** What Biome finds, as it prints it; empty when there is nothing. */
  biome(): Promise<string>;
  dispose(): void;
}

/** Settings that the repos share: they are used once, for the folder that holds all repos. */
type Shared = Record<"biome.json" | "tsconfig.json", string>;

export async function renderAll(documents: readonly Answers[]): Promise<Repos> {
  const root = await mkdtemp(join(tmpdir(), "space-sst-proof-"));
  await linkPackages(root);
  const shared: Shared = { "biome.json": "", "tsconfig.json": "" };
  const views: View[] = [];
  for (const [index, document] of documents.entries()) {
    const edit = (path: string, contents: string): string | null => {
      if (path in shared) {
        shared[path as keyof Shared] = contents;
        return null;
      }
      // The platform's types are loaded once, for all repos.
      return path === "sst.config.ts" ? contents.replace(/^\/\/\/ <reference.*\n/m, "") : contents;
    };
    views.push(await renderRepo(document, join(root, folderOf(index)), edit));
  }
  return {
    root,
    views,
    typescript: () => typescript(root, shared),
    biome: () => biome(root, shared, views.length),
    dispose: () => removeTree(root),
  };
}

async function typescript(root: string, shared: Shared): Promise<string[]> {
  const types = join(await platform(), ".sst", "platform");
  const { compilerOptions } = JSON.parse(shared["tsconfig.json"]);
  const config = {
    compilerOptions: { ...compilerOptions, paths: { "@pulumi/*": [join(types, "node_modules", "@pulumi", "*")] } },
    files: [join(types, "config.d.ts")],
    include: ["*/sst.config.ts", "*/infra", "*/policy", "*/vitest.config.ts"],
  };
  await writeFile(join(root, "tsconfig.json"), JSON.stringify(config));
  const { stdout, exitCode } = await execa(bin("tsc"), ["-p", root], { cwd: root, reject: false });
  const findings = new Map<string, string[]>();
  for (const line of stdout.split("\n").filter((text) => text.includes(": error TS"))) {
    const [, repo = "?", finding = line] = /^(\d+)\/(.*)$/.exec(line) ?? [];
    findings.set(finding, [...(findings.get(finding) ?? []), repo]);
  }
  const found = [...findings].map(
    ([finding, repos]) => `${finding} (in ${repos.length}: ${repos.slice(0, 5).join(", ")})`,
  );
  return exitCode === 0 || found.length > 0 ? found : [stdout];
}

async function biome(root: string, shared: Shared, count: number): Promise<string> {
  const config = JSON.parse(shared["biome.json"]);
  // What a repo leaves out at its root is here one folder deeper.
  const includes = config.files.includes.map((path: string) => path.replace(/^!(?!\*\*)/, "!**/"));
  await writeFile(
    join(root, "biome.json"),
    JSON.stringify({ ...config, files: { includes }, vcs: { enabled: false } }),
  );
  const options = ["--colors=off", "--error-on-warnings", "--max-diagnostics=30"];
  const folders = Array.from({ length: count }, (_, index) => folderOf(index));
  const { all, exitCode } = await execa(bin("biome"), ["ci", ...options, ...folders], {
    cwd: root,
    reject: false,
    all: true,
  });
  return exitCode === 0 ? "" : all;
}

/** A stage of a repo, run offline. */
export interface StageRun {
  view: View;
  stage: Stage;
  simulation: Simulation;
}

/** Which stages are run, and how: also as `sst dev` or the first `sst diff` does. */
export interface Way {
  choose?(stages: Stage[]): Stage[];
  dev?: boolean;
  preview?: boolean;
  /** In milliseconds, for one that is so large that a machine with other work needs longer than a plan waits. */
  timeout?: number;
}

/** Runs stages of every repo, in a few processes. */
export const runStages = async (repos: Repos, choose = (stages: Stage[]) => stages): Promise<StageRun[][]> =>
  (await runWays(repos, { choose }))[0];

/** The same in several ways: a repo's program is bundled once for all of them. */
export async function runWays<Ways extends [Way, ...Way[]]>(
  { root, views }: Repos,
  ...ways: Ways
): Promise<{ [Index in keyof Ways]: StageRun[][] }> {
  const chosen = views.map((view) =>
    ways.flatMap((way) => (way.choose?.(stagesOf(view)) ?? stagesOf(view)).map((stage) => ({ way, stage }))),
  );
  const simulations = await simulateAll(
    chosen.map((stages, index) => ({
      root: join(root, folderOf(index)),
      stages: stages.map(({ way: { dev, preview, timeout }, stage: { stage, client } }) => ({
        stage,
        dev,
        preview,
        timeout,
        ...(client ? { account: client.account } : {}),
      })),
    })),
  );
  const runs = ways.map((way) =>
    views.map((view, index) =>
      (chosen[index] ?? []).flatMap(({ way: its, stage }, position) =>
        its === way ? [{ view, stage, simulation: simulations[index]?.[position] as Simulation }] : [],
      ),
    ),
  );
  return runs as { [Index in keyof Ways]: StageRun[][] };
}

/** What went wrong, by stage: stages in which all is well are left out. */
export const problemsOf = (runs: readonly StageRun[], find: (run: StageRun) => string[]): Record<string, string[]> =>
  Object.fromEntries(runs.map((run) => [run.stage.stage, find(run)] as const).filter(([, found]) => found.length > 0));

/** Errors of the program, and anything that it prints. */
export const failures = ({ simulation }: StageRun): string[] => [
  ...simulation.errors.map(({ message }) => message),
  ...simulation.log,
];

/** What previews of these runs, or of some of them, leave out. */
export function leftOut(runs: readonly StageRun[], previews: readonly StageRun[]): Record<string, string[]> {
  if (previews.length === 0) throw new Error("nothing was previewed");
  return Object.fromEntries(
    previews
      .map(({ stage: { stage }, simulation }) => {
        const run = runs.find((one) => one.stage.stage === stage) as StageRun;
        return [stage, unforeseen(run.simulation, simulation)] as const;
      })
      .filter(([, missing]) => missing.length > 0),
  );
}

/** Inputs that say something of the machine: the folder of the repo, the home and the name of the machine. */
export const placesIn = ({ simulation }: StageRun, root: string): string[] => {
  const places = [root, homedir(), hostname()].filter((place) => place.length > 5);
  return simulation.resources.flatMap(({ name, inputs }) =>
    textsIn(inputs)
      .filter(({ text }) => places.some((place) => text.includes(place)))
      .map(({ path, text }) => `${name} ${path}: ${text.slice(0, 200)}`),
  );
};

const stackOf = once(({ simulation }: StageRun) => new Stack(simulation));

/** What the controls that a repo brings along say about a stage. */
export const resultsOf = once((run: StageRun): Result[] => standard.map((control) => ask(control, stackOf(run))));

/** Advice against something that was asked for. */
const asked: Record<string, (view: View) => boolean> = {
  "WA.oncall": ({ alerts }) => alerts.email === null && alerts.slack === null,
  "WA.tasks": ({ services }) => services.some(({ min }) => min < 2),
  // Versions that somebody chose, and days that come.
  "OWN.end-of-life": () => true,
  // Nobody knows how to ask an image of unknown make.
  "WA.ecs-health": ({ services }) =>
    services.some((service) => isEcsService(service) && !service.routed && !hasCode(service)),
  "WA.scaling": ({ services }) => services.some(({ min, max }) => max <= min),
};

/** What they find in it: also advice, where no answer asked for what it advises against. */
export const brokenControls = (run: StageRun): string[] =>
  resultsOf(run)
    .filter(({ control }) => !asked[control.id]?.(run.view))
    .flatMap(({ findings }) => findings.map(line));

/** Controls of production that a stage would break. */
export const brokenAsProduction = (run: StageRun): string[] =>
  standard
    .filter(({ when }) => when === "production")
    .filter((control) => ask({ ...control, when: "always" }, stackOf(run)).status === "failed")
    .map(({ id }) => id);

/** One line for each environment: how often the controls said what. */
export function counts(runs: readonly StageRun[]): string[] {
  const environments = [...new Set(runs.map(({ stage }) => stage.environment))].sort();
  return environments.map((environment) => {
    const own = runs.filter(({ stage }) => stage.environment === environment);
    return summary(`${own.length} × ${environment}`, own.flatMap(resultsOf));
  });
}

/** Everything that is expected of every stage. */
export const expectations: readonly Expectation[] = [
  ...architecture,
  ...balancers,
  ...services,
  ...reach,
  ...wiring,
  ...keeping,
  ...alerts,
  ...letIn,
  ...links,
  ...settings,
  ...runs,
  ...policies,
  ...ringing,
  ...scaling,
  ...charts,
  ...figures,
  ...addresses,
  ...called,
  ...firewall,
  ...lambdas,
  ...mail,
  ...restored,
  ...secrets,
  ...whose,
  ...standing,
  ...sites,
];

type Effects = Record<"wanted" | "actual", Record<string, unknown>>;

/** What every answer should have led to, and what it did. */
export function effects({ view, stage, simulation }: StageRun, asked = expectations): Effects {
  const context = contextOf(view, stage, simulation);
  return {
    wanted: Object.fromEntries(asked.map(({ answer, wanted }) => [answer, wanted(context)])),
    actual: Object.fromEntries(asked.map(({ answer, actual }) => [answer, actual(context)])),
  };
}
