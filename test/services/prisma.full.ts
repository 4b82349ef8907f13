import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { missing } from "../support/boot/binaries.ts";
import { type Servers, startServers } from "../support/boot/servers.ts";
import { compileMigrate, runOn } from "../support/migrate.ts";
import { servicePackages } from "../support/packages.ts";
import { prismaDeploy } from "../support/prisma-engine.ts";
import { link, renderRepo } from "../support/repo.ts";

/**
 * A rendered service migrates without Prisma's engine, and keeps its rules. So the same folders are given to both, on a real
 * PostgreSQL: afterwards the same tables and the same history stand there, and both have gone on or both have refused.
 * For MySQL, Prisma publishes its engine as a program to download only: there the history is held to the one of PostgreSQL, and
 * MariaDB stands in for MySQL. Hidden: what Prisma's own connector of MySQL would do otherwise.
 */

const answers: Answers = {
  project: "shop",
  services: [
    { name: "on-postgres", source: "node", database: "pg" },
    { name: "on-mariadb", source: "node", database: "my" },
  ],
  databases: [
    { name: "pg", engine: "postgres", migrations: "prisma" },
    { name: "my", engine: "mysql", migrations: "prisma" },
  ],
};

const reason = missing("postgres", "mariadb");
if (reason !== "") console.warn(`Prisma's own engine: ${reason}`);

type Folder = Record<string, string>;
const users = { "1_users": "CREATE TABLE users (id INT PRIMARY KEY);\n" };
const posts = { "2_posts": "-- Posts\nCREATE TABLE posts (id INT PRIMARY KEY);\nCREATE TABLE tags (id INT);\n" };
const votes = { "3_votes": "CREATE TABLE votes (id INT);\n" };
// One statement: Prisma's driver for WebAssembly parts a text at its semicolons, where its own program sends it whole, as one transaction.
const broken = { "2_broken": "CREATE TABLE users (id INT);\n" };
const crlf = (folder: Folder) =>
  Object.fromEntries(Object.entries(folder).map(([name, sql]) => [name, sql.replaceAll("\n", "\r\n")]));

/** What the folder of migrations holds at one deploy after the other; a text alone is SQL that somebody runs between them. */
const histories: Record<string, (Folder | string)[]> = {
  "applied in their order, once": [{}, { ...posts, ...users }, { ...posts, ...users, ...votes }],
  "a changed text, and other line ends, afterwards": [
    { ...users, ...posts },
    { "1_users": `-- All of them\n${users["1_users"]}`, ...crlf(posts), ...votes },
  ],
  "an earlier one that comes later, and one that is gone": [posts, { ...users, ...votes }],
  "the line ends of Windows, and nothing but a comment": [crlf({ ...users, "2_nothing": "-- Nothing yet\n" })],
  "one that fails, until it is rolled back and mended": [
    { ...users, ...broken, ...votes },
    { ...users, ...broken, ...votes },
    "UPDATE _prisma_migrations SET rolled_back_at = CURRENT_TIMESTAMP WHERE finished_at IS NULL",
    { ...users, "2_broken": "CREATE TABLE mended (id INT);\n", ...votes },
  ],
  "one that has failed, and was said to be applied": [
    { ...users, ...broken },
    "UPDATE _prisma_migrations SET finished_at = CURRENT_TIMESTAMP WHERE finished_at IS NULL",
    { ...users, ...broken, ...votes },
  ],
  "a database that has tables, and no history": ["CREATE TABLE older (id INT)", users],
  // The first one: Prisma looks at it when its turn comes, the service at all before it begins.
  "a folder without SQL": [{ "0_empty": "", ...users }],
};

/** Programs that apply what is in the folder to a database, and whether they have gone on. */
type Deploy = (engine: "postgres" | "mariadb", database: string) => Promise<boolean>;

const RECORDS = `
  SELECT CONCAT_WS(' ', migration_name, checksum, CASE WHEN finished_at IS NULL THEN 'open' ELSE 'finished' END,
    CASE WHEN rolled_back_at IS NULL THEN 'valid' ELSE 'rolled back' END,
    CASE WHEN logs IS NULL THEN 'silent' ELSE 'explained' END, applied_steps_count)
  FROM _prisma_migrations ORDER BY started_at, migration_name`;
const COLUMNS = `
  SELECT table_name, column_name, data_type, is_nullable, character_maximum_length, datetime_precision
  FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`;

describe.skipIf(reason !== "")("a folder of migrations", () => {
  let root: string;
  let servers: Servers;
  let programs: Record<"postgres" | "mariadb", string>;
  const folder = () => join(root, "migrations");
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "space-sst-prisma-"));
    const [packages, started] = await Promise.all([servicePackages(), startServers(["postgres", "mariadb"])]);
    servers = started;
    await renderRepo(answers, join(root, "repo"));
    await rm(join(root, "repo/node_modules"), { recursive: true });
    await link(packages, join(root, "repo/node_modules"));
    const program = async (service: string) => {
      const place = join(root, "repo/services", service);
      await rm(join(place, "prisma/migrations"), { recursive: true });
      await link(folder(), join(place, "prisma/migrations"));
      return compileMigrate(place, { prisma: true });
    };
    programs = { postgres: await program("on-postgres"), mariadb: await program("on-mariadb") };
  });
  afterAll(async () => {
    await servers?.dispose();
    await rm(root, { recursive: true, force: true });
  });

  const ours: Deploy = async (engine, database) => {
    const { user, password } = servers.of(engine);
    const { exitCode } = await runOn(servers.of(engine), { database, user, password }, programs[engine]);
    return exitCode === 0;
  };
  const theirs: Deploy = (engine, database) =>
    prismaDeploy(folder(), servers.of(engine), database).then(
      () => true,
      () => false,
    );

  async function write(migrations: Folder): Promise<void> {
    await rm(folder(), { recursive: true, force: true });
    await mkdir(folder());
    for (const [name, sql] of Object.entries(migrations)) {
      await mkdir(join(folder(), name));
      if (sql !== "") await writeFile(join(folder(), name, "migration.sql"), sql);
    }
  }

  /** What stands in a new database after each deploy. */
  async function lived(history: (Folder | string)[], engine: "postgres" | "mariadb", name: string, deploy: Deploy) {
    const { sql, user } = servers.of(engine);
    const database = name.toLowerCase().replace(/[^a-z]+/g, "_");
    if (engine === "postgres") await sql("postgres", `CREATE DATABASE ${database} OWNER ${user}`);
    else await sql("mysql", `CREATE DATABASE ${database}`);
    const states = [];
    for (const step of history) {
      if (typeof step === "string") {
        await sql(database, step);
        continue;
      }
      await write(step);
      const goesOn = await deploy(engine, database);
      const records = await sql(database, RECORDS).catch(() => "no history");
      states.push({ goesOn, records, columns: engine === "postgres" ? await sql(database, COLUMNS) : "" });
    }
    return states;
  }

  test.each(Object.entries(histories))("%s", async (name, history) => {
    const wanted = await lived(history, "postgres", `theirs_${name}`, theirs);
    expect(await lived(history, "postgres", `ours_${name}`, ours)).toEqual(wanted);
    expect(await lived(history, "mariadb", `ours_${name}`, ours)).toEqual(
      wanted.map((state) => ({ ...state, columns: "" })),
    );
  });
});
