import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { render } from "../../lib/render/render.ts";
import { freePort } from "../support/boot/guarded.ts";
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
const rendered = render(viewOf(ANSWERS)).find(({ path }) => path === "scripts/dev.mjs")?.contents ?? "";
const PORT = /(?<=: )\d{4,5}(?=,$)/gm;
const free = await Promise.all((rendered.match(PORT) ?? []).map(() => freePort()));
/** On ports that are free: those of a repo follow from its name, and somebody may be at work in one on this machine. */
const script = rendered.replace(PORT, () => String(free.pop()));
export const portOf = (name: string) => Number(new RegExp(`"?\\b${name}"?: (\\d+),`).exec(script)?.[1]);
export const [DATABASE, CACHE] = ["main-database", "main-cache"].map(portOf) as [number, number];

/** Says something, and ends. */
export const saying = (...lines: string[]) => lines.map((line) => `console.log(${JSON.stringify(line)});`).join("\n");
/** Stays until it is stopped, and writes down that it was. */
const STOPPED = `process.on("SIGTERM", () => { require("node:fs").writeFileSync("stopped", ""); process.exit(); });`;
export const staying = (port?: number) =>
  `${STOPPED}\nrequire("node:net").createServer((s) => s.end()).listen(${port ?? 0}, "127.0.0.1");`;

export async function listen(...ports: number[]) {
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
export const NPM = 'node "$2.cjs"';

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

export async function repo({ services = SERVES, files = {}, docker = "", npm = NPM }: World) {
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
