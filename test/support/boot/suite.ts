import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../../lib/blueprint/schema.ts";
import { codeServices, type ServiceItem } from "../../../lib/render/manifest/service-item.ts";
import { viewOf } from "../view.ts";
import { missing } from "./binaries.ts";
import { type Container, eventually, isolation, type RunOptions, runContainer, startContainer } from "./container.ts";
import { freePort } from "./guarded.ts";
import type { Image } from "./image.ts";
import { ENQUEUE } from "./queue.ts";
import { type Servers, startServers } from "./servers.ts";
import { enginesOf, makeDatabases, type Surroundings, surroundingsOf } from "./surroundings.ts";
import { makeWorkspace, STRAY, type Workspace } from "./workspace.ts";

const BUILD_MS = 300_000;

/** Renders a repo, and builds, tests and runs each of its services as AWS would. */
export function describeServices(title: string, answers: Answers): void {
  const items = codeServices(viewOf({ ...answers }));
  const engines = enginesOf(items);
  const reason = missing(...engines);
  if (reason !== "") console.warn(`${title}: ${reason}`);

  describe.skipIf(reason !== "")(`${title}${reason && `: ${reason}`}`, () => {
    const world = new World();

    beforeAll(() => world.begin(answers, items), BUILD_MS);
    afterAll(() => world.end());

    test.runIf(engines.some((engine) => engine !== "redis"))(
      "the database task makes a database and a role for each service, and does it again without change",
      async () => {
        const first = await makeDatabases(world.workspace, world.services);
        expect(await makeDatabases(world.workspace, world.services)).toEqual(first);
      },
      BUILD_MS,
    );

    for (const item of items) {
      const { name, kind, source, orm } = item;
      const stores = [item.database && `${item.database.family} by ${orm}`, item.cache && "cache"].filter(Boolean);
      describe(`${name}: ${source} ${kind}${stores.length > 0 ? ` with ${stores.join(" and ")}` : ""}`, () => {
        if (item.container) describeContainer(item, world);
        else describeSite(item, world);
      });
    }
  });
}

class World {
  workspace!: Workspace;
  servers: Servers | undefined;
  readonly services = new Map<string, Surroundings>();

  async begin(answers: Answers, items: readonly ServiceItem[]): Promise<void> {
    console.info(`containers run in ${isolation}`);
    const engines = enginesOf(items);
    this.servers = engines.length > 0 ? await startServers(engines) : undefined;
    this.workspace = await makeWorkspace(answers);
    for (const item of items) this.services.set(item.name, await surroundingsOf(item, this.servers));
  }

  async end(): Promise<void> {
    await this.servers?.dispose();
    await this.workspace?.dispose();
  }
}

function describeSite({ name, api }: ServiceItem, world: World): void {
  const script = (script: string) => world.workspace.run(join(world.workspace.repo, "services", name), "run", script);

  test(
    "installs, builds, and passes its own tests",
    async () => {
      const { repo, run, view } = world.workspace;
      const install = view.pm.ci.split(" ").slice(1);
      const only = view.pm.name === "npm" ? ["--workspace", `services/${name}`] : ["--filter", `./services/${name}`];
      expect(await run(repo, ...install, ...only)).toMatchObject({ failed: false });
      for (const step of ["build", "test", "typecheck"]) expect(await script(step)).toMatchObject({ failed: false });
    },
    BUILD_MS,
  );

  test("is a page with its files, and knows where the API is", async () => {
    const dist = join(world.workspace.repo, "services", name, "dist");
    const page = await readFile(join(dist, "index.html"), "utf8");
    const asset = /src="\/(assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
    const code = await readFile(join(dist, asset), "utf8");
    if (api !== null) expect(code).toContain(api.url);
    expect(await readdir(join(dist, "assets"))).toContainEqual(expect.stringMatching(/^index-.*\.css$/));
  });
}

function describeContainer(item: ServiceItem, world: World): void {
  const { name, role } = item;
  let image: Image;
  let printed = "";

  const surroundings = () => world.services.get(name) as Surroundings;
  const options = (changes: Record<string, string | undefined> = {}, command?: string[]): RunOptions => {
    const { env, stores } = surroundings();
    const entries = Object.entries({ ...env, ...changes }).filter(([, value]) => value !== undefined);
    const shared = Object.values(stores)[0]?.ca;
    return {
      env: Object.fromEntries(entries) as Record<string, string>,
      ...(command === undefined ? {} : { command }),
      ...(shared === undefined ? {} : { shared }),
    };
  };
  const run = async (changes?: Record<string, string | undefined>, command?: string[]) => {
    const result = await runContainer(image, options(changes, command));
    printed += result.output;
    return result;
  };
  /** It says in one line why it does not start, and exits with 1. */
  const refuses = async (changes: Record<string, string | undefined>, why: RegExp) => {
    const { status, lines } = await run(changes);
    expect(lines).toEqual([expect.stringMatching(why)]);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "fatal" });
    expect(status).toBe(1);
  };

  test(
    "builds as its Dockerfile says, and its own tests pass there",
    async () => {
      image = await world.workspace.image(name);
      expect(image).toMatchObject({
        user: "1000:1000",
        volumes: ["/tmp"],
        ports: item.routed ? [String(item.port)] : [],
      });
      const { root, workdir } = image.stages.get("build") ?? { root: "", workdir: "" };
      const service = join(root, workdir, "services", name);
      for (const script of ["test", "typecheck"]) {
        expect(await world.workspace.run(service, "run", script)).toMatchObject({ failed: false });
      }
    },
    BUILD_MS,
  );

  test("its image holds what it needs to run, and nothing else", async () => {
    const service = join(image.root, "app/services", name);
    const prisma = item.orm === "prisma" ? ["prisma"] : [];
    const modules = (await readdir(service)).filter((entry) => entry === "node_modules");
    expect((await readdir(service)).sort()).toEqual(["dist", ...modules, "package.json", ...prisma].sort());
    for (const path of Object.keys(STRAY)) await expect(access(join(service, path))).rejects.toThrow("ENOENT");
    for (const tool of ["typescript", "vitest", "vite", "prisma", "sst", "@biomejs"]) {
      await expect(access(join(image.root, "app/node_modules", tool)), tool).rejects.toThrow("ENOENT");
    }
  });

  if (item.events) {
    test("its migrations run, and run again without change", async () => {
      const migrate = ["node", "dist/migrate.js"];
      const [first, second] = [await run({}, migrate), await run({}, migrate)];
      expect([first.status, second.status], first.output + second.output).toEqual([0, 0]);
      expect(first.lines.at(-1)).toContain("migrations: 1 applied");
      expect(second.lines).toEqual([expect.stringContaining("migrations: 0 applied")]);
    });
  }

  describe("while it runs", () => {
    let container: Container;
    const get = async (path: string) => {
      const response = await fetch(`${surroundings().env.SELF_URL}${path}`).catch(() => undefined);
      if (!container.running()) throw new Error(`it has ended:\n${container.output()}`);
      return response;
    };
    const json = async (path: string) => {
      const response = await get(path);
      return { status: response?.status, body: await response?.json() };
    };

    if (role === "cron") {
      test("does its work and ends with 0", async () => {
        const { status, lines } = await run();
        expect(status, lines.join("\n")).toBe(0);
        expect(lines.at(-1)).toMatch(item.events ? /0 events older than 90 days deleted/ : /ran at 20/);
      });
      return;
    }

    beforeAll(async () => {
      container = await startContainer(image, options());
    });
    afterAll(async () => {
      container?.signal("SIGKILL");
      await container?.ended;
    });

    if (role === "http") {
      test("is alive and ready within seconds", async () => {
        const first = await eventually("the health route answers", () => get(item.health));
        expect(first.status).toBe(200);
        if (item.healthRoute) expect(await first.json()).toEqual({ status: "ok" });
        expect(await json(item.readyPath)).toEqual({ status: 200, body: { status: "ok" } });
        if (item.events) expect(await json(item.eventsPath)).toEqual({ status: 200, body: [] });
      });
    }

    if (item.source === "react") {
      test("answers with pages and their files", async () => {
        const page = await get("/");
        const html = (await page?.text()) ?? "";
        expect(page?.status).toBe(200);
        expect(html).toContain("<h1>acme</h1>");
        const asset = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(html)?.[1];
        const file = await get(`/${asset}`);
        expect(file?.status, html).toBe(200);
        expect(file?.headers.get("cache-control")).toContain("immutable");
        expect((await get("/no-such-page"))?.status).toBe(404);
      });
    }

    if (role === "http" && item.stores) {
      test("says which store is down, stays alive, and is ready again when it is back", async () => {
        for (const [store, server] of Object.entries(surroundings().stores)) {
          await server.stop();
          try {
            const down = { status: 503, body: { status: "unavailable", failed: [store] } };
            expect(await json(item.readyPath)).toEqual(down);
            expect((await get(item.health))?.status).toBe(200);
          } finally {
            await server.start();
          }
          await eventually(`ready again with its ${store}`, async () =>
            (await get(item.readyPath))?.status === 200 ? true : undefined,
          );
        }
      }, 120_000);
    }

    if (item.kind === "worker") {
      test("shows that it is alive", async () => {
        const alive = () => readFile(container.path("/tmp/alive"), "utf8").catch(() => undefined);
        const since = Date.now();
        const time = await eventually(`it writes /tmp/alive; it printed ${container.output()}`, alive);
        expect(Math.abs(Date.parse(time) - since)).toBeLessThan(60_000);
      });
    }

    if (role === "queue") {
      test("takes a job", async () => {
        const sent = await run({}, ["node", "--input-type=module", "--eval", ENQUEUE, name]);
        expect(sent, container.output()).toMatchObject({ status: 0, lines: ["completed"] });
        expect(container.output()).toMatch(/job greet .*done/);
        if (!item.events) return;
        const rows = await surroundings().stores.database?.sql(
          surroundings().env.DB_NAME ?? "",
          "SELECT name FROM events",
        );
        expect(rows).toBe("greet");
      });
    }

    if (role === "poll") {
      test("does its work", async () => {
        const work = item.events ? /events older than 90 days deleted/ : /ran at 20/;
        await eventually("it worked", async () => (work.test(container.output()) ? true : undefined));
      });
    }

    test("ends cleanly within seconds of a SIGTERM", async () => {
      const before = Date.now();
      container.signal("SIGTERM");
      expect(await container.ended, container.output()).toBe(0);
      expect(Date.now() - before).toBeLessThan(10_000);
      printed += container.output();
    });
  });

  test.runIf(item.requires !== null)("says which variable is missing", async () => {
    await refuses({ [item.requires as string]: undefined }, new RegExp(`configuration: ${item.requires} is missing`));
  });

  test.runIf(item.database !== null)("says that the database cannot be reached, or trusted", async () => {
    await refuses({ DB_PORT: String(await freePort()) }, /database: .*ECONNREFUSED/);
    await refuses({ DB_SSL_CA: undefined }, /database: .*certificate/);
    await refuses({ DB_PASS: "wrong" }, /database: .*(password|Access denied)/i);
  });

  test.runIf(item.cache !== null)("says that the cache cannot be reached, or trusted", async () => {
    await refuses({ REDIS_PORT: String(await freePort()) }, /cache: .*ECONNREFUSED/);
    await refuses({ REDIS_TLS_CA: undefined }, /cache: .*certificate/);
    await refuses({ REDIS_PASSWORD: "wrong" }, /cache: .*WRONGPASS/);
  });

  test("has printed no secret, and nothing but JSON", () => {
    for (const value of surroundings().secrets) expect(printed).not.toContain(value);
    const isJson = (line: string) => line.startsWith("{") && JSON.parse(line) !== null;
    const ours = printed.split("\n").filter((line) => line !== "" && line !== "completed");
    expect(ours.filter((line) => !isJson(line))).toEqual([]);
  });
}
