import { expect, test } from "vitest";
import { parseBlueprint } from "../../lib/answers/parse.ts";

/** A range of a client's capacity is one of numbers, and may be a single one. */

const problemsOf = (min: string, max: string): string[] => {
  const result = parseBlueprint({
    project: "shop",
    services: [{ name: "api", database: "main" }],
    databases: [{ name: "main", engine: "aurora-postgres" }],
    clients: [
      {
        name: "globex",
        account: "222222222222",
        domain: "globex.example",
        sizes: { production: { database: { capacity: { min, max } } } },
      },
    ],
  });
  return "problems" in result ? result.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

test.each([
  ["2 ACU", "2 ACU", []],
  ["2 ACU", "10 ACU", []],
  ["10 ACU", "2 ACU", ["clients[0].sizes.production.database.capacity: 10 ACU is more than 2 ACU"]],
  ["2.5 ACU", "2 ACU", ["clients[0].sizes.production.database.capacity: 2.5 ACU is more than 2 ACU"]],
])("from %s to %s", (min, max, problems) => {
  expect(problemsOf(min, max)).toEqual(problems);
});
