import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import type { OperationName } from "../support/aws/server.ts";
import { missing } from "../support/boot/binaries.ts";
import { type Servers, startServers } from "../support/boot/servers.ts";
import { runHere } from "../support/in-process.ts";
import type { Connection, Values } from "../support/rotation/clients.ts";
import { type Service, World } from "../support/rotation/world.ts";

/** `space-sst rotate` on real servers, under clients that connect forty times a second. */

// Nobody waits for ElastiCache and ECS, who are not here.
vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise((done) => setTimeout(done, Math.min(ms, 200))),
}));

const answers: Answers = {
  project: "shop",
  services: [
    { name: "order-api", kind: "api", source: "node", database: "pg", cache: "main", secrets: ["JWT_SECRET"] },
    { name: "mailer", kind: "worker", source: "node", database: "my", cache: "main", secrets: ["JWT_SECRET"] },
  ],
  databases: [
    { name: "pg", engine: "postgres" },
    { name: "my", engine: "mysql" },
  ],
  caches: [{ name: "main", engine: "redis" }],
};

const SERVICES = [
  {
    name: "order-api",
    stores: [
      { engine: "postgres", database: "order_api" },
      { engine: "redis", database: "" },
    ],
  },
  {
    name: "mailer",
    stores: [
      { engine: "mariadb", database: "mailer" },
      { engine: "redis", database: "" },
    ],
  },
] as const satisfies Service[];

const reason = missing("postgres", "mariadb", "redis");
if (reason !== "") console.warn(`rotation: ${reason}`);

describe.skipIf(reason !== "")("rotate", () => {
  let servers: Servers;
  let world: World;
  beforeEach(async () => {
    servers = await startServers(["postgres", "mariadb", "redis"]);
    world = new World(servers, SERVICES);
  }, 120_000);
  afterEach(async () => {
    await world.end();
    await servers.dispose();
  });

  const rotate = (...words: string[]) => runHere("rotate", ["dev", ...words], world.root, world.server.env);
  const failures = () => world.tasks.flatMap(({ steady }) => steady?.failures ?? []);

  it("no task fails to connect, and at the end the old credentials are dead and their sessions have ended", async () => {
    await world.begin(answers);
    const before: Record<string, Values> = {};
    const sessions: Record<string, Connection> = {};
    for (const { name, stores } of SERVICES) {
      before[name] = world.valuesOf(name);
      sessions[name] = await world.connect(name, stores[0].engine, before[name]);
    }
    await sessions["order-api"]?.sql("CREATE TABLE first (id int)");
    for (const credential of ["database/pg", "database/my", "cache"]) {
      const { error, stderr } = await rotate(credential);
      expect(error, stderr).toBeNull();
    }
    for (const { name, stores } of SERVICES) {
      const now = world.valuesOf(name);
      const old = before[name] as Values;
      expect(now.DB_USER).toBe(`${old.DB_USER}__b`);
      expect(now.DATABASE_URL).toBe(`sql://${now.DB_USER}:${now.DB_PASS}@db:1/${old.DB_USER}?ssl=1`);
      expect(now.REDIS_URL).toContain(`rediss://:${now.REDIS_PASSWORD}@master.`);
      await expect(world.connect(name, stores[0].engine, old)).rejects.toThrow();
      await expect(world.connect(name, "redis", old)).rejects.toThrow();
      await expect(sessions[name]?.ask()).rejects.toThrow();
      expect(world.secrets.labels(world.secretOf(name))).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
    }
    expect(failures()).toEqual([]);
    const connections = world.tasks.reduce((sum, { steady }) => sum + (steady?.connections ?? 0), 0);
    console.info(`rotation: ${connections} connections, no failure`);
    expect(connections).toBeGreaterThan(50);
  }, 240_000);

  const steps = [
    "secrets.PutSecretValue",
    "ecs.RunTask",
    "secrets.UpdateSecretVersionStage",
    "ecs.UpdateService",
  ] as const satisfies OperationName[];

  it("whenever it is stopped, what tasks use is valid, and typed again it ends; what either login makes is the owner's", async () => {
    await world.begin(answers);
    const logins = new Set<string>();
    for (const [index, step] of steps.entries()) {
      const [name, engine] = index % 2 === 0 ? (["order-api", "postgres"] as const) : (["mailer", "mariadb"] as const);
      const credential = engine === "postgres" ? "database/pg" : "database/my";
      world.stopAt(step);
      expect((await rotate(credential)).error).toMatchObject({
        code: 130,
        message: expect.stringContaining("goes on"),
      });
      const meanwhile = await world.connect(name, engine, world.valuesOf(name));
      await meanwhile.sql(`CREATE TABLE made_${index} (id int)`);
      await meanwhile.close();
      expect((await rotate(credential)).error).toBeNull();
      expect(world.secrets.labels(world.secretOf(name))).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
      // A deploy makes what there is again, and wakes nothing that is dead.
      const { DB_USER = "" } = world.valuesOf(name);
      expect(await world.grantAgain(name)).toBe(0);
      const now = await world.connect(name, engine, world.valuesOf(name));
      for (const made of [0, 1, 2, 3].filter((one) => one <= index && one % 2 === index % 2))
        await now.sql(`ALTER TABLE made_${made} ADD COLUMN more_${index} int`);
      await now.close();
      logins.add(DB_USER);
    }
    expect([...logins].sort()).toEqual(["mailer", "mailer__b", "order_api", "order_api__b"]);
    expect(failures()).toEqual([]);
  }, 240_000);

  it("a declared secret is changed in every service that has it, and a log says who did it, and no value", async () => {
    await world.begin(answers);
    const file = join(world.root, ".env.new");
    await writeFile(file, "JWT_SECRET=second\n");
    const { error, stdout } = await rotate("secret", "--from", file, "--json");
    expect(error).toBeNull();
    expect(JSON.parse(stdout)).toMatchObject({
      stage: "dev",
      credential: "secret",
      by: expect.stringContaining("ana"),
    });
    for (const { name } of SERVICES) expect(world.valuesOf(name).JWT_SECRET).toBe("second");
    const by = expect.stringContaining("assumed-role/Admin/ana");
    const lines = world.logged.map(({ group, message }) => ({ group, ...JSON.parse(message) }));
    const line = (service: string, message: string) => ({
      group: `/shop/dev/${service}`,
      level: "info",
      message,
      credential: "JWT_SECRET of order-api, mailer",
      by,
    });
    expect(lines).toEqual([
      line("order-api", "rotation begun"),
      line("mailer", "rotation begun"),
      line("order-api", "rotated"),
      line("mailer", "rotated"),
    ]);
    expect(failures()).toEqual([]);
  }, 120_000);
});
