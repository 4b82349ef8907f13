import { existsSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { join } from "node:path";
import type { Control } from "./controls/control.ts";
import { controlProblems } from "./controls/read.ts";
import type { ask } from "./controls/report.ts";
import type { readWaivers, today } from "./controls/waivers.ts";
import type { policiesOf } from "./policy.ts";
import { platformFolder } from "./simulate/engine/sdk.ts";
import type { Simulator } from "./simulate/simulate.ts";
import type { label, Stack } from "./simulate/stack.ts";

/** The list that decides: the repo's own. */
export const LIST = "infra/controls.ts";

/** The sources of the proof in a repo whose owner has taken them: `space-sst eject proof`. */
export const EJECTED = "infra/proof/index.ts";

/** What a repo proves itself with: its controls, and what asks them, of the version that they are written for. */
export interface RepoProof {
  controls: readonly Control[];
  ask: typeof ask;
  label: typeof label;
  policiesOf: typeof policiesOf;
  readWaivers: typeof readWaivers;
  today: typeof today;
  Stack: typeof Stack;
  Simulator: typeof Simulator;
}

/** A repo that cannot be asked its controls, and what to do. */
export class ProofMissing extends Error {}

interface Esbuild {
  buildSync(options: object): { outputFiles: { text: string }[] };
}
interface BuildMessage {
  text: string;
  location: { file: string; line: number } | null;
}

/** What esbuild found, a line each. */
const buildProblems = (error: unknown): string =>
  ((error as { errors?: BuildMessage[] }).errors ?? [])
    .map(({ text, location }) => (location === null ? text : `${location.file}:${location.line}: ${text}`))
    .join("\n") || (error as Error).message;

function isInstalled(root: string): boolean {
  try {
    createRequire(join(root, "package.json")).resolve("generator-space-sst/package.json");
    return true;
  } catch {
    return false;
  }
}

/** Node reads no TypeScript, so the list is bundled with the esbuild that SST brings along. */
function bundle(root: string, platform: string, proof: string): string {
  const { buildSync } = createRequire(join(platform, "package.json"))("esbuild") as Esbuild;
  const contents = `export * from ${JSON.stringify(proof)}; export { default as controls } from "./${LIST}";`;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: root, sourcefile: "proof.ts", loader: "ts" },
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

function evaluate(text: string, file: string): unknown {
  const module = new Module(file);
  (module as Module & { _compile(text: string, file: string): void })._compile(text, file);
  return module.exports;
}

/**
 * Loads the controls of a repo, as its owner has written them.
 * @param root folder of sst.config.ts
 * @throws {ProofMissing} where the repo has no list, its packages are not installed, or the list is wrong; in one line each
 * @throws {PlatformMissing} where SST's platform is missing in it
 */
export function loadProof(root: string): RepoProof {
  if (!existsSync(join(root, LIST)))
    throw new ProofMissing(`${root} has no ${LIST}: an upgrade brings the repo to this version`);
  const ejected = existsSync(join(root, EJECTED));
  if (!ejected && !isInstalled(root)) {
    const install = existsSync(join(root, "pnpm-lock.yaml")) ? "pnpm install" : "npm install";
    throw new ProofMissing(`the packages of this repo are not installed: run ${install} in ${root}`);
  }
  const platform = platformFolder(root);
  let proof: RepoProof;
  try {
    proof = evaluate(
      bundle(root, platform, ejected ? `./${EJECTED}` : "generator-space-sst/proof"),
      join(root, LIST),
    ) as RepoProof;
  } catch (error) {
    throw new ProofMissing(`${LIST} cannot be read: ${buildProblems(error)}`, { cause: error });
  }
  const problems = controlProblems(proof.controls);
  if (problems.length > 0) throw new ProofMissing(problems.join("\n"));
  return proof;
}
