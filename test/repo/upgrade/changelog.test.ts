import { expect, it } from "vitest";
import { changesBetween, sectionsOf } from "../../../lib/repo/upgrade/changelog.ts";

const LOG = `# Changelog

## Unreleased

- Soon.

## 0.10.0 (2027-02-01)

### Templates

- Ten.

## [0.9.1] - 2027-01-02

- Nine.

## 0.9.0

- Older.
`;

it("finds what changed after one version, up to another one", () => {
  expect(changesBetween("0.9.0", "0.10.0", LOG)).toEqual([
    { version: "0.10.0", text: "### Templates\n\n- Ten." },
    { version: "0.9.1", text: "- Nine." },
  ]);
  expect(changesBetween("0.9.0", "0.9.1", LOG).map(({ version }) => version)).toEqual(["0.9.1"]);
  expect(changesBetween("0.10.0", "0.10.0", LOG)).toEqual([]);
  expect(changesBetween(null, "0.10.0", LOG)).toEqual([]);
  expect(sectionsOf(LOG)).toHaveLength(3);
});
