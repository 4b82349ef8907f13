import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { pack, packageSource } from "../../lib/system/package-files.ts";
import { packageRoot, packageVersion } from "../../lib/system/package-root.ts";
import { tarball } from "../../lib/system/tarball.ts";
import { temporaryFolder } from "../support/cli.ts";

const npm = promisify(execFile);

it("has the same bytes for the same files, and none that a machine or a clock decides", () => {
  const files = [
    { path: "package/a.txt", contents: Buffer.from("a".repeat(70_000)), executable: false },
    { path: `package/${"long/".repeat(25)}b.sh`, contents: Buffer.from("b"), executable: true },
  ];
  const packed = tarball(files);
  expect(tarball(files).equals(packed)).toBe(true);
  const tar = gunzipSync(packed);
  expect(tar.length % 512).toBe(0);
  expect(tar.subarray(0, 13).toString()).toBe("package/a.txt");
  expect(tar.subarray(512, 512 + 70_000).equals(files[0]?.contents as Buffer)).toBe(true);
  expect(() => tarball([{ path: "x".repeat(101), contents: Buffer.alloc(0), executable: false }])).toThrow("too long");
});

it("is packed once, by the build, with the bytes that it has where nobody has packed it", () => {
  const { name, contents } = pack();
  expect(readdirSync(join(packageRoot, "packed"))).toEqual([name]);
  expect(packageSource().file?.path).toBe(`vendor/${name}`);
  expect(packageSource().file?.contents.equals(contents)).toBe(true);
});

it("is this package as npm packs it, and npm installs it from a frozen lockfile", async () => {
  const { spec, file } = packageSource();
  expect(spec).toBe(`file:${file?.path}`);
  expect(file?.path).toMatch(new RegExp(`^vendor/generator-space-sst-${packageVersion}-[0-9a-f]{8}\\.tgz$`));
  const root = await temporaryFolder();
  await mkdir(join(root, "vendor"));
  await writeFile(join(root, file?.path as string), file?.contents as Buffer);
  await writeFile(
    join(root, "package.json"),
    JSON.stringify({ private: true, devDependencies: { "generator-space-sst": spec } }),
  );
  const quiet = ["--offline", "--no-audit", "--no-fund", "--engine-strict", "--ignore-scripts"];
  await npm("npm", ["install", ...quiet], { cwd: root });
  await npm("npm", ["ci", ...quiet], { cwd: root });
  const { stdout } = await npm(join(root, "node_modules/.bin/space-sst"), ["--version"], { cwd: root });
  expect(stdout.trim()).toBe(packageVersion);
  const { stdout: listed } = await npm("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: packageRoot,
  });
  const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }];
  const tar = gunzipSync(file?.contents as Buffer).toString("latin1");
  expect(files.filter(({ path }) => path.length < 90 && !tar.includes(`package/${path}\0`))).toEqual([]);
  expect(await readFile(join(root, "node_modules/generator-space-sst/README.md"), "utf8")).toBe(
    await readFile(join(packageRoot, "README.md"), "utf8"),
  );
});
