import { describe, expect, it } from "vitest";
import { USES } from "../../lib/cost/usage.ts";
import { standard } from "../../lib/proof/controls/list.ts";
import { KEPT } from "../../lib/resources/kept.ts";
import { layerOf } from "../../lib/resources/layers.ts";
import { rowOf, rows } from "../../lib/resources/types.ts";
import { NEEDED } from "../deploy/ci/needed.ts";

/**
 * The one table of types. `test/deploy/ci/permissions.test.ts` sees to it that NEEDED has all types that a rendered repo can
 * make, and no other; what a row must say, and which tables in other rooms must have the type, the compiler says.
 */
describe("every type that a repo can make", () => {
  it("has a row", () => {
    expect(Object.keys(NEEDED).filter((type) => rowOf(type) === undefined)).toEqual([]);
  });

  it("has a price, or is known to have none", () => {
    expect(Object.keys(NEEDED).filter((type) => rowOf(type)?.bill === "unknown")).toEqual([]);
  });

  it("has a control that is asked of it, or a row that says where it is looked at, or why nowhere", () => {
    const asked = new Set(standard.flatMap(({ of }) => of));
    const said = rows.filter(([, { controls }]) => controls !== undefined).map(([type]) => type);
    expect(said.sort()).toEqual(
      Object.keys(NEEDED)
        .filter((type) => !asked.has(type))
        .sort(),
    );
    const ids = rows.flatMap(([, { controls = [] }]) => (typeof controls === "string" ? [] : controls));
    expect(ids.filter((id) => !standard.some((control) => control.id === id))).toEqual([]);
  });
});

describe("every row", () => {
  it("is in a layer, if it is in a cloud", () => {
    expect(rows.filter(([type]) => layerOf({ type }) === "other").map(([type]) => type)).toEqual([]);
    expect(rows.filter(([type]) => layerOf({ type }) === null).map(([type]) => type.split(":")[0])).toEqual([
      "random",
      "random",
    ]);
  });

  it("is billed for uses that the bill knows, and no use is billed to nothing", () => {
    const named = rows.flatMap(([, { bill }]) =>
      typeof bill === "object"
        ? [
            ...(bill.use ? [bill.use] : []),
            ...Object.values(bill.settings ?? {}),
            ...Object.values(bill.words ?? {}).flatMap((words) => Object.values(words)),
          ]
        : [],
    );
    const known = USES.filter(({ lines }) => lines === undefined).map(({ id }) => id);
    expect([...new Set(named)].sort()).toEqual([...known].sort());
  });
});

it("what stays is what a control looks at: the proof has a list of its own, because it imports no other room", () => {
  const asked = standard.find(({ id }) => id === "OWN.keep")?.of ?? [];
  const stays = Object.entries(KEPT).filter(([, kept]) => kept.stays === true);
  expect(asked.filter((type) => KEPT[type]?.stays !== true)).toEqual([]);
  expect(stays.filter(([type, { holds }]) => holds !== undefined && !asked.includes(type))).toEqual([]);
});
