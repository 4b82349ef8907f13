import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing } from "../support/boot/binaries.ts";
import { eventually } from "../support/boot/container.ts";
import { DEMOTIONS } from "../support/faults/faults.ts";
import { openPool } from "../support/faults/pools.ts";
import { FaultyStage } from "../support/faults/stage.ts";
import { hearLeft, type Left } from "../support/left.ts";

/** What the pool of each driver does when another server becomes the primary: it has many connections to the one before. */

const reason = missing("postgres", "mariadb");
if (reason !== "") console.warn(`primary: ${reason}`);

const STORES = [
  { store: "postgres", drivers: ["pg"], wait: "SELECT pg_sleep(0.5)" },
  { store: "mariadb", drivers: ["mysql2", "mariadb"], wait: "SELECT SLEEP(0.5)" },
] as const;
/** It needs nothing and harms nothing; a server that may only read refuses it all the same. */
const WRITE = "CREATE TABLE IF NOT EXISTS written (id int)";

describe.skipIf(reason !== "")(`another primary${reason && `: ${reason}`}`, () => {
  const stage = new FaultyStage();
  let left: Left;

  beforeAll(async () => {
    left = hearLeft();
    await stage.begin({
      project: "acme",
      services: ["pg", "mysql2", "mariadb"].map((name) => ({ name, kind: "api", source: "node", database: name })),
      databases: [
        { name: "pg", engine: "postgres", migrations: "none" },
        { name: "mysql2", engine: "mysql", migrations: "none" },
        { name: "mariadb", engine: "mysql", migrations: "prisma" },
      ],
    });
  }, 300_000);

  afterAll(async () => {
    await stage.end();
    // MariaDB's driver leaves a promise behind where a connection that is being made is cut: the service hears it.
    await new Promise(setImmediate);
    left.stop();
    expect(left.deadly).toEqual([]);
  });

  test.each(STORES)(
    "costs each pool to $store one failure: all that it was connected with is left",
    async (given) => {
      const { store, drivers, wait } = given;
      const items = stage.on(store);
      expect(items.map(({ driver }) => driver)).toEqual(drivers);
      const pools = await Promise.all(items.map((item) => openPool(stage, item)));
      const connect = (pool: (typeof pools)[number]) => Array.from({ length: 5 }, () => pool.query(wait));
      await DEMOTIONS[store](stage, () => Promise.all(pools.flatMap(connect)));
      for (const pool of pools) {
        const refusal = await eventually("a statement is refused", () =>
          pool.query(WRITE).then(() => undefined, String),
        );
        expect(refusal).toMatch(/read.only/i);
        for (let again = 0; again < 10; again += 1) await pool.query(WRITE);
        await pool.end();
      }
    },
    120_000,
  );
});
