import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "../../lib/system/nearest.ts";

describe("a word that is mistyped", () => {
  // As many letters as are wrong have to be allowed, and no fewer.
  it.each([
    ["port", "port", 0],
    ["PORT", "port", 0],
    ["port", "Port", 0],
    ["prt", "port", 1],
    ["porrt", "port", 1],
    ["pott", "port", 1],
    ["oprt", "port", 1],
    ["prot", "port", 1],
    ["potr", "port", 1],
    ["oprtable", "port", 5],
    ["torp", "port", 2],
    ["ropt", "port", 2],
    ["seviecs", "services", 2],
    ["kitten", "sitting", 3],
  ] as const)("%s is %s with %d wrong", (typed, meant, wrong) => {
    expect(nearest(typed, [meant], wrong)).toBe(meant);
    expect(nearest(typed, [meant], wrong - 1)).toBeUndefined();
  });

  it("may have a third of its letters wrong, two of a short one, and never all of them", () => {
    expect(nearest("certificate", ["cortefucate"])).toBe("cortefucate");
    expect(nearest("certificate", ["cortefucata"])).toBeUndefined();
    expect(nearest("cache", ["coche"])).toBe("coche");
    expect(nearest("cache", ["cochi"])).toBe("cochi");
    expect(nearest("cache", ["cuchi", "cochio"])).toBe("cuchi");
    expect(nearest("cache", ["bochi"])).toBeUndefined();
    expect(nearest("ab", ["cb"])).toBe("cb");
    expect(nearest("ab", ["cd"])).toBeUndefined();
    expect(nearest("a", ["b"])).toBeUndefined();
  });

  it("is the nearest of those there are, and the first of equals", () => {
    expect(nearest("catch", ["cache", "match", "cat"])).toBe("match");
    expect(nearest("port", ["sort", "fort"])).toBe("sort");
    expect(nearest("port", [])).toBeUndefined();
  });

  it("is asked about where one is near", () => {
    expect(didYouMean("prot", ["port", "path"])).toBe(' (did you mean "port"?)');
    expect(didYouMean("zebra", ["port", "path"])).toBe("");
  });
});
