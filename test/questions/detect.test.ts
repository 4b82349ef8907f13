import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lacking, readDockerfile } from "../../lib/questions/detect.ts";
import { run, temporaryFolder } from "../support/cli.ts";
import { tree } from "../support/files.ts";

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

  it("gives a service of code that is in the repo its port and health path, in a kickoff as later", async () => {
    const cwd = await temporaryFolder();
    const kickoff = (directory: string) =>
      run(["--project", "shop", "--service", `name=old,source=existing,directory=${directory}`, "--yes"], { cwd });
    await mkdir(join(cwd, "apps/legacy"), { recursive: true });
    expect(await kickoff("apps/legacy")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("services[0].directory: apps/legacy has no Dockerfile"),
    });
    await writeFile(
      join(cwd, "apps/legacy/Dockerfile"),
      "FROM node:24\nEXPOSE 8080\nHEALTHCHECK CMD curl http://127.0.0.1:8080/live\n",
    );
    expect(await kickoff("./apps/legacy/")).toMatchObject({ exitCode: 0 });
    const service = (folder: string) =>
      run(["service", "later", "--source", "existing", "--directory", folder, "--yes"], { cwd });
    expect(await service("apps/none")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--directory: apps/none has no Dockerfile"),
    });
    expect(await service("apps/legacy")).toMatchObject({ exitCode: 0 });
    const files = tree(cwd);
    for (const name of ["old", "later"]) {
      expect(files[`infra/services/${name}.ts`]).toContain("port: 8080");
      expect(files[`infra/services/${name}.ts`]).toContain('health: "/live"');
    }
  });

  it("is not wanted of a site, which has a script that builds it, or files that are served as they are", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "Dockerfile"), "FROM node:24\n");
    expect(lacking(root, ".", "api")).toBeNull();
    await mkdir(join(root, "site"));
    expect(lacking(root, "site", "static")).toBe(
      'site has neither index.html nor a package.json with a script "build", which writes dist',
    );
    for (const folder of [".", "site"]) await writeFile(join(root, folder, "index.html"), "<!doctype html>\n");
    expect(lacking(root, "site", "static")).toBeNull();
    // What builds nothing would put the whole repo on the web.
    expect(lacking(root, ".", "static")).toContain("would be public");
    await writeFile(join(root, "site/package.json"), '{ "scripts": { "start": "vite" } }');
    expect(lacking(root, "site", "static")).toBe('site/package.json has no script "build", which writes dist');
    await writeFile(join(root, "package.json"), '{ "scripts": { "build": "vite build" } }');
    expect(lacking(root, ".", "static")).toBeNull();
    expect(lacking(root, "elsewhere", "worker")).toBe("elsewhere has no Dockerfile");
  });
});
