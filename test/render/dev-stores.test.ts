import { describe, expect, it } from "vitest";
import { CACHE, DATABASE, listen, repo } from "./dev-repo.ts";

/** The databases and caches that the script `dev` of a rendered repo finds, or starts. */

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
