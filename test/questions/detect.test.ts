import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lacking, readDockerfile } from "../../lib/questions/detect.ts";
import { run, temporaryFolder, tree } from "../support/cli.ts";

describe("a Dockerfile", () => {
  it.each([
    ["says its port", "FROM node:24\nEXPOSE 8080\n", { port: 8080 }],
    ["with its protocol", "FROM node:24\nexpose 8080/tcp\n", { port: 8080 }],
    ["by its environment", 'FROM node:24\nENV PORT="3000"\n', { port: 3000 }],
    ["by its last stage", "FROM a AS build\nEXPOSE 1\nFROM b\nEXPOSE 9000\n", { port: 9000 }],
    [
      "and its health path",
      'FROM a\nEXPOSE 80\nHEALTHCHECK --interval=5s \\\n  CMD curl -f "http://localhost:80/live" || exit 1\n',
      { port: 80, health: "/live" },
    ],
    ["or nothing", "FROM a\nCMD run\n", {}],
  ])("%s", (_, text, detected) => {
    expect(readDockerfile(text)).toEqual(detected);
  });

  it("gives a service of code that is in the repo its port and health path", async () => {
    const cwd = await temporaryFolder();
    await run(["--preset", "minimal", "--project", "shop", "--yes"], { cwd });
    await mkdir(join(cwd, "apps/legacy"), { recursive: true });
    const service = ["service", "legacy", "--source", "existing", "--directory", "apps/legacy", "--yes"];
    expect(await run(service, { cwd })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--directory: apps/legacy has no Dockerfile"),
    });
    await writeFile(
      join(cwd, "apps/legacy/Dockerfile"),
      "FROM node:24\nEXPOSE 8080\nHEALTHCHECK CMD curl http://127.0.0.1:8080/live\n",
    );
    expect(await run(service, { cwd })).toMatchObject({ exitCode: 0 });
    const file = (await tree(cwd))["infra/services/legacy.ts"];
    expect(file).toContain("port: 8080");
    expect(file).toContain('health: "/live"');
  });

  it("is not wanted of a site, which has a script that builds it", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "Dockerfile"), "FROM node:24\n");
    expect(lacking(root, ".", "api")).toBeNull();
    expect(lacking(root, ".", "static")).toBe('. has no package.json with a script "build", which writes dist');
    await writeFile(join(root, "package.json"), '{ "scripts": { "build": "vite build" } }');
    expect(lacking(root, ".", "static")).toBeNull();
    expect(lacking(root, "elsewhere", "worker")).toBe("elsewhere has no Dockerfile");
  });
});
