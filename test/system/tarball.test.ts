import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { pack, packageSource } from "../../lib/system/package-files.ts";
import { packageRoot, packageVersion } from "../../lib/system/package-root.ts";
import { tarball } from "../../lib/system/tarball.ts";
import { temporaryFolder } from "../support/cli.ts";

const npm = promisify(execFile);

/** The blocks of a tarball: a header and, where the file is not empty, its contents. As POSIX describes ustar. */
function entriesOf(packed: Buffer) {
  const tar = gunzipSync(packed);
  const entries: Record<string, unknown>[] = [];
  let at = 0;
  while (tar[at] !== 0) {
    const header = tar.subarray(at, at + 512);
    const text = (from: number, length: number) => {
      const field = header.subarray(from, from + length);
      return field.subarray(0, field.includes(0) ? field.indexOf(0) : length).toString();
    };
    const size = Number.parseInt(text(124, 12), 8);
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    expect(Number.parseInt(text(148, 8), 8)).toBe(sum);
    entries.push({
      path: [text(345, 155), text(0, 100)].filter((part) => part !== "").join("/"),
      mode: text(100, 8),
      owner: [text(108, 8), text(116, 8)],
      time: new Date(Number.parseInt(text(136, 12), 8) * 1000).toISOString(),
      type: text(156, 1),
      format: header.subarray(257, 265).toString(),
      contents: tar.toString("latin1", at + 512, at + 512 + size),
    });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  // Two empty blocks are the end.
  expect(tar.subarray(at)).toEqual(Buffer.alloc(1024));
  return entries;
}

const file = (path: string, contents = "", executable = false) => ({
  path,
  contents: Buffer.from(contents),
  executable,
});

describe("a tarball", () => {
  const FILES = [
    file("package/a.txt", "a".repeat(70_000)),
    file(`package/${"long/".repeat(25)}b.sh`, "b".repeat(512), true),
    file("package/é", ""),
  ];

  it("holds the files, and nothing that a machine, a user or a clock decides", () => {
    expect(entriesOf(tarball(FILES))).toEqual(
      FILES.map(({ path, contents, executable }) => ({
        path,
        mode: executable ? "0000755" : "0000644",
        owner: ["0000000", "0000000"],
        // What npm gives all files that it packs.
        time: "1985-10-26T08:15:00.000Z",
        type: "0",
        format: "ustar\0" + "00",
        contents: contents.toString(),
      })),
    );
    // gzip, no flags, no time, no system.
    expect([...tarball(FILES).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  });

  it.each([
    ["100 bytes", "x".repeat(100), "x".repeat(101)],
    ["100 bytes, of letters of two", "é".repeat(50), `${"é".repeat(50)}x`],
    ["155 and 100 at a slash", `${"p".repeat(155)}/${"x".repeat(100)}`, `${"p".repeat(156)}/${"x".repeat(100)}`],
    ["100 behind a slash", `p/${"x".repeat(100)}`, `p/${"x".repeat(101)}`],
  ])("has room for a path of %s", (_, longest, tooLong) => {
    expect(entriesOf(tarball([file(longest)]))).toMatchObject([{ path: longest }]);
    expect(() => tarball([file(tooLong)])).toThrow("is too long for a tarball");
  });

  // A stored block of gzip holds 65535 bytes, a block of a tarball 512: so much has no rest in either.
  it("ends where its last block is full", () => {
    const contents = "a".repeat(65_535 * 512 - 512 - 1024);
    const [entry] = entriesOf(tarball([file("a", contents)]));
    expect(entry?.contents === contents).toBe(true);
  });
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
  const [{ files }] = JSON.parse(listed) as [{ files: { path: string; mode: number }[] }];
  const packed = entriesOf(file?.contents as Buffer);
  const executable = (mode: number) => (mode & 0o100) !== 0;
  expect(packed.map(({ path, mode }) => [path, executable(Number.parseInt(mode as string, 8))])).toEqual(
    files.map(({ path, mode }) => [`package/${path}`, executable(mode)]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  );
  expect(await readFile(join(root, "node_modules/generator-space-sst/README.md"), "utf8")).toBe(
    await readFile(join(packageRoot, "README.md"), "utf8"),
  );
});
