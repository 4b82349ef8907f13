import { expect, it } from "vitest";
import { RENAMES, type Rename, renamesOf } from "../../lib/repo/renames.ts";

const TABLE: Rename[] = [
  { since: "0.2.0", from: "infra/services/*.ts", to: "infra/ecs/*.ts" },
  { since: "0.3.0", from: "infra/ecs/*.ts", to: "ecs/*/index.ts" },
  { since: "0.3.0", from: ["z", "a.b"], to: "c" },
];
const moved = (paths: string[], version: string | null) => Object.fromEntries(renamesOf(paths, version, TABLE));

it("follows a file through every version after the one that rendered it", () => {
  expect(moved(["infra/services/api.ts", "infra/services/deep/api.ts", "aXb"], "0.1.0")).toEqual({
    "ecs/api/index.ts": ["infra/services/api.ts"],
  });
  expect(moved(["infra/ecs/api.ts", "a.b"], "0.2.0")).toEqual({
    "ecs/api/index.ts": ["infra/ecs/api.ts"],
    c: ["a.b"],
  });
  expect(moved(["infra/services/api.ts", "infra/ecs/api.ts"], "0.3.0")).toEqual({});
  expect(moved(["infra/services/api.ts"], null)).toEqual({ "ecs/api/index.ts": ["infra/services/api.ts"] });
});

it("names the files that are one file now in the order of the table, whatever they were called before", () => {
  const table: Rename[] = [
    { since: "0.2.0", from: "old/*", to: "kit/*" },
    { since: "0.2.0", from: ["kit/b", "kit/a", "c"], to: "kit/a" },
  ];
  expect([...renamesOf(["c", "old/a", "old/b"], "0.1.0", table)]).toEqual([["kit/a", ["old/b", "old/a", "c"]]]);
  expect([...renamesOf(["kit/a"], "0.1.0", table)]).toEqual([]);
});

it("has no file that moves into itself, which could not be written before the old one goes", () => {
  for (const { from, to } of RENAMES)
    for (const path of [from].flat().filter((one) => one !== to))
      expect(`${to}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${to}/`)).toBe(false);
});
