import { expect, it } from "vitest";
import { checkLines, countLine, failureLine } from "../../../lib/deploy/doctor/lines.ts";
import type { CheckResult, Report, Result } from "../../../lib/deploy/doctor/types.ts";
import { Terminal } from "../../../lib/terminal/terminal.ts";

const check = (title: string, result: Result, evidence = "seen", remedy?: string): CheckResult => ({
  id: title,
  title,
  result,
  evidence,
  ...(remedy === undefined ? {} : { remedy }),
  seconds: 0,
});

const shown = (checks: CheckResult[]) => checkLines(checks, new Terminal({ env: {} })).join("\n");

it("shows each check, and those that more than two are skipped for once", () => {
  const skipped = (...titles: string[]) => titles.map((title) => check(title, "skipped", "name a stage"));
  expect(
    shown([
      check("Node", "ok"),
      ...skipped("Lock", "Zone"),
      check("Region", "skipped", "no identity"),
      check("Disk", "warning", "2.0 GB free", "make room: docker system prune"),
      check("Git", "failed", "a word ".repeat(20).trim(), "and what to do about it ".repeat(4).trim()),
    ]),
  ).toMatchInlineSnapshot(`
    "✔ Node    seen
    – Lock    name a stage
    – Zone    name a stage
    – Region  no identity
    ! Disk    2.0 GB free
              → make room: docker system prune
    ✖ Git     a word a word a word a word a word a word a word a word a word a word
              a word a word a word a word a word a word a word a word a word a word
              → and what to do about it and what to do about it and what to do about
              it and what to do about it"
  `);
  expect(shown([...skipped("Lock"), check("Node", "ok"), ...skipped("Zone", "Mail")])).toMatchInlineSnapshot(`
    "– 3 skipped  Lock, Zone, Mail
                 → name a stage
    ✔ Node       seen"
  `);
  expect(shown([])).toBe("");
});

const report = (...results: Result[]): Report => {
  const count = (of: Result) => results.filter((one) => one === of).length;
  return {
    stage: "dev",
    region: "us-east-1",
    account: null,
    checks: results.map((result, index) => check(`${index}`, result)),
    counts: { ok: count("ok"), warning: count("warning"), failed: count("failed"), skipped: count("skipped") },
  };
};

it("counts them, but for what there is none of", () => {
  expect(countLine(report("ok", "ok", "warning", "failed", "skipped"))).toBe("2 ok, 1 warning, 1 failed, 1 skipped");
  expect(countLine(report("warning", "warning"))).toBe("2 warnings");
  expect(failureLine(report("ok", "failed", "warning", "failed"))).toBe("dev is not ready to deploy: 1, 3");
  expect(failureLine({ ...report("failed"), stage: null })).toBe("the repo is not ready to deploy: 0");
});
