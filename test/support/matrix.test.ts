import { describe, expect, test } from "vitest";
import { parseBlueprint } from "../../lib/answers/parse.ts";
import { answersOf, describeRow, matrix, space } from "./matrix.ts";
import { allPairs, pairsOf, pairwise, type Space } from "./pairwise.ts";

describe("pairwise", () => {
  const plain: Space<"a" | "b" | "c"> = {
    values: { a: ["1", "2", "3"], b: ["x", "y"], c: ["p", "q", "r"] },
    possible: () => true,
    effective: (row) => row,
    compatible: () => true,
  };

  test("shows every pair in about as many rows as the two largest dimensions have pairs", () => {
    const rows = pairwise(plain);
    const shown = new Set(rows.flatMap((row) => pairsOf(plain, row)));
    expect([...allPairs(plain).keys()].filter((pair) => !shown.has(pair))).toEqual([]);
    expect(shown.size).toBe(3 * 2 + 3 * 3 + 2 * 3);
    expect(rows.length).toBeLessThanOrEqual(11);
  });

  test("gives the same rows every time", () => {
    expect(pairwise(plain)).toEqual(pairwise(plain));
  });

  test("makes no row that cannot be", () => {
    const limited: Space<"a" | "b" | "c"> = {
      ...plain,
      possible: ({ a, b }) => a[0] !== "1" || b[0] !== "x",
      compatible: (one, other) => ![one, other].every(([, value]) => value === "1" || value === "x"),
    };
    const rows = pairwise(limited);
    expect(rows.filter((row) => !limited.possible(row))).toEqual([]);
    const shown = new Set(rows.flatMap((row) => pairsOf(limited, row)));
    expect([...allPairs(limited).keys()].filter((pair) => !shown.has(pair))).toEqual([]);
  });

  test("says which pair it cannot show", () => {
    expect(() => pairwise({ ...plain, possible: ({ a }) => a[0] !== "3" })).toThrow("no row shows a=3");
  });
});

describe("the matrix of the proof", () => {
  const rows = matrix();

  test("shows every pair of answers", () => {
    const shown = new Set(rows.flatMap((row) => pairsOf(space, row)));
    expect([...allPairs(space).keys()].filter((pair) => !shown.has(pair))).toEqual([]);
  });

  test("is small", () => {
    expect(rows.length).toBeLessThanOrEqual(62);
  });

  test.each(rows.map((row) => [describeRow(row), row] as const))("is valid: %s", (_, row) => {
    expect(parseBlueprint(answersOf(row))).not.toHaveProperty("problems");
  });
});
