import { checks } from "../../templates/infra/testing/checks.ts";
import { Stack } from "../../templates/infra/testing/stack.ts";
import type { Simulation } from "../../templates/infra/testing/types.ts";
import type { Controls } from "./types.ts";

/** What must hold in every stage, looked at in one. */
export function controlsOf(simulation: Simulation): Controls {
  const stack = new Stack(simulation);
  const found = checks.map((check) => ({ ...check, findings: check.check(stack) }));
  const failed = found.filter(({ findings }) => findings.length > 0);
  return {
    passed: found.length - failed.length,
    failed: failed.map(({ id, title, why, fix, findings }) => ({
      id,
      title,
      severity: "mandatory",
      why,
      fix,
      findings,
    })),
    waived: [],
  };
}
