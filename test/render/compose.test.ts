import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { codeServices } from "../../lib/render/manifest/service-item.ts";
import { render } from "../../lib/render/render.ts";
import { viewOf } from "../support/view.ts";
import { WRITTEN } from "../support/written.ts";

/** The databases and caches of a developer's machine, as containers. */

interface Container {
  image: string;
  volumes: string[];
  ports: string[];
  configs?: { source: string; target: string }[];
  environment?: Record<string, string>;
  healthcheck: { test: string[] };
  restart: string;
  command?: string[];
}

const FILES = new Map(render(WRITTEN).map(({ path, contents }) => [path, contents]));
const { services, volumes, configs, name } = parse(FILES.get("docker-compose.yml") ?? "");
const CONTAINERS = Object.entries<Container>(services);

/** What answers on a port of this machine. */
const at = (port: string): [string, Container] | undefined =>
  CONTAINERS.find(([, { ports }]) => ports.some((one) => one.startsWith(`127.0.0.1:${port}:`)));

describe("containers", () => {
  it("are those of the versions in AWS", () => {
    const seen = Object.fromEntries(
      CONTAINERS.map(([id, { image, ports, volumes: own }]) => [
        id,
        [
          image,
          ...ports.map((port) => port.replace("127.0.0.1:", "")),
          ...own.map((one) => one.replace(/^[^:]*:/, "")),
        ],
      ]),
    );
    expect(seen).toMatchInlineSnapshot(`
      {
        "jobs-cache": [
          "redis:7.2-alpine",
          "16221:6379",
          "/data",
        ],
        "main-database": [
          "postgres:18",
          "15592:5432",
          "/var/lib/postgresql",
        ],
        "old-database": [
          "postgres:16",
          "15766:5432",
          "/var/lib/postgresql/data",
        ],
        "orders-database": [
          "mysql:8.4",
          "15820:3306",
          "/var/lib/mysql",
        ],
      }
    `);
  });

  it("keep what they hold, come back after a restart, and are for this machine alone", () => {
    expect(name).toBe("shop");
    for (const [id, { restart, ports, volumes: own }] of CONTAINERS) {
      expect([restart, own.map((one) => one.split(":")[0])]).toEqual(["unless-stopped", [id]]);
      expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
    }
    expect(Object.keys(volumes).sort()).toEqual(CONTAINERS.map(([id]) => id).sort());
  });

  it("say when they answer: `up --wait` waits for that", () => {
    expect(CONTAINERS.map(([id, { healthcheck }]) => `${id}: ${healthcheck.test.join(" ")}`)).toMatchInlineSnapshot(`
      [
        "main-database: CMD pg_isready --host 127.0.0.1 --username postgres",
        "orders-database: CMD mysqladmin ping --host 127.0.0.1 --user root --password=local",
        "old-database: CMD pg_isready --host 127.0.0.1 --username postgres",
        "jobs-cache: CMD redis-cli ping",
      ]
    `);
  });

  it("have the database, the role and the password that each service asks for", () => {
    const asking = codeServices(WRITTEN).filter(({ database }) => database !== null);
    expect(asking.length).toBeGreaterThan(2);
    for (const { name: service, env, database, orm } of asking) {
      const given = Object.fromEntries(env);
      const [id = "", container] = at(given.DB_PORT ?? "") ?? [];
      const [config] = container?.configs ?? [];
      expect(config).toEqual({ source: id, target: "/docker-entrypoint-initdb.d/services.sh" });
      const script: string = configs[id].content;
      const { DB_USER: role = "", DB_NAME: own = "", DB_PASS: password } = given;
      const wanted =
        database?.family === "postgres"
          ? [
              // Prisma makes a database beside it, to try migrations in.
              `CREATE ROLE "${role}" LOGIN${orm === "prisma" ? " CREATEDB" : ""} PASSWORD '${password}';`,
              `CREATE DATABASE "${own}" OWNER "${role}";`,
            ]
          : [
              `CREATE DATABASE IF NOT EXISTS \`${own}\`;`,
              `CREATE USER IF NOT EXISTS \`${role}\`@'%' IDENTIFIED BY '${password}';`,
              `GRANT ALL ON ${orm === "prisma" ? "*" : `\`${own}\``}.* TO \`${role}\`@'%';`,
            ];
      expect(script.split("\n"), service).toEqual(expect.arrayContaining(wanted));
    }
    expect(
      CONTAINERS.flatMap(([, { environment = {} }]) =>
        Object.entries(environment).map(([key, value]) => `${key}=${value}`),
      ),
    ).toEqual(expect.arrayContaining(["POSTGRES_PASSWORD=local", "MYSQL_ROOT_PASSWORD=local"]));
    for (const [id, { content }] of Object.entries<{ content: string }>(configs))
      expect(content.split("\n")[0], id).toMatch(
        /^(psql --username postgres|mysql --user=root --password=local) <<'SQL'$/,
      );
  });

  it("keep jobs: a cache throws nothing away, and writes down what it has", () => {
    const asking = codeServices(WRITTEN).filter(({ cache }) => cache !== null);
    for (const { name: service, env } of asking) {
      const [, container] = at(Object.fromEntries(env).REDIS_PORT ?? "") ?? [];
      expect(container?.command, service).toEqual([
        ...["redis-server", "--maxmemory-policy", "noeviction", "--save", "60", "1"],
      ]);
    }
  });

  it("are none where nothing is kept", () => {
    expect(render(viewOf({ services: [{ name: "api" }] })).some(({ path }) => path.includes("docker-compose"))).toBe(
      false,
    );
  });
});
