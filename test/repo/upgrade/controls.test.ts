import { expect, it } from "vitest";
import { controlsDocument } from "../../../lib/proof/controls/document.ts";
import { standard } from "../../../lib/proof/controls/list.ts";
import { controlChanges, isStale, withoutConflict } from "../../../lib/repo/upgrade/controls.ts";
import type { Change } from "../../../lib/repo/workspace/index.ts";

const documentOf = (controls: typeof standard) => Buffer.from(controlsDocument(controls));
const change = (before: typeof standard, after: typeof standard): Change => ({
  path: "CONTROLS.md",
  action: "update",
  reason: "new version",
  before: documentOf(before),
  contents: documentOf(after),
});

it("names the controls that an upgrade brings, changes and takes away, by what CONTROLS.md says", () => {
  const [first, second, third, ...rest] = standard as [
    (typeof standard)[0],
    (typeof standard)[0],
    (typeof standard)[0],
  ];
  const before = [first, { ...second, severity: "advisory" as const, title: "a | b" }, ...rest];
  const after = [
    { ...second, severity: "mandatory" as const, title: "a | b", when: "always" as const },
    third,
    ...rest,
  ];
  expect(controlChanges([change(before, after)])).toEqual([
    { id: first.id, what: "gone", asks: expect.stringContaining(first.title) },
    { id: second.id, what: "changed", asks: "a \\| b (mandatory, every stage)" },
    { id: third.id, what: "new", asks: expect.stringContaining(third.title) },
  ]);
  expect(controlChanges([change(standard, standard)])).toEqual([]);
  expect(controlChanges([])).toEqual([]);
});

it("leaves no conflict in CONTROLS.md to somebody: the repo's own test writes it, and the owner's controls are not gone", () => {
  const own = { ...(standard[0] as (typeof standard)[0]), id: "SHOP.1" };
  const [, ...fewer] = standard;
  const [base, before, contents] = [fewer, [...fewer, own], standard].map(documentOf) as [Buffer, Buffer, Buffer];
  const conflict: Change = { path: "CONTROLS.md", action: "conflict", reason: "", base, before, contents };
  const changes = withoutConflict([conflict]);
  expect(changes).toEqual([
    { path: "CONTROLS.md", action: "merge", reason: "without your own controls", before, contents },
  ]);
  expect(controlChanges([conflict])).toEqual([expect.objectContaining({ id: standard[0]?.id, what: "new" })]);
  expect([isStale(changes, false), isStale([change(fewer, standard)], false)]).toEqual([true, false]);
  // The sources of the proof that stand in the repo are of the version that they were taken from.
  expect(isStale([change(fewer, standard)], true)).toBe(true);
});
