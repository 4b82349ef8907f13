import { expect, it, vi } from "vitest";
import type { CheckResult, Report, Result } from "../../lib/deploy/doctor/types.ts";
import { sayReport } from "../../lib/deploy/ready.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";

/** What of the doctor's findings stops a deploy, and what of them is shown before it. */

const check = (result: Result): CheckResult =>
  ({ id: result, title: `A ${result} one`, result, evidence: "seen", remedy: "mend it" }) as unknown as CheckResult;

function said(...results: Result[]) {
  const counts = { ok: 0, warning: 0, failed: 0, skipped: 0 };
  for (const result of results) counts[result] += 1;
  const printed: string[] = [];
  const terminal = new Terminal({ env: {} });
  vi.spyOn(terminal, "print").mockImplementation((line = "") => void printed.push(line));
  const report: Report = { stage: "dev", region: "us-east-1", account: null, checks: results.map(check), counts };
  let error: unknown = null;
  try {
    sayReport(report, terminal);
  } catch (thrown) {
    error = thrown;
  }
  return { printed, error };
}

it("a warning is shown, and stops nothing", () => {
  expect(said("ok", "warning", "skipped")).toEqual({
    printed: ["! A warning one  seen", expect.stringContaining("→ mend it"), "1 ok, 1 warning, 1 skipped"],
    error: null,
  });
  expect(said("ok")).toEqual({ printed: ["1 ok"], error: null });
});

it("what a deploy would fail at stops it", () => {
  const { printed, error } = said("ok", "failed", "warning");
  expect(printed.filter((line) => /^[!✖✔]/.test(line)).map((line) => line[0])).toEqual(["✖", "!"]);
  expect(error).toMatchObject({
    code: 1,
    message: expect.stringMatching(
      /^dev is not ready to deploy: .*\. Nothing was done\. To deploy all the same: --skip-doctor$/,
    ),
  });
});
