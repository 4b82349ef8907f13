import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where servers are, on Debian, Fedora and Macs: not all of these folders are in everybody's PATH. */
function folders(): string[] {
  const versions = (parent: string, name: RegExp) =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter((entry) => name.test(entry))
          .sort()
          .reverse()
      : [];
  const homebrew = ["/opt/homebrew", "/usr/local"];
  return [
    ...versions("/usr/lib/postgresql", /^\d+$/).map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...homebrew.flatMap((base) =>
      versions(`${base}/opt`, /^(postgresql|mariadb)/).map((name) => `${base}/opt/${name}/bin`),
    ),
    ...(process.env.PATH ?? "").split(delimiter),
    "/usr/sbin",
    "/usr/local/sbin",
  ];
}

/** What each server needs; the first of its names that is there counts. */
const PROGRAMS = {
  postgres: { postgres: ["postgres"], initdb: ["initdb"], client: ["psql"] },
  mariadb: { mariadbd: ["mariadbd"], install: ["mariadb-install-db"], client: ["mariadb"] },
  redis: { server: ["redis-server", "valkey-server"] },
} as const;
export type Engine = keyof typeof PROGRAMS;

const search = folders();
const find = (names: readonly string[]): string | undefined =>
  names.flatMap((name) => search.map((folder) => join(folder, name))).find((file) => existsSync(file));

/** The paths of an engine's programs; undefined for one that is not installed. */
export function programs<E extends Engine>(engine: E): Record<keyof (typeof PROGRAMS)[E], string | undefined> {
  const entries = Object.entries(PROGRAMS[engine]).map(([key, names]) => [key, find(names)]);
  return Object.fromEntries(entries);
}

/** What has to be installed before tests can run with these servers, in words; empty when nothing has. */
export function missing(...engines: Engine[]): string {
  const absent = engines.filter((engine) => Object.values(programs(engine)).some((path) => path === undefined));
  const all = [...absent, ...(engines.length > 0 && find(["openssl"]) === undefined ? ["openssl"] : [])];
  return all.length === 0 ? "" : `skipped, because there is no ${all.join(", no ")} on this machine`;
}
