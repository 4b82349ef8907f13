import { expect, it } from "vitest";
import { addItem, addStage, connect } from "../../../lib/repo/edit/add.ts";

/** Edits that add something to the answers. */

const refused = (edit: () => unknown): string => {
  try {
    edit();
    return "taken";
  } catch (error) {
    return (error as { problems: { path: string; message: string }[] }).problems
      .map(({ path, message }) => `${path}: ${message}`)
      .join("\n");
  }
};

it("a stage comes in its place, once, and is an environment", () => {
  const of = (...stages: string[]) => ({ project: "shop", stages });
  expect(addStage(of("dev", "production"), "staging")).toEqual(of("dev", "staging", "production"));
  expect(addStage(of("production"), "dev")).toEqual(of("dev", "production"));
  expect(refused(() => addStage(of("dev"), "dev"))).toBe('name: there is a stage "dev" already');
  expect(refused(() => addStage(of("dev"), "test"))).toBe(
    'name: "test" is not one of dev, staging, production; a client\'s stages come with `client`',
  );
});

it.each([
  ["services", "service"],
  ["databases", "database"],
  ["caches", "cache"],
  ["buckets", "bucket"],
  ["clients", "client"],
] as const)("of %s there is one of each name", (list, one) => {
  const document = { [list]: [{ name: "main" }] };
  expect(addItem(document, list, { name: "other" })).toEqual({ [list]: [{ name: "main" }, { name: "other" }] });
  expect(addItem({}, list, { name: "main" })).toEqual(document);
  expect(refused(() => addItem(document, list, { name: "main" }))).toBe(
    `name: there is a ${one} called "main" already`,
  );
});

it("a store is given to services that have none, all or none of them", () => {
  const document = { services: [{ name: "api" }, { name: "b", cache: "old" }, { name: "c", cache: null }] };
  expect(connect(document, "cache", "main", ["api", "c"]).services).toEqual([
    { name: "api", cache: "main" },
    { name: "b", cache: "old" },
    { name: "c", cache: "main" },
  ]);
  expect(refused(() => connect(document, "cache", "main", ["api", "b", "x"]))).toBe(
    '--services: "b" has the cache "old" already\n--services: there is no service called "x": there are api, b, c',
  );
});
