import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";

/** What a service with Prisma does with its example table, and what Prisma's commands are told on a developer's machine. */

const ANSWERS: Answers = {
  project: "acme",
  services: [
    { name: "shown", source: "node", database: "main" },
    { name: "queued", source: "node", kind: "worker", database: "main", cache: "main" },
    { name: "night", source: "node", kind: "cron", database: "main" },
  ],
  databases: [{ name: "main", migrations: "prisma" }],
  caches: [{ name: "main" }],
};

// biome-ignore lint/suspicious/noExplicitAny: programs of the services, and not of this one.
type Foreign = any;

let sources: Sources;
beforeAll(async () => {
  sources = await renderSources(ANSWERS);
});
afterAll(() => sources?.dispose());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Stands in for Prisma's client, with one table in memory: unit.test.ts holds what it is asked to the types of the real one. */
function playClient() {
  let rows: { id: number; name: string; createdAt: Date }[] = [];
  const event = {
    create: async ({ data }: Foreign) => {
      rows.push({ id: rows.length + 1, createdAt: new Date(rows.length * 1000), ...data });
    },
    findMany: async ({ orderBy, take }: Foreign) =>
      [...rows].sort((one, other) => (orderBy.id === "desc" ? other.id - one.id : one.id - other.id)).slice(0, take),
    deleteMany: async ({ where }: Foreign) => {
      const left = rows.filter(({ createdAt }) => createdAt >= where.createdAt.lt);
      const count = rows.length - left.length;
      rows = left;
      return { count };
    },
  };
  return { event };
}

const eventsOf = async (service: string, client: Foreign) => {
  const { Events } = await import(join(sources.folderOf(service), "src/events.ts"));
  return new Events(client);
};

it("writes events down, says the latest first, and deletes those before a day", async () => {
  const client = playClient();
  const [shown, queued, night] = await Promise.all(["shown", "queued", "night"].map((name) => eventsOf(name, client)));
  for (const name of ["a", "b", "c"]) await queued.record(name);
  const names = async (limit: number) => (await shown.latest(limit)).map(({ name }: { name: string }) => name);
  expect(await names(2)).toEqual(["c", "b"]);
  // Of three, a second apart, the first is before the second.
  expect(await night.deleteBefore(new Date(1000))).toBe(1);
  expect(await names(5)).toEqual(["c", "b"]);
});

describe("a command of Prisma's", () => {
  let runs = 0;
  /** What it is told, and which engine it is given. */
  async function told(...words: string[]) {
    const folder = sources.folderOf("shown");
    vi.spyOn(process, "argv", "get").mockReturnValue(["node", "prisma", ...words]);
    for (const name of ["DATABASE_URL", "PRISMA_SCHEMA_ENGINE_BINARY"]) vi.stubEnv(name, undefined);
    const before = process.cwd();
    process.chdir(folder);
    runs += 1;
    const config = await import(`${join(folder, "prisma.config.ts")}?run=${runs}`).finally(() => process.chdir(before));
    return { ...config.default, folder, engine: process.env.PRISMA_SCHEMA_ENGINE_BINARY };
  }

  it("asks the database of a developer's own machine, for the migrations that are there", async () => {
    const folder = sources.folderOf("shown");
    const example = await readFile(join(folder, ".env.example"), "utf8");
    const names = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name = ""]) => name);
    for (const name of names) vi.stubEnv(name, undefined);
    await writeFile(join(folder, ".env"), example);
    const { datasource, schema, migrations, engine } = await told("migrate", "dev");
    expect(datasource.url).toBe(/^DATABASE_URL=(.*)$/m.exec(example)?.[1]);
    expect([schema, migrations.path].map((path) => existsSync(join(folder, path)))).toEqual([true, true]);
    // It downloads its own.
    expect(engine).toBeUndefined();
  });

  it("downloads no engine to write the client", async () => {
    expect((await told("generate")).engine).toBe(process.execPath);
  });
});
