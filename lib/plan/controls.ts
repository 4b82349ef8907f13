import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../errors.ts";
import type { Finding, Waiver } from "../proof/index.ts";
import { LIST, loadProof, type RepoProof } from "../proof/load.ts";
import type { Simulation } from "../proof/simulate/types.ts";
import { typedAgain } from "../system/typed.ts";
import type { Controls } from "./types.ts";

/** What a repo is asked, and what its owner accepts for a while. */
export interface Asked {
  proof: RepoProof;
  waivers: readonly Waiver[];
}

/**
 * The controls and the waivers of a repo: its own list decides, as in its own check.
 * @throws {Failure} where it has none, its packages or SST's platform are not installed, or something in it is of no use
 */
export function askedOf(root: string): Asked {
  if (!existsSync(join(root, LIST)))
    throw new Failure(`${root} has no ${LIST}: \`${typedAgain("upgrade")}\` brings the repo to this version`);
  let proof: RepoProof;
  try {
    proof = loadProof(root);
  } catch (error) {
    throw new Failure((error as Error).message, { cause: error });
  }
  const { waivers, problems } = proof.readWaivers(root, proof.controls, proof.today());
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  return { proof, waivers };
}

/** What must hold in every stage, looked at in one. */
export function controlsOf(simulation: Simulation, { proof, waivers }: Asked): Controls {
  const { ask, label, Stack } = proof;
  const stack = new Stack(simulation);
  const results = proof.controls.map((control) => ask(control, stack, waivers));
  const lines = (findings: readonly Finding[]) =>
    findings.map(({ resource, problem }) => `${label(resource)}: ${problem}`);
  return {
    passed: results.filter(({ status }) => status === "passed").length,
    failed: results
      .filter(({ status }) => status === "failed")
      .map(({ control: { id, title, severity, why, fix }, findings }) => ({
        id,
        title,
        severity,
        why,
        fix,
        findings: lines(findings),
      })),
    waived: results
      .filter(({ waived }) => waived.length > 0)
      .map(({ control: { id, title }, waived }) => ({
        id,
        title,
        reason: [...new Set(waived.map(({ waiver }) => `${waiver.reason}, until ${waiver.until}`))].join("; "),
        findings: lines(waived.map(({ finding }) => finding)),
      })),
  };
}
