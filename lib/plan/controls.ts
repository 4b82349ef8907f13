import { Failure } from "../errors.ts";
import { controls } from "../proof/controls/list.ts";
import { ask, type Result } from "../proof/controls/report.ts";
import { readWaivers, today, type Waiver } from "../proof/controls/waivers.ts";
import { label, Stack } from "../proof/simulate/stack.ts";
import type { Simulation } from "../proof/simulate/types.ts";
import type { Controls } from "./types.ts";

/**
 * What the owner of a repo accepts for a while.
 * @throws Failure when one of the waivers is of no use, or has expired
 */
export function waiversIn(root: string): Waiver[] {
  const { waivers, problems } = readWaivers(root, controls, today());
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  return waivers;
}

const lines = (findings: Result["findings"]) =>
  findings.map(({ resource, problem }) => `${label(resource)}: ${problem}`);

/** What must hold in every stage, looked at in one. */
export function controlsOf(simulation: Simulation, waivers: readonly Waiver[] = []): Controls {
  const stack = new Stack(simulation);
  const results = controls.map((control) => ask(control, stack, waivers));
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
