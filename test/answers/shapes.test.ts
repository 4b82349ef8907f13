import { describe, expect, it } from "vitest";
import { parseBlueprint } from "../../lib/answers/parse.ts";
import { problems } from "../support/refused.ts";

/** What is said of a value of another shape, and that it hides nothing else that is wrong. */

const NONE = "there is no such answer";

it.each<[document: object, found: string[]]>([
  [{ project: undefined }, ["project: is required"]],
  [{ project: ["a"] }, ['project: ["a"] should be a text']],
  [{ services: "api" }, ['services: "api" should be a list']],
  [{ services: [] }, ["services: name at least one service"]],
  [{ services: ["api"] }, ['services[0]: "api" should be names and values']],
  [{ services: [{}] }, ["services[0].name: is required"]],
  [{ services: [{ name: "api", port: "http" }] }, ['services[0].port: "http" should be a number']],
  [{ services: [{ name: "api", port: 5000.5 }] }, ["services[0].port: 5000.5 should be a whole number"]],
  [{ adopted: "perhaps" }, ['adopted: "perhaps" should be true or false']],
  [{ region: null }, [expect.stringMatching(/^region: null is not one of us-east-1, us-east-2, /)]],
  [
    { services: [{ name: "api", database: "d" }], databases: [{ name: "d", engine: null }] },
    ["databases[0].engine: null is not one of postgres, mysql, aurora-postgres, aurora-mysql"],
  ],
  [{ clients: [{ name: "acme", account: "111111111111" }] }, ["clients[0].domain: is required"]],
  [{ alerts: { emial: "a@b.c" } }, [`alerts.emial: ${NONE} (did you mean "email"?)`]],
  [{ services: [{ name: "api" }], zzz: 1 }, [`zzz: ${NONE}`]],
  [
    {
      clients: [
        { name: "acme", account: "111111111111", domain: "a.com", sizes: { production: { database: { replica: 1 } } } },
      ],
    },
    [`clients[0].sizes.production.database.replica: ${NONE} (did you mean "replicas"?)`],
  ],
  [{ alerts: { slack: "x" } }, ['alerts.slack: "x": use <workspace id>/<channel id>, such as T0123ABCD/C0123ABCD']],
])("%j", (document, found) => expect(problems(document)).toEqual(found));

describe("beside what the schema refuses", () => {
  const missing = 'services[0].database: there is no database called "zz"';
  const services = [{ name: "a", database: "zz" }];

  it.each<[what: string, document: object, paths: string[]]>([
    ["the project", { project: "No!" }, ["project"]],
    ["the region", { region: "mars" }, ["region"]],
    ["the domain", { domain: "no" }, ["domain"]],
    [
      "what a client must say",
      { clients: [{ name: "No!", account: "1", domain: "no", region: "mars" }] },
      [...["clients[0].name", "clients[0].account", "clients[0].region", "clients[0].domain"]],
    ],
    ["names of two", { databases: [{ name: "No!" }, { name: "No?" }] }, ["databases[0].name", "databases[1].name"]],
    [
      "a key that there is not",
      { zzz: 1, services: [{ name: "a", database: "zz", yyy: 2 }] },
      ["services[0].yyy", "zzz"],
    ],
  ])("%s, rules are asked too", (_, document, paths) => {
    const found = problems({ services, ...document });
    expect(found.map((text) => text.split(":")[0]).filter((path) => paths.includes(path ?? ""))).toEqual(paths);
    expect(found).toContain(missing);
  });

  it("nothing is said twice of one path", () => {
    const unclear = parseBlueprint({ project: "myShop", region: "Japan" });
    expect(unclear).toEqual({
      problems: [
        { path: "project", message: '"myShop" may be my-shop or myshop: say which' },
        { path: "region", message: '"Japan" may be ap-northeast-1 (Tokyo) or ap-northeast-3 (Osaka): say which' },
      ],
    });
  });
});
