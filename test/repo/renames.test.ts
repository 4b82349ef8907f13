import { expect, it } from "vitest";
import { RENAMES, type Rename, renamesOf } from "../../lib/repo/renames.ts";

const TABLE: Rename[] = [
  { since: "0.2.0", from: "infra/services/*.ts", to: "infra/ecs/*.ts" },
  { since: "0.3.0", from: "infra/ecs/*.ts", to: "ecs/*/index.ts" },
  { since: "0.3.0", from: "a.b", to: "c" },
];
const moved = (paths: string[], version: string | null) => Object.fromEntries(renamesOf(paths, version, TABLE));

it("follows a file through every version after the one that rendered it", () => {
  expect(moved(["infra/services/api.ts", "infra/services/deep/api.ts", "aXb"], "0.1.0")).toEqual({
    "infra/services/api.ts": "ecs/api/index.ts",
  });
  expect(moved(["infra/ecs/api.ts", "a.b"], "0.2.0")).toEqual({ "infra/ecs/api.ts": "ecs/api/index.ts", "a.b": "c" });
  expect(moved(["infra/services/api.ts", "infra/ecs/api.ts"], "0.3.0")).toEqual({});
  expect(moved(["infra/services/api.ts"], null)).toEqual({ "infra/services/api.ts": "ecs/api/index.ts" });
});

it("has no file that moves into itself, which could not be written before the old one goes", () => {
  for (const { from, to } of RENAMES)
    expect(`${to}/`.startsWith(`${from}/`) || `${from}/`.startsWith(`${to}/`)).toBe(false);
});
