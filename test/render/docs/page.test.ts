import { describe, expect, it } from "vitest";
import { namedClients } from "../../../lib/render/docs/clients.ts";
import { sentence } from "../../../lib/render/docs/markdown.ts";
import { page } from "../../../lib/render/docs/page.ts";
import { viewOf } from "../../support/view.ts";

it.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
])("%j is said as %j", (words, said) => expect(sentence(words)).toBe(said));

describe("a page", () => {
  it("names one of many clients", () => {
    const clients = Array.from({ length: 9 }, (_, n) => ({
      name: `c${n}`,
      account: "111111111111",
      domain: `c${n}.com`,
    }));
    const of = (count: number) => {
      const { named, more } = namedClients(viewOf({ clients: clients.slice(0, count) }));
      return [named.clients.length, more];
    };
    expect([of(8), of(9)]).toEqual([
      [8, 0],
      [1, 8],
    ]);
  });

  it("says what is typed for each kind of store", () => {
    const two = {
      services: [
        { name: "api", database: "d", cache: "c" },
        { name: "b", database: "e" },
      ],
      databases: [{ name: "d" }, { name: "e", engine: "mysql" }],
      caches: [{ name: "c" }],
    };
    const { tunnels, dumps, credentials } = page(viewOf(two));
    expect({ tunnels, dumps, credentials }).toMatchInlineSnapshot(`
      {
        "credentials": [
          {
            "from": false,
            "label": "database/d",
          },
          {
            "from": false,
            "label": "database/e",
          },
          {
            "from": false,
            "label": "cache",
          },
        ],
        "dumps": [
          "database/d -- pg_dump --format=custom --file=database.dump",
          "database/e -- mysqldump --host=127.0.0.1 --port=13306 --user=USER --result-file=database.sql DATABASE",
        ],
        "tunnels": [
          "database/d -- psql",
          "database/e",
          "cache -- redis-cli --tls --insecure -p 16379",
        ],
      }
    `);
    const one = page(
      viewOf({ services: [{ name: "api", database: "d", secrets: ["KEY"] }], databases: [{ name: "d" }] }),
    );
    expect([one.tunnels, one.credentials]).toMatchInlineSnapshot(`
      [
        [
          "database -- psql",
        ],
        [
          {
            "from": false,
            "label": "database",
          },
          {
            "from": true,
            "label": "secret",
          },
        ],
      ]
    `);
  });

  it("says what stands there without anybody's push, and what to try first", () => {
    const of = (answers: object) => {
      const { plainProduction, byHand, first, health, looked, protectedStages, domains, domainList, unmigrated } = page(
        viewOf({ ...answers }),
      );
      return { plainProduction, byHand, first, health, looked, protectedStages, domains, domainList, unmigrated };
    };
    const client = { name: "acme", account: "111111111111", domain: "acme.com" };
    expect(of({ services: [{ name: "api", health: "/alive" }], clients: [client] })).toMatchInlineSnapshot(`
      {
        "byHand": "Production, The clients' stages",
        "domainList": "acme.com",
        "domains": [
          "acme.com",
        ],
        "first": "dev",
        "health": null,
        "looked": [
          "dev",
          "staging",
        ],
        "plainProduction": true,
        "protectedStages": [
          "production",
          "acme-production",
        ],
        "unmigrated": [],
      }
    `);
    expect(
      of({
        domain: "a.com",
        stages: ["staging"],
        services: [
          { name: "api", path: "/v1/*" },
          { name: "web", kind: "web", health: "/up" },
        ],
      }),
    ).toMatchInlineSnapshot(`
      {
        "byHand": null,
        "domainList": "a.com",
        "domains": [
          "a.com",
        ],
        "first": "staging",
        "health": "https://web-staging.a.com/up",
        "looked": [
          "staging",
        ],
        "plainProduction": false,
        "protectedStages": [],
        "unmigrated": [],
      }
    `);
    const brought = { name: "own", source: "existing", directory: "x", database: "d" };
    expect(of({ services: [brought, { name: "api", database: "d" }], databases: [{ name: "d" }] }).unmigrated).toEqual([
      "own",
    ]);
  });
});
