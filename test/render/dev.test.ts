import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { render } from "../../lib/render/render.ts";
import { temporaryFolder } from "../support/cli.ts";
import { viewOf } from "../support/view.ts";

/**
 * The script `dev` of a rendered repo, with a service that is a few lines and with a stand-in for docker, which hides what
 * containers really do.
 */
const DATABASE = 15_592;
const CACHE = 16_592;

const ANSWERS = {
  services: [{ name: "api", source: "node" as const, database: "main", cache: "main" }],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
};

const listen = async (port: number): Promise<Server> => {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return server;
};

async function dev(docker: string | null) {
  const root = await temporaryFolder();
  const bin = join(root, "bin");
  await mkdir(bin);
  for (const { path, contents } of render(viewOf(ANSWERS)))
    if (path === "scripts/dev.mjs") {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), contents);
    }
  await mkdir(join(root, "services/api"), { recursive: true });
  // Listens for two seconds on the port that the script names.
  const port = /api: (\d+)/.exec(await readFile(join(root, "scripts/dev.mjs"), "utf8"))?.[1];
  const code = `const s = require("net").createServer().listen(${port}, "127.0.0.1"); setTimeout(() => s.close(), 2000);`;
  await writeFile(join(root, "services/api/main.cjs"), code);
  await writeFile(join(root, "services/api/package.json"), '{ "scripts": { "dev:run": "node main.cjs" } }');
  if (docker !== null) {
    await writeFile(join(bin, "docker"), `#!/bin/sh\n${docker}\n`);
    await chmod(join(bin, "docker"), 0o755);
  }
  const nodes = dirname(process.execPath);
  const env = { PATH: `${bin}:${nodes}:/bin` };
  const ran = await execa(process.execPath, ["scripts/dev.mjs"], { cwd: root, env, extendEnv: false, reject: false });
  return { status: ran.exitCode, out: ran.stdout, err: ran.stderr, port };
}

describe.skipIf(process.platform === "win32")("npm run dev", () => {
  it("needs no Docker where databases and caches answer, and ends with the addresses", async () => {
    await listen(DATABASE);
    await listen(CACHE);
    const { status, out, err, port } = await dev(null);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out.trim().split("\n").at(-1)).toBe(`api http://localhost:${port}`);
  });

  it.each([
    ["Docker is not installed", null],
    ["Docker has no Compose plugin", "exit 1"],
  ])("says in one line what does not answer, and that %s", async (cause, docker) => {
    await listen(DATABASE);
    expect(await dev(docker)).toMatchObject({
      status: 1,
      err: `main-cache (port ${CACHE}) does not answer, and ${cause}: install it, or start your own on that port`,
    });
  });
});
