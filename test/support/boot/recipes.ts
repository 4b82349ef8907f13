import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { type Engine, programs } from "./binaries.ts";
import type { Certificates } from "./certificates.ts";
import { identity } from "./guarded.ts";

/** How one engine is set up and run. */
export interface Recipe {
  signal: "TERM" | "INT";
  user: string;
  prepare(): Promise<void>;
  /** The server's program and its arguments. */
  command(): string[];
  /** Fails until the server takes work. */
  ready(): Promise<unknown>;
  sql(database: string, statement: string): Promise<string>;
}

export interface Place {
  folder: string;
  port: number;
  password: string;
  tls: Certificates;
}

/** As the user that the server runs as, who has no home. */
async function run(file: string, args: string[], env: Record<string, string> = {}, input = ""): Promise<string> {
  const { stdout } = await execa(file, args, {
    ...identity,
    env: { HOME: "/nonexistent", ...env },
    cwd: "/",
    input,
    timeout: 60_000,
  });
  return stdout;
}

function postgres({ folder, port, password, tls }: Place): Recipe {
  const { postgres: server = "", initdb = "", client = "" } = programs("postgres");
  const data = join(folder, "data");
  const sql = (user: string, database: string, statement: string) =>
    run(
      client,
      ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", "localhost", "-p", String(port), "-U", user, database],
      {
        PGPASSWORD: password,
        PGSSLMODE: "verify-full",
        PGSSLROOTCERT: tls.ca,
      },
      statement,
    );
  // Like the administrator of RDS, it is no superuser.
  const user = "administrator";
  return {
    signal: "INT",
    user,
    prepare: async () => {
      const file = join(folder, "password");
      await writeFile(file, password, { mode: 0o644 });
      await run(initdb, [
        "-D",
        data,
        "-U",
        "root",
        "-A",
        "scram-sha-256",
        `--pwfile=${file}`,
        "-E",
        "UTF8",
        "--no-sync",
      ]);
      await writeFile(join(data, "pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
    },
    command: () => {
      const settings = {
        port,
        listen_addresses: "127.0.0.1",
        unix_socket_directories: "",
        ssl: "on",
        ssl_cert_file: tls.cert,
        ssl_key_file: tls.key,
        fsync: "off",
      };
      return [server, "-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
    },
    ready: async () => {
      const made = `SELECT 1 FROM pg_roles WHERE rolname = '${user}'`;
      if ((await sql("root", "postgres", made)) !== "1") {
        await sql("root", "postgres", `CREATE ROLE ${user} LOGIN CREATEDB CREATEROLE PASSWORD '${password}'`);
      }
    },
    sql: (database, statement) => sql("root", database, statement),
  };
}

function mariadb({ folder, port, password, tls }: Place): Recipe {
  const { mariadbd = "", install = "", client = "" } = programs("mariadb");
  const data = join(folder, "data");
  const init = join(folder, "init.sql");
  const login = ["--no-defaults", "--protocol=tcp", "--host=localhost", `--port=${port}`, "--user=administrator"];
  const sql = (database: string, statement: string) =>
    run(client, [...login, `--ssl-ca=${tls.ca}`, "--ssl-verify-server-cert", "-N", "-B", database, "-e", statement], {
      MYSQL_PWD: password,
    });
  return {
    signal: "TERM",
    user: "administrator",
    prepare: async () => {
      const user = "administrator@'%'";
      const grant = `GRANT ALL ON *.* TO ${user} WITH GRANT OPTION;\n`;
      await writeFile(init, `CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY '${password}';\n${grant}`, {
        mode: 0o644,
      });
      await run(install, [
        "--no-defaults",
        `--datadir=${data}`,
        "--skip-test-db",
        "--auth-root-authentication-method=normal",
      ]);
    },
    command: () => [
      mariadbd,
      "--no-defaults",
      `--datadir=${data}`,
      `--port=${port}`,
      "--bind-address=127.0.0.1",
      `--socket=${join(folder, "socket")}`,
      `--pid-file=${join(folder, "pid")}`,
      `--init-file=${init}`,
      `--ssl-ca=${tls.ca}`,
      `--ssl-cert=${tls.cert}`,
      `--ssl-key=${tls.key}`,
      "--require-secure-transport=ON",
      "--innodb-flush-log-at-trx-commit=0",
    ],
    ready: () => sql("mysql", "SELECT 1"),
    sql,
  };
}

function redis({ folder, port, password, tls }: Place): Recipe {
  const { server = "" } = programs("redis");
  const settings = join(folder, "redis.conf");
  return {
    signal: "TERM",
    user: "default",
    prepare: () =>
      writeFile(
        settings,
        [
          `port 0`,
          `tls-port ${port}`,
          `tls-ca-cert-file ${tls.ca}`,
          `tls-cert-file ${tls.cert}`,
          `tls-key-file ${tls.key}`,
          `tls-auth-clients no`,
          `tls-replication yes`,
          `masterauth ${password}`,
          `bind 127.0.0.1`,
          `requirepass ${password}`,
          `maxmemory-policy noeviction`,
          `dir ${folder}`,
          "",
        ].join("\n"),
        { mode: 0o644 },
      ),
    command: () => [server, settings],
    ready: () =>
      new Promise<void>((resolve, reject) => {
        const socket = connect(port, "127.0.0.1", () => resolve(void socket.destroy()));
        socket.once("error", reject);
      }),
    sql: () => Promise.reject(new Error("Redis has no SQL")),
  };
}

export const RECIPES: Record<Engine, (place: Place) => Recipe> = { postgres, mariadb, redis };
