import { describe, expect, it } from "vitest";
import { CACHE, DATABASE, listen, NPM, portOf, repo, saying, staying } from "./dev-repo.ts";

/**
 * The script `dev` of a rendered repo: what it starts, in which order, what it shows, and how it ends. In one file, as what
 * stands for its databases listens on ports that are the same for all of it.
 */

const lines = (text: string) => text.trim().split("\n").sort();

describe.skipIf(process.platform === "win32")("npm run dev", () => {
  const services = {
    api: { "dev:run": saying("of api") },
    office: { "dev:compile": saying("compiled"), "dev:run": saying("of office"), build: "" },
    site: { dev: saying("of site") },
    assets: null,
  };

  it.each([
    [[], ["api    | of api", "office | compiled", "office | of office"]],
    [["api"], ["api | of api"]],
  ])("starts every script of the services %j, and of no others", async (words, expected) => {
    await listen(DATABASE, CACHE);
    const { start } = await repo({ services });
    const { status, out, err } = await start(...words).end();
    expect({ status, err, out: lines(out) }).toEqual({
      status: 0,
      err: "",
      out: expected,
    });
  });

  it("starts nothing where it knows no such service, and names those that there are", async () => {
    const { start, asked } = await repo({ services });
    expect(await start("api", "sites", "site").end()).toEqual({
      status: 1,
      out: "",
      err: "no such service: sites, site; there are api, office\n",
    });
    expect(await asked()).toEqual([]);
  });

  it("gives a service the variables of its example, and keeps what somebody has changed", async () => {
    await listen(DATABASE, CACHE);
    const { start, read } = await repo({
      services: { api: { "dev:run": "" }, office: { "dev:run": "" } },
      files: {
        "services/api/.env.example": "A=example\n",
        "services/office/.env.example": "A=example\n",
        "services/office/.env": "A=own\n",
      },
    });
    await start().end();
    expect([await read("services/api/.env"), await read("services/office/.env")]).toEqual(["A=example\n", "A=own\n"]);
  });

  it("builds and migrates before it starts, where a service asks for it", async () => {
    await listen(DATABASE, CACHE);
    const { start, asked } = await repo({
      services: {
        api: { build: "", "dev:compile": "", "dev:run": "", migrate: "" },
        queue: { "dev:run": "" },
      },
      files: {
        "services/api/.env.example": "NAME=main\n",
        "services/api/dist/migrate.js": 'console.log("migrates " + process.env.NAME);',
      },
      docker: null,
    });
    const { out } = await start().end();
    expect(out.split("\n")[0]).toBe("migrates main");
    expect((await asked())[0]).toBe("npm run build, in /services/api");
    expect((await asked()).slice(1).sort()).toEqual([
      "npm run dev:compile, in /services/api",
      "npm run dev:run, in /services/api",
      "npm run dev:run, in /services/queue",
    ]);
  });

  it.each([
    ["a build fails", { build: "process.exit(1)", "dev:compile": "", "dev:run": "" }, NPM, '"npm run build" failed\n'],
    [
      "npm is missing for a build",
      { "dev:compile": "", "dev:run": "" },
      null,
      '"npm run build" failed: spawnSync npm ENOENT\n',
    ],
    ["npm is missing", { "dev:run": "" }, null, '"npm run dev:run" failed: spawn npm ENOENT\n'],
  ])("ends with a line where %s", async (_, api, npm, err) => {
    await listen(DATABASE, CACHE);
    const { start } = await repo({ services: { api }, npm });
    expect(await start().end()).toMatchObject({ status: 1, err });
  });

  it("shows lines of a log as people read them, and all others as they are", async () => {
    await listen(DATABASE, CACHE);
    const log = (line: object) => JSON.stringify(line);
    const { start } = await repo({
      services: {
        api: {
          "dev:run": `${saying(
            log({ level: "info", message: "of Nest", timestamp: 1 }),
            log({ level: "warn", msg: "of Pino" }),
            log({ level: "error", msg: "wrong", err: { stack: "Error: a\n  at b" } }),
            log({ level: "error", message: "wrong", stack: "Error: c" }),
            "plain",
            "42",
            log({ level: "gold" }),
            log({ message: "no level" }),
          )}\nconsole.error("of errors");`,
        },
      },
    });
    const { out } = await start().end();
    expect(lines(out.replace("api | of errors\n", ""))).toEqual(
      [
        "api | INFO of Nest",
        "api | WARN of Pino",
        ...["api | ERROR wrong", "Error: a", "  at b"],
        ...["api | ERROR wrong", "Error: c"],
        "api | plain",
        "api | 42",
        'api | {"level":"gold"}',
        'api | {"message":"no level"}',
      ].sort(),
    );
    expect(out).toContain("api | of errors\n");
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends with the addresses, and stops what runs on %s", async (signal) => {
    await listen(DATABASE, CACHE);
    const [api, office] = [portOf("api"), portOf("office")];
    const { start, read } = await repo({
      services: {
        api: { "dev:run": staying(api) },
        office: { "dev:run": staying(office) },
        // What has ended is not stopped once more, however it ended.
        queue: { "dev:run": "", "dev:crash": "" },
      },
      npm: `[ "$2" = dev:crash ] && kill -9 $$; ${NPM}`,
    });
    const { child, until, end } = start();
    const addresses = `\napi http://localhost:${api}   office http://localhost:${office}\n\n`;
    await until(addresses);
    child.kill(signal);
    const { status, out, err } = await end();
    expect({ status, err, last: out.slice(-addresses.length) }).toEqual({ status: 0, err: "", last: addresses });
    expect([await read("services/api/stopped"), await read("services/office/stopped")]).toEqual(["", ""]);
  });

  it("ends by itself, without addresses, where all services have crashed", async () => {
    await listen(DATABASE, CACHE);
    const { start } = await repo({ npm: "kill -9 $$" });
    expect(await start().end()).toEqual({ status: 0, out: "", err: "" });
  });
});

it.skipIf(process.platform === "win32")("what plays AWS is there as long as npm run dev is", async () => {
  await listen(DATABASE, CACHE);
  const played = `console.log("buckets: played");\nimport { writeFileSync } from "node:fs";\nsetInterval(() => {}, 1000);
process.on("SIGTERM", () => { writeFileSync("played-stopped", ""); process.exit(); });`;
  const { start, read } = await repo({
    services: { api: { "dev:run": staying() } },
    files: { "scripts/bucket.mjs": played },
  });
  const { child, until, end } = start();
  await until("buckets: played\n");
  child.kill("SIGINT");
  expect(await end()).toMatchObject({ status: 0 });
  await expect.poll(() => read("played-stopped"), { timeout: 20_000 }).toBe("");
});

describe.skipIf(process.platform === "win32")("databases and caches", () => {
  const docker = 'case "$*" in *"config --services"*) printf "main-database\\nmain-cache\\n";; esac';
  const compose = (...words: string[]) => words.map((word) => `docker compose ${word}, in `);
  const EXEC = "exec -T main-database bash /docker-entrypoint-initdb.d/services.sh";

  it.each([
    ["that answer are used, and get the databases of new services", [DATABASE, CACHE], []],
    ["that do not answer are started", [DATABASE], ["up --detach --wait"]],
  ])("%s", async (_, ports, started) => {
    await listen(...ports);
    const { start, asked } = await repo({ docker });
    expect(await start().end()).toMatchObject({ status: 0, err: "" });
    expect((await asked()).filter((line) => line.startsWith("docker"))).toEqual(
      compose("version", ...started, "config --services", EXEC),
    );
  });

  it("are looked for once more where another service has just made them", async () => {
    const once = `case "$*" in *up*) [ -e once ] || { : > once; exit 1; };; esac\n${docker}`;
    const { start, asked } = await repo({ docker: once });
    expect(await start().end()).toMatchObject({ status: 0 });
    expect((await asked()).filter((line) => line.includes(" up "))).toHaveLength(2);
  });

  it("need not take the databases of new services", async () => {
    const { start } = await repo({ docker: `${docker}\ncase "$*" in *exec*) exit 1;; esac` });
    expect(await start().end()).toMatchObject({ status: 0, err: "" });
  });

  it.each<[string, number[], string | null, string]>([
    [
      "Docker is not there",
      [DATABASE],
      null,
      `main-cache (port ${CACHE}) does not answer, and Docker is not installed: install it, or start your own on that port`,
    ],
    [
      "Docker has no Compose",
      [DATABASE],
      "exit 1",
      `main-cache (port ${CACHE}) does not answer, and Docker has no Compose plugin: install it, or start your own on that port`,
    ],
    [
      "Docker cannot start them",
      [],
      'case "$*" in *up*) exit 1;; esac',
      `main-database (port ${DATABASE}), main-cache (port ${CACHE}) could not be started: Docker says why above`,
    ],
  ])("are asked for in one line where %s", async (_, ports, docker, line) => {
    await listen(...ports);
    const { start } = await repo({ docker });
    expect(await start().end()).toEqual({ status: 1, out: "", err: `${line}\n` });
  });

  it.each([null, "exit 1"])("that answer need no Docker: %j", async (docker) => {
    await listen(DATABASE, CACHE);
    const { start } = await repo({ docker });
    expect(await start().end()).toMatchObject({ status: 0, err: "" });
  });
});
