import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { render } from "../../lib/render/render.ts";
import { temporaryFolder } from "../support/cli.ts";
import { viewOf } from "../support/view.ts";

/**
 * The script `dev` of a rendered repo, with services that are a few lines, and with stand-ins for npm and docker. They hide
 * what containers really do, and how npm runs a script: here it is a file of its name.
 */

const ANSWERS = {
  services: [
    { name: "api", source: "node", database: "main", cache: "main", bucket: "files" },
    { name: "office", source: "node" },
    { name: "queue", kind: "worker", source: "node" },
  ],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
  buckets: [{ name: "files" }],
};
const script = render(viewOf(ANSWERS)).find(({ path }) => path === "scripts/dev.mjs")?.contents ?? "";
const portOf = (name: string) => Number(new RegExp(`"?\\b${name}"?: (\\d+),`).exec(script)?.[1]);
const [DATABASE, CACHE] = ["main-database", "main-cache"].map(portOf) as [number, number];

/** Says something, and ends. */
const saying = (...lines: string[]) => lines.map((line) => `console.log(${JSON.stringify(line)});`).join("\n");
/** Stays until it is stopped, and writes down that it was. */
const STOPPED = `process.on("SIGTERM", () => { require("node:fs").writeFileSync("stopped", ""); process.exit(); });`;
const staying = (port?: number) =>
  `${STOPPED}\nrequire("node:net").createServer((s) => s.end()).listen(${port ?? 0}, "127.0.0.1");`;

async function listen(...ports: number[]) {
  for (const port of ports) {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
  }
}

interface World {
  /** By service, the scripts of its package.json with the code of each; null for one without a package.json. */
  services?: Record<string, Record<string, string> | null>;
  /** Files of the repo, by their paths. */
  files?: Record<string, string>;
  /** What docker does, in a shell; null where it is not installed. */
  docker?: string | null;
  /** What npm does. */
  npm?: string | null;
}

const SERVES = { api: { "dev:run": saying() } };
/** As npm does, it is still there while the script runs. */
const NPM = 'node "$2.cjs"';

function start(root: string, words: string[]) {
  const env = { PATH: join(root, "bin") };
  const child: ChildProcess = spawn(process.execPath, ["scripts/dev.mjs", ...words], { cwd: root, env });
  const said = { out: "", err: "" };
  child.stdout?.on("data", (chunk) => (said.out += String(chunk)));
  child.stderr?.on("data", (chunk) => (said.err += String(chunk)));
  const closed = once(child, "close");
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    child,
    async until(text: string) {
      while (!said.out.includes(text)) await once(child.stdout as NodeJS.ReadableStream, "data");
    },
    async end() {
      const [status] = await closed;
      return { status, ...said };
    },
  };
}

async function repo({ services = SERVES, files = {}, docker = "", npm = NPM }: World) {
  const root = await temporaryFolder();
  const write = async (path: string, text: string, mode = 0o644) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { mode });
  };
  const program = (name: string, body: string) =>
    write(`bin/${name}`, `#!/bin/sh\necho "${name} $*, in \${PWD#${root}}" >> "${root}/asked"\n${body}\n`, 0o755);
  await write("scripts/dev.mjs", script);
  await write("scripts/bucket.mjs", "");
  await write("bin/node", `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, 0o755);
  if (docker !== null) await program("docker", docker);
  if (npm !== null) await program("npm", npm);
  for (const [name, scripts] of Object.entries(services)) {
    await mkdir(join(root, "services", name), { recursive: true });
    if (scripts === null) continue;
    await write(`services/${name}/package.json`, JSON.stringify({ scripts }));
    for (const [key, code] of Object.entries(scripts)) await write(`services/${name}/${key}.cjs`, code);
  }
  for (const [path, text] of Object.entries(files)) await write(path, text);
  const read = (path: string) => readFile(join(root, path), "utf8").catch(() => null);
  return {
    start: (...words: string[]) => start(root, words),
    read,
    asked: async () => ((await read("asked")) ?? "").split("\n").filter((line) => line !== ""),
  };
}

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
