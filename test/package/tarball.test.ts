import { chown, mkdir, mkdtemp, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, it } from "vitest";
import { packageRoot, packageVersion } from "../../lib/system/package-root.ts";
import { tree } from "../support/files.ts";

/** The package as users get it: packed, installed into an empty folder next to `yo`, and run from there. */

const KICKOFF = ["--yes", "--preset", "saas", "--project", "shop", "--skip-install", "--skip-git"];

/** `yo` refuses to work as root and takes this user's rights instead. */
const USER = 1000;
const root = process.getuid?.() === 0;
const asUser = root ? { uid: USER, gid: USER } : {};

let folder: string;
let files: string[];

async function giveAway(path: string): Promise<void> {
  if (!root) return;
  await chown(path, USER, USER);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory()) await giveAway(join(path, entry.name));
    else if (!entry.isSymbolicLink()) await chown(join(path, entry.name), USER, USER);
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "space-sst-package-"));
  const { stdout } = await execa("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: packageRoot,
  });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  files = packed.files.map(({ path }) => path);
  await execa("npm", ["install", "--offline", "--no-save", "--no-audit", "--no-fund", join(folder, packed.filename)], {
    cwd: folder,
  });
  await symlink(join(packageRoot, "node_modules", "yo"), join(folder, "node_modules", "yo"));
  for (const name of ["home", "by-yo", "by-bin"]) await mkdir(join(folder, name));
  await giveAway(folder);
});

const yo = (words: string[], cwd: string) =>
  execa(process.execPath, [join(folder, "node_modules/yo/lib/cli.js"), ...words], {
    cwd: join(folder, cwd),
    env: { HOME: join(folder, "home"), NO_UPDATE_NOTIFIER: "1" },
    stdin: "ignore",
    reject: false,
    ...asUser,
  });

describe("the packed tarball", () => {
  it("holds what it needs and nothing else", () => {
    const folders = new Set(files.map((path) => path.split("/")[0]));
    expect([...folders].sort()).toEqual([
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "dist",
      "docs",
      "lib",
      "package.json",
      "report",
      "templates",
    ]);
    expect(files).toEqual(
      expect.arrayContaining([
        "dist/bin/space-sst.js",
        "dist/generators/app/index.js",
        "dist/blueprint.schema.json",
        "dist/proof/index.d.ts",
        "dist/proof/index.js",
        "dist/THIRD-PARTY-NOTICES.txt",
        "report/plan.html.ejs",
        "report/style.css",
        "templates/_gitignore",
        "templates/_github/workflows/ci.yml.ejs",
      ]),
    );
    expect(
      files.filter((path) => /node_modules|\.env$|\.test\.ts$/.test(path) && !path.startsWith("templates/")),
    ).toEqual([]);
  });

  it("holds what its own documents link to and show", async () => {
    const documents = files.filter((path) => /^(docs\/)?[^/]+\.md$/.test(path));
    const dead = await Promise.all(
      documents.map(async (path) => {
        const text = await readFile(join(packageRoot, path), "utf8");
        const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, to = ""]) => join(dirname(path), to));
        return links.filter((to) => !files.includes(to)).map((to) => `${path}: ${to}`);
      }),
    );
    expect(documents.length).toBeGreaterThan(30);
    expect(dead.flat()).toEqual([]);
  });

  it("installs as one package", async () => {
    const names = (await readdir(join(folder, "node_modules"))).filter(
      (name) => !name.startsWith(".") && name !== "yo",
    );
    expect(names).toEqual(["generator-space-sst"]);
  });

  it("runs through yo and through its bin, with the same result", async () => {
    const byYo = await yo(["space-sst", ...KICKOFF], "by-yo");
    expect(byYo.stderr).toBe("");
    expect(byYo.exitCode).toBe(0);
    const byBin = await execa(join(folder, "node_modules/.bin/space-sst"), KICKOFF, {
      cwd: join(folder, "by-bin"),
    });
    expect(byBin.exitCode).toBe(0);
    const rendered = tree(join(folder, "by-yo"));
    expect(Object.keys(rendered).length).toBeGreaterThan(100);
    expect(tree(join(folder, "by-bin"))).toEqual(rendered);
  });

  it("edits the repo through yo, from a folder inside it", async () => {
    const words = [
      "space-sst:service",
      "mailer",
      "--kind",
      "worker",
      "--source",
      "node",
      "--cache",
      "main",
      "--yes",
      "--skip-install",
    ];
    const { stderr, exitCode } = await yo(words, "by-yo/infra");
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(Object.keys(tree(join(folder, "by-yo")))).toContain("infra/services/mailer.ts");
  });

  it("says through yo whether an upgrade is due", async () => {
    const { stdout, exitCode } = await yo(["space-sst:upgrade", "--check"], "by-yo/infra");
    expect(stdout).toContain("No upgrade is due");
    expect(exitCode).toBe(0);
  });

  it("refuses an unknown flag through yo, with the nearest right name", async () => {
    const { stderr, exitCode } = await yo(["space-sst", "--yes", "--regoin", "eu-west-1"], "home");
    expect(stderr).toContain('--regoin: there is no such flag (did you mean "region"?)');
    expect(exitCode).toBe(2);
  });

  it("gives a program through yo what it gives one without: a failure as one document", async () => {
    const { stdout, exitCode } = await yo(["space-sst:status", "dve", "--json"], "by-yo");
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "usage", status: 2, problems: [{ path: "stage" }] } });
  });

  it("shows its help through yo", async () => {
    const { stdout } = await yo(["space-sst", "--help"], "home");
    expect(stdout).toContain("--preset");
  });

  it("says its version", async () => {
    const { stdout } = await execa(join(folder, "node_modules/.bin/space-sst"), ["--version"], { cwd: folder });
    expect(stdout).toBe(packageVersion);
  });
});
