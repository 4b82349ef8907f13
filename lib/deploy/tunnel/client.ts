import type { Access } from "./store.ts";

/** The programs that people use at the end of a tunnel. The name in a certificate is the server's own: here it is `localhost`. */

interface Client {
  /** On this machine, where nobody says another one. */
  port: number;
  /** The command that begins a conversation. */
  words: (port: number, access: Access) => string[];
  /** What it needs to know, in variables: arguments are seen by every process of the machine. */
  env: (port: number, access: Access) => Record<string, string>;
}

const url = ({ protocol, user, password, database }: Access, port: number, query: string): string =>
  `${protocol}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}${database === "" ? "" : `/${database}`}${query}`;

const CLIENTS: Readonly<Record<string, Client>> = {
  postgresql: {
    port: 15_432,
    words: () => ["psql"],
    env: (port, access) => ({
      PGHOST: "127.0.0.1",
      PGPORT: `${port}`,
      PGUSER: access.user,
      PGPASSWORD: access.password,
      PGDATABASE: access.database,
      PGSSLMODE: "require",
      DATABASE_URL: url(access, port, "?sslmode=require"),
    }),
  },
  mysql: {
    port: 13_306,
    words: (port, { user, database }) => [
      "mysql",
      "--host=127.0.0.1",
      `--port=${port}`,
      `--user=${user}`,
      "--ssl-mode=REQUIRED",
      database,
    ],
    env: (port, access) => ({ MYSQL_PWD: access.password, DATABASE_URL: url(access, port, "") }),
  },
  rediss: {
    port: 16_379,
    words: (port) => ["redis-cli", "--tls", "--insecure", "-p", `${port}`],
    env: (port, access) => ({ REDISCLI_AUTH: access.password, REDIS_URL: url(access, port, "") }),
  },
};

/** What speaks with a store of that protocol. */
export const clientOf = ({ protocol }: Access): Client => CLIENTS[protocol] ?? (CLIENTS.postgresql as Client);
