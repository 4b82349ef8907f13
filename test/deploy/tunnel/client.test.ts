import { describe, expect, it } from "vitest";
import { clientOf } from "../../../lib/deploy/tunnel/client.ts";
import { type Access, accessOf, storesOf } from "../../../lib/deploy/tunnel/store.ts";
import { deployedIn, resource } from "../../support/deployed.ts";
import { SHOP } from "../../support/sst/stage.ts";
import { viewOf } from "../../support/view.ts";

/** What the programs at the end of a tunnel are given: no password in their words, and what they read in variables. */

const access = (over: Partial<Access>): Access => ({
  host: "main.internal",
  port: 5432,
  user: "a b",
  password: "s3cret/@",
  database: "orders",
  protocol: "postgresql",
  secret: "shop-dev/api-1",
  ...over,
});

describe("a program is told how it reaches", () => {
  const rows: [what: string, over: Partial<Access>, port: number, words: string[], env: Record<string, string>][] = [
    [
      "PostgreSQL",
      {},
      15_432,
      ["psql"],
      {
        PGHOST: "127.0.0.1",
        PGPORT: "9",
        PGUSER: "a b",
        PGPASSWORD: "s3cret/@",
        PGDATABASE: "orders",
        PGSSLMODE: "require",
        DATABASE_URL: "postgresql://a%20b:s3cret%2F%40@127.0.0.1:9/orders?sslmode=require",
      },
    ],
    [
      "MySQL",
      { protocol: "mysql" },
      13_306,
      ["mysql", "--host=127.0.0.1", "--port=9", "--user=a b", "--ssl-mode=REQUIRED", "orders"],
      { MYSQL_PWD: "s3cret/@", DATABASE_URL: "mysql://a%20b:s3cret%2F%40@127.0.0.1:9/orders" },
    ],
    [
      "a cache",
      { protocol: "rediss", user: "", database: "" },
      16_379,
      // The name in its certificate is not this machine's.
      ["redis-cli", "--tls", "--insecure", "-p", "9"],
      { REDISCLI_AUTH: "s3cret/@", REDIS_URL: "rediss://:s3cret%2F%40@127.0.0.1:9" },
    ],
  ];
  it.each(rows)("%s", (_, over, port, words, env) => {
    const client = clientOf(access(over));
    expect(client.port).toBe(port);
    expect(client.words(9, access(over))).toEqual(words);
    expect(client.env(9, access(over))).toEqual(env);
  });
});

it("the way to a store is what the service's own secret says of it", async () => {
  const view = viewOf({ ...SHOP, services: [{ ...SHOP.services?.[0], cache: "jobs" }], caches: [{ name: "jobs" }] });
  const [database, cache] = storesOf(view);
  const name = "shop-dev/api-2026";
  const { deployed } = await deployedIn(
    {
      "secrets.GetSecretValue": ({ input }) => ({
        SecretString: JSON.stringify(
          input.SecretId === name
            ? {
                DATABASE_URL: "postgresql://a%20b:s3cret%2F%40@main.internal:5432/my%20orders?sslmode=verify-full",
                REDIS_URL: "rediss://:t0ken@cache.internal:6379",
              }
            : {},
        ),
      }),
    },
    { resources: [resource("aws:secretsmanager/secret:Secret", { name })] },
  );
  expect(await accessOf(deployed, database as never, "api")).toEqual(access({ database: "my orders", secret: name }));
  expect(await accessOf(deployed, cache as never, "api")).toEqual({
    host: "cache.internal",
    port: 6379,
    user: "",
    password: "t0ken",
    database: "",
    protocol: "rediss",
    secret: name,
  });
});
