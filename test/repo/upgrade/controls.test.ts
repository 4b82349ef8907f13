import { expect, it } from "vitest";
import { controlsDocument } from "../../../lib/proof/controls/document.ts";
import { standard } from "../../../lib/proof/controls/list.ts";
import { controlChanges } from "../../../lib/repo/upgrade/controls.ts";
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
