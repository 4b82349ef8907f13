import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../../lib/answers/schema.ts";
import { codeServices, type ServiceItem } from "../../../lib/render/manifest/service-item.ts";
import { removeTree } from "../files.ts";
import { viewOf } from "../view.ts";
import { missing } from "./binaries.ts";
import { freePort } from "./guarded.ts";
import { describeRunning } from "./running.ts";
import { Subject } from "./subject.ts";
import { canRun, enginesOf, makeDatabases } from "./surroundings.ts";
import { STRAY } from "./workspace.ts";
import { World } from "./world.ts";

const BUILD_MS = 300_000;
const MIGRATE = ["node", "dist/migrate.js"];

/** Renders a repo, and builds, tests and runs each of its services as AWS would. */
export function describeServices(title: string, answers: Answers): void {
  const items = codeServices(viewOf({ ...answers }));
  const reason = missing(...enginesOf(items));
  if (reason !== "") console.warn(`${title}: services that use it are ${reason}`);

  describe(title, () => {
    const world = new World();
    beforeAll(() => world.begin(answers), BUILD_MS);
    afterAll(() => world.end());

    if (items.some((item) => item.database !== null && canRun(item))) testDatabaseTask(world);
    const subjects: Subject[] = [];
    for (const item of items) {
      describe.skipIf(!canRun(item))(describeItem(item), () => {
        if (!item.container) return describeSite(item, world);
        const subject = new Subject(item, world);
        const isFirst = subjects.every((other) => other.item.source !== item.source);
        subjects.push(subject);
        describeContainer(subject, world, isFirst ? ["typecheck", "test"] : []);
      });
    }
    const storing = subjects.filter(({ item }) => item.stores && canRun(item));
    describe.skipIf(storing.length === 0)("without their stores", () => testWithoutStores(storing));
  });
}

function describeItem({ name, kind, source, orm, database, cache }: ServiceItem): string {
  const stores = [...(database ? [`${database.family} (${orm})`] : []), ...(cache ? ["a cache"] : [])];
  return `${name}: ${source} ${kind}${stores.length > 0 ? ` with ${stores.join(" and ")}` : ""}`;
}

function testDatabaseTask(world: World): void {
  const title = "the database task makes a database and a role for each service, and does it again without change";
  const make = async () => {
    const first = await makeDatabases(world.workspace, world.services);
    expect(await makeDatabases(world.workspace, world.services)).toEqual(first);
  };
  test(title, make, BUILD_MS);
}

function describeSite({ name, api }: ServiceItem, world: World): void {
  const build = async () => {
    const { repo, run, view } = world.workspace;
    const service = join(repo, "services", name);
    const only = view.pm.name === "npm" ? ["--workspace", `services/${name}`] : ["--filter", `./services/${name}`];
    await run(repo, [...view.pm.ci.split(" ").slice(1), ...only]);
    for (const step of ["build", "test", "typecheck"]) await run(service, ["run", step]);
  };
  test("installs, builds, and passes its own tests", build, BUILD_MS);

  /** The script of the page, which must be there beside its styles. */
  const script = async () => {
    const dist = join(world.workspace.repo, "services", name, "dist");
    const page = await readFile(join(dist, "index.html"), "utf8");
    expect(await readdir(join(dist, "assets"))).toContainEqual(expect.stringMatching(/^index-.*\.css$/));
    return readFile(join(dist, /src="\/(assets\/[^"]+\.js)"/.exec(page)?.[1] ?? ""), "utf8");
  };

  test("is a page with its files", async () => {
    expect(await script()).not.toBe("");
  });

  if (api !== null) {
    test("knows where the API is: the local one, or the one that the build is told of", async () => {
      expect(await script()).toContain(api.url);
      const service = join(world.workspace.repo, "services", name);
      await world.workspace.run(service, ["run", "build"], { VITE_API_BASE_URL: "https://api.acme.example" });
      expect(await script()).toContain("https://api.acme.example");
    });
  }
}

/** What needs a store that nobody answers for waits for it, as one may be asleep: here all of them at once. */
function testWithoutStores(subjects: readonly Subject[]): void {
  const cases = subjects.flatMap((subject) => {
    const { name, events, database, cache } = subject.item;
    const refuses = (store: string, port: string, command?: readonly string[]) => async () =>
      subject.refuses({ [port]: String(await freePort()) }, new RegExp(`${store}: .*ECONNREFUSED`), command);
    return [
      ...(events ? [{ what: `${name}: its migrations`, run: refuses("database", "DB_PORT", MIGRATE) }] : []),
      ...(database === null ? [] : [{ what: `${name} without its database`, run: refuses("database", "DB_PORT") }]),
      ...(cache === null ? [] : [{ what: `${name} without its cache`, run: refuses("cache", "REDIS_PORT") }]),
    ];
  });
  let results: PromiseSettledResult<void>[];
  beforeAll(async () => {
    results = await Promise.allSettled(cases.map(({ run }) => run()));
  }, BUILD_MS);
  test.each(cases.map(({ what }, index) => ({ what, index })))("$what: says so in one line, and ends", ({ index }) => {
    expect(results[index]).toEqual({ status: "fulfilled", value: undefined });
  });
}

/**
 * @param scripts of its own that must pass where it was built, with the packages that it was built with. The tests of services
 *   of every kind are compiled and run by `npm test` (test/services/unit.test.ts), on packages that all of them share; what a
 *   build compiles is the rest
 */
function testImage(subject: Subject, world: World, scripts: readonly string[]): void {
  const { name, orm, http, port } = subject.item;
  const build = async () => {
    const { user, volumes, ports, stages } = await subject.build();
    expect({ user, volumes, ports }).toEqual({
      user: "1000:1000",
      volumes: [],
      ports: http ? [String(port)] : [],
    });
    const { root, workdir } = stages.get("build") ?? { root: "", workdir: "" };
    const service = join(root, workdir, "services", name);
    for (const script of scripts) await world.workspace.run(service, ["run", script]);
    // Half a gigabyte, of which the image has what it needs.
    for (const stage of stages.values()) if (stage.root !== subject.image.root) removeTree(stage.root);
  };
  const passes = scripts.length > 0 ? `, and there passes: ${scripts.join(", ")}` : "";
  test(`builds as its Dockerfile says${passes}`, build, BUILD_MS);

  test("its image holds what it needs to run, and nothing else", async () => {
    const { root } = subject.image;
    const service = join(root, "app/services", name);
    const found = await readdir(service);
    const prisma = orm === "prisma" ? ["prisma"] : [];
    expect(found.filter((entry) => entry !== "node_modules").sort()).toEqual(["dist", "package.json", ...prisma]);
    for (const path of Object.keys(STRAY)) await expect(access(join(service, path))).rejects.toThrow("ENOENT");
    for (const tool of ["typescript", "vitest", "vite", "prisma", "sst", "@biomejs"]) {
      await expect(access(join(root, "app/node_modules", tool)), tool).rejects.toThrow("ENOENT");
    }
  });
}

function describeContainer(subject: Subject, world: World, scripts: readonly string[]): void {
  const { requires, database, cache, events } = subject.item;
  testImage(subject, world, scripts);

  if (events) {
    test("its migrations run once, when two tasks run them at the same time too, and later change nothing", async () => {
      const both = await Promise.all([subject.run({}, MIGRATE), subject.run({}, MIGRATE)]);
      const third = await subject.run({}, MIGRATE);
      const said = [...both, third].map(({ status, lines }) => `${status} ${JSON.parse(lines.at(-1) ?? "{}").message}`);
      expect(said.slice(0, 2).sort()).toEqual(["0 migrations: 0 applied", "0 migrations: 1 applied"]);
      expect(said[2]).toBe("0 migrations: 0 applied");
    });
  }

  describeRunning(subject);

  if (requires !== null) {
    test("says which variable is missing", () =>
      subject.refuses({ [requires]: undefined }, new RegExp(`configuration: ${requires} is missing`)));
  }
  if (database !== null) {
    test("says that the database cannot be trusted, or entered", async () => {
      await Promise.all([
        subject.refuses({ DB_SSL_CA: undefined }, /database: .*certificate/),
        subject.refuses({ DB_PASS: "wrong" }, /database: .*(password|Access denied)/i),
      ]);
    });
  }
  if (cache !== null) {
    test("says that the cache cannot be trusted, or entered", async () => {
      await Promise.all([
        subject.refuses({ REDIS_TLS_CA: undefined }, /cache: .*certificate/),
        subject.refuses({ REDIS_PASSWORD: "wrong" }, /cache: .*WRONGPASS/),
      ]);
    });
  }

  test("has printed no secret, and nothing but JSON", () => {
    for (const value of subject.surroundings.secrets) expect(subject.printed).not.toContain(value);
    const isJson = (line: string) => line.startsWith("{") && JSON.parse(line) !== null;
    const lines = subject.printed.split("\n").filter((line) => line !== "" && line !== "completed");
    expect(lines.filter((line) => !isJson(line))).toEqual([]);
  });
}
