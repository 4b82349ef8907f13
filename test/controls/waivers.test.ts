import { expect, test } from "vitest";
import { standard } from "../../lib/proof/controls/list.ts";
import { ask, report } from "../../lib/proof/controls/report.ts";
import { parseWaivers, type Waiver } from "../../lib/proof/controls/waivers.ts";
import { Stack } from "../../lib/proof/simulate/stack.ts";
import { make, simulationOf } from "./rows/make.ts";

const today = "2026-06-15";
const good: Waiver = { control: "RDS.8", reason: "being moved", until: "2026-06-15" };
const parse = (text: string) => parseWaivers(text, standard, today);
const problemsOf = (...entries: unknown[]) => parse(JSON.stringify(entries)).problems;

test("a waiver with a control, a reason and a day holds to the end of that day", () => {
  expect(parse(JSON.stringify([good]))).toEqual({ waivers: [good], problems: [] });
  expect(problemsOf({ ...good, resource: "MainDatabaseInstance" })).toEqual([]);
  expect(parse("[]")).toEqual({ waivers: [], problems: [] });
});

test.each([
  [{ ...good, until: "2026-06-14" }, "has expired on 2026-06-14"],
  [{ ...good, control: "RDS.999" }, "names RDS.999, which is in no list"],
  [{ ...good, control: undefined }, "names no control"],
  [{ ...good, reason: " " }, "gives no reason"],
  [{ ...good, until: "next week" }, "needs a last day"],
  [{ ...good, until: "2026-02-30" }, "needs a last day"],
  [{ ...good, until: undefined }, "needs a last day"],
  [{ ...good, resource: 5 }, "has a resource that is no name"],
  [{ ...good, untl: "2026-06-15" }, 'has "untl"'],
  ["RDS.8", "is no object"],
])("%j is refused in one line", (entry, problem) => {
  const found = problemsOf(good, entry);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^infra\/waivers\.json: waiver 2 [^\n]+$/);
  expect(found[0]).toContain(problem);
});

test("one bad waiver makes none of them hold", () => {
  expect(parse(JSON.stringify([good, { ...good, reason: "" }])).waivers).toEqual([]);
});

test.each(["{}", "[", "5"])("%s is no list of waivers", (text) => {
  expect(parse(text).problems).toHaveLength(1);
});

const bare = make("aws:rds/instance:Instance");
const stack = new Stack(simulationOf([bare({}, { name: "One" }), bare({}, { name: "Two" })]));
const results = (waivers: Waiver[]) =>
  standard.filter(({ id }) => id === "RDS.8").map((one) => ask(one, stack, waivers));

test("a waiver is for one resource, or for all of them, and is always printed", () => {
  expect(report("production", results([]))).toEqual([
    "production: 0 controls passed, 1 failed, 0 waived, 0 not applicable",
  ]);
  const one = results([{ ...good, resource: "One" }]);
  expect(one[0]).toMatchObject({ status: "failed", findings: [{ resource: { name: "Two" } }] });
  expect(report("production", one)).toEqual([
    "production: 0 controls passed, 1 failed, 0 waived, 0 not applicable",
    "  waived until 2026-06-15: RDS.8 Instance One: deletion protection is off. being moved",
  ]);
  expect(report("production", results([good]))).toEqual([
    "production: 0 controls passed, 1 waived, 0 not applicable",
    "  waived until 2026-06-15: RDS.8 Instance One: deletion protection is off. being moved",
    "  waived until 2026-06-15: RDS.8 Instance Two: deletion protection is off. being moved",
  ]);
});

test("a waiver does not reach another control", () => {
  expect(results([{ ...good, control: "RDS.3" }])[0]?.status).toBe("failed");
});
