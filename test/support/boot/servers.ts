import { randomBytes } from "node:crypto";
import { chmodSync, chownSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { type Engine, programs } from "./binaries.ts";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { eventually } from "./container.ts";
import { freePort, type Guarded, guarded, identity, tail } from "./guarded.ts";

/** A server as AWS would run it: it takes TLS only, and asks for a password. */
export interface Server {
  engine: Engine;
  host: string;
  port: number;
  user: string;
  password: string;
  /** File with the authority that has signed its certificate. */
  ca: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Runs SQL as the administrator; the rows as text. */
  sql(database: string, statement: string): Promise<string>;
}

/** How one engine is set up and run. */
interface Recipe {
  signal: "TERM" | "INT";
  user: string;
  prepare(): Promise<void>;
  /** The server's program and its arguments. */
  command(): string[];
  /** Fails until the server takes work. */
  ready(): Promise<unknown>;
  sql(database: string, statement: string): Promise<string>;
}

interface Place {
  folder: string;
  port: number;
  password: string;
  tls: Certificates;
}

export const secret = (): string => randomBytes(16).toString("hex");

/** As the user that the server runs as. */
async function run(file: string, args: string[], env: Record<string, string> = {}, input = ""): Promise<string> {
  const { stdout } = await execa(file, args, { ...identity, env, cwd: "/", input, timeout: 60_000 });
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

const RECIPES: Record<Engine, (place: Place) => Recipe> = { postgres, mariadb, redis };

function serve(engine: Engine, recipe: Recipe, place: Place): Server {
  const log = join(place.folder, "log");
  let current: Guarded | undefined;
  return {
    engine,
    host: "localhost",
    port: place.port,
    user: recipe.user,
    password: place.password,
    ca: place.tls.ca,
    start: async () => {
      const [file = "", ...args] = recipe.command();
      const started = guarded(file, args, log);
      current = started;
      await eventually(`${engine} is ready`, async () => {
        const failure = await recipe.ready().then(
          () => undefined,
          (error: Error) => error,
        );
        return failure === undefined ? true : undefined;
      }).catch(async (error: Error) => {
        await started.stop("TERM");
        throw new Error(`${error.message}\n${tail(log)}`);
      });
    },
    stop: async () => {
      await current?.stop(recipe.signal);
      current = undefined;
    },
    sql: recipe.sql,
  };
}

export interface Servers {
  of(engine: Engine): Server;
  dispose(): Promise<void>;
}

/** Starts servers with a certificate authority of their own, in a temporary folder. */
export async function startServers(engines: readonly Engine[]): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), "space-sst-servers-"));
  const own = (path: string) => {
    if (identity.uid !== undefined) chownSync(path, identity.uid, identity.gid);
  };
  chmodSync(folder, 0o755);
  const servers = new Map<Engine, Server>();
  const dispose = async () => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const tls = await makeCertificates(join(folder, "tls"));
    own(tls.key);
    for (const engine of engines) {
      const place: Place = { folder: join(folder, engine), port: await freePort(), password: secret(), tls };
      await mkdir(place.folder);
      own(place.folder);
      const recipe = RECIPES[engine](place);
      await recipe.prepare();
      const server = serve(engine, recipe, place);
      servers.set(engine, server);
      await server.start();
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    of: (engine) => {
      const server = servers.get(engine);
      if (server === undefined) throw new Error(`${engine} was not started`);
      return server;
    },
    dispose,
  };
}
