import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { missing } from "../support/boot/binaries.ts";
import { type Server, type Servers, startServers } from "../support/boot/servers.ts";
import { compileMigrate, runOn } from "../support/migrate.ts";
import { servicePackages } from "../support/packages.ts";
import { link, renderRepo } from "../support/repo.ts";

/**
 * What a deploy runs in a task may be started twice at once: a job that was cancelled and begun again, an answer that got
 * lost. On real servers, with processes of their own.
 */

const answers: Answers = {
  project: "shop",
  services: [
    { name: "typeorm-pg", source: "node", database: "pg" },
    { name: "prisma-pg", source: "node", database: "pg-two" },
    { name: "typeorm-my", source: "node", database: "my" },
    { name: "prisma-my", source: "node", database: "my-two" },
  ],
  databases: [
    { name: "pg", engine: "postgres" },
    { name: "pg-two", engine: "postgres", migrations: "prisma" },
    { name: "my", engine: "mysql" },
    { name: "my-two", engine: "mysql", migrations: "prisma" },
  ],
};

const reason = missing("postgres", "mariadb");
if (reason !== "") console.warn(`twice at once: ${reason}`);

const PASSWORD = "0123456789abcdefABCDEF";

describe.skipIf(reason !== "")("twice at once", () => {
  let root: string;
  let servers: Servers;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "space-sst-twice-"));
    const [packages, started] = await Promise.all([servicePackages(), startServers(["postgres", "mariadb"])]);
    servers = started;
    await renderRepo(answers, join(root, "repo"));
    await rm(join(root, "repo/node_modules"), { recursive: true });
    await link(packages, join(root, "repo/node_modules"));
  });
  afterAll(async () => {
    await servers?.dispose();
    await rm(root, { recursive: true, force: true });
  });

  const serverOf = (service: string): Server => servers.of(service.endsWith("my") ? "mariadb" : "postgres");
  const roleOf = (service: string) => service.replaceAll("-", "_");
  const run = (file: string, service: string) => {
    const role = roleOf(service);
    return runOn(serverOf(service), { database: role, user: role, password: PASSWORD }, file);
  };
  const outcomes = async (runs: ReturnType<typeof run>[]) =>
    (await Promise.all(runs)).map(({ exitCode, all }) => (exitCode === 0 ? 0 : all));

  const grant = (service: string) =>
    run(join(root, `repo/infra/tasks/database/${service.endsWith("my") ? "mysql" : "postgres"}.mjs`), service);

  test.each(["typeorm-pg", "prisma-pg", "typeorm-my", "prisma-my"])(
    "the database and the role of %s are made, and brought up to date",
    async (service) => {
      // Once they are made, and once they are there.
      const rounds = service.startsWith("typeorm") ? 2 : 1;
      for (let round = 0; round < rounds; round += 1)
        expect(await outcomes([grant(service), grant(service), grant(service)])).toEqual([0, 0, 0]);
    },
  );

  /** Adds a migration that stands in no transaction. */
  async function addMigration(service: string, sql: string): Promise<void> {
    const folder = join(root, "repo/services", service);
    if (service.startsWith("prisma")) {
      await mkdir(join(folder, "prisma/migrations/20270101000000_slow"));
      return writeFile(join(folder, "prisma/migrations/20270101000000_slow/migration.sql"), sql);
    }
    const text = `export class Slow1798761600000 {
      transaction = false as const;
      async up(runner: { query(sql: string): Promise<unknown> }) { await runner.query(${JSON.stringify(sql)}); }
      async down() {}
    }`;
    return writeFile(join(folder, "src/migrations/1798761600000-slow.ts"), text);
  }

  const compiled = (service: string) =>
    compileMigrate(join(root, "repo/services", service), { prisma: service.startsWith("prisma") });

  /** The first one applies what the repo was rendered with, to a table that is large then. */
  async function begun(service: string): Promise<void> {
    const { exitCode, all } = await run(await compiled(service), service);
    expect(exitCode, `${all}`).toBe(0);
  }

  const rows = `INSERT INTO "events" ("name") SELECT 'event ' || n FROM generate_series(1, 400000) n`;
  const index = 'CREATE INDEX CONCURRENTLY "slow" ON "events" ("name")';

  test.each(["typeorm-pg", "prisma-pg"])(
    "%s: an index is made that waits for every statement that waits",
    async (service) => {
      await begun(service);
      await serverOf(service).sql(roleOf(service), rows);
      await addMigration(service, index);
      const file = await compiled(service);
      const first = run(file, service);
      await delay(600);
      expect(await outcomes([first, run(file, service)])).toEqual([0, 0]);
      const valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = '\"slow\"'::regclass";
      expect(await serverOf(service).sql(roleOf(service), valid)).toBe("t");
    },
  );

  test.each(["typeorm-my", "prisma-my"])("%s: a migration that takes its time is applied once", async (service) => {
    await begun(service);
    await addMigration(service, "CREATE TABLE slow AS SELECT SLEEP(3) AS slept");
    const file = await compiled(service);
    expect(await outcomes([run(file, service), run(file, service)])).toEqual([0, 0]);
  });
});
