import { mkdtemp, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { freePort } from "../support/boot/guarded.ts";
import { copyTree } from "../support/files.ts";
import { servicePackages } from "../support/packages.ts";
import { playMysql } from "../support/played/mysql.ts";
import { playPostgres } from "../support/played/postgres.ts";

/**
 * What the database tasks say when something goes wrong: a line in the log, and no password. The drivers are the real ones, whose
 * errors carry what they do; the servers are played, which hides how real ones say it.
 */

let root: string;
let packages: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-task-"));
  packages = await servicePackages();
  copyTree(join(packageRoot, "templates/infra/tasks/database"), root);
  await symlink(packages, join(root, "node_modules"), "junction");
});

afterAll(() => rm(root, { recursive: true, force: true }));

const PASSWORDS = { DB_PASS: "Serv1cePassw0rd", ADMIN_PASS: "Adm1nPassw0rd" };
const NAMES = {
  DB_HOST: "127.0.0.1",
  DB_SSL: "false",
  DB_NAME: "order_api",
  DB_USER: "order_api",
  ADMIN_USER: "admin",
};

async function run(program: string, port: number, env: NodeJS.ProcessEnv = {}) {
  const given = { ...NAMES, ...PASSWORDS, DB_PORT: String(port), ...env };
  const words = { cwd: root, env: given, reject: false, all: true } as const;
  const { exitCode, all } = await execa(process.execPath, [join(root, program)], words);
  for (const password of Object.values(PASSWORDS)) expect(all).not.toContain(password);
  return [exitCode, all];
}

/** The server of each program, and the statement with the password of the service. */
const SERVERS = [
  {
    program: "mysql.mjs",
    statement: /^ALTER USER/,
    refused: { errno: 1819 },
    lost: "Connection lost: The server closed the connection.",
    play: (say: (statement: string) => { errno: number } | "nothing" | null) =>
      playMysql(createRequire(join(packages, "x.js"))("mysql2"), (statement) => {
        if (statement.includes("GET_LOCK")) return [{ taken: 1 }];
        return say(statement) ?? [];
      }),
  },
  {
    program: "postgres.mjs",
    statement: /ROLE "order_api" WITH LOGIN PASSWORD/,
    refused: { code: "42501" },
    lost: "Connection terminated unexpectedly",
    play: (say: (statement: string) => { code: string } | "nothing" | null) =>
      playPostgres((statement) => {
        if (statement.includes("pg_try_advisory_lock")) return [{ taken: "t" }];
        return say(statement) ?? [];
      }),
  },
] as const;

describe.each(SERVERS)("$program", ({ program, statement, refused, lost, play }) => {
  it("says what a server has refused, and not the statement", async () => {
    const server = await play((text) => (statement.test(text) ? (refused as never) : null));
    expect(await run(program, server.port)).toEqual([1, "order_api: refused"]);
    await server.stop();
  });

  it("says that the connection was lost, and not that it cannot be ended", async () => {
    let server: Awaited<ReturnType<typeof play>> | undefined;
    server = await play((text) => {
      if (!statement.test(text)) return null;
      setImmediate(() => server?.stop());
      return "nothing";
    });
    expect(await run(program, server.port)).toEqual([1, `order_api: ${lost}`]);
  });

  it("says that nobody is there", async () => {
    const port = await freePort();
    expect(await run(program, port)).toEqual([1, `order_api: connect ECONNREFUSED 127.0.0.1:${port}`]);
  });

  it("says what it lacks", async () => {
    expect(await run(program, 1, { ADMIN_PASS: "" })).toEqual([1, "order_api: ADMIN_PASS is not set"]);
    expect(await run(program, 1, { DB_NAME: "" })).toEqual([1, "database: DB_NAME is not set"]);
  });
});
