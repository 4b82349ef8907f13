import { readFileSync } from "node:fs";
import { join } from "node:path";
import { controls } from "../../templates/infra/controls/list.ts";
import { ask, type Result } from "../../templates/infra/controls/report.ts";
import { parseWaivers, type Waiver, waiversFile } from "../../templates/infra/controls/waivers.ts";
import { label, Stack } from "../../templates/infra/testing/stack.ts";
import type { Simulation } from "../../templates/infra/testing/types.ts";
import { Failure } from "../cli/failure.ts";
import type { Controls } from "./types.ts";

/**
 * What the owner of a repo accepts for a while. A repo of an older version has no such file.
 * @param today as 2026-12-31
 * @throws Failure when one of the waivers is of no use, or has expired
 */
export function waiversIn(root: string, today = new Date().toISOString().slice(0, 10)): Waiver[] {
  let text: string;
  try {
    text = readFileSync(join(root, waiversFile), "utf8");
  } catch {
    return [];
  }
  const { waivers, problems } = parseWaivers(text, controls, today);
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
