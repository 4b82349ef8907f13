import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { commitAll } from "../support/git.ts";

/** What an image is built from, on folders as owners have them. Docker itself is not here: the copy is what it would see. */

/** Of a rendered repo, where SST has `$cli` in scope. */
const { gather }: { gather(name: string, place: object): Record<"fingerprint" | "context" | "dockerfile", string> } =
  await import(join(packageRoot, "templates/infra/kit/sources.ts"));

let root: string;
const globals = globalThis as { $cli?: object };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "space-sst-sources-"));
  globals.$cli = { paths: { root, work: join(root, ".sst"), platform: join(root, ".sst", "platform") } };
});
afterEach(async () => {
  delete globals.$cli;
  await rm(root, { recursive: true, force: true });
});

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), contents);
  }
}

const place = { context: "apps/old", dockerfile: "apps/old/Dockerfile" };
const build = () => gather("old", place);

/** The files of the copy, below the context. */
async function copied(folder = join(root, ".sst", "images", "old"), below = ""): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const paths = await Promise.all(
    entries.map((entry) => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? copied(folder, path) : [path];
    }),
  );
  return paths.flat().sort();
}

test("a build sees what git keeps, less what .dockerignore leaves out, with the same modes everywhere", async () => {
  await put({
    ".gitignore": "node_modules\ndist\n.env\n",
    "apps/old/Dockerfile": "FROM scratch\nCOPY . .\n",
    "apps/old/.dockerignore": "# ours\n**/*.md\n!keep.md\n/docs\ntest?\nDockerfile\n",
    "apps/old/main.c": "int main;",
    "apps/old/readme.md": "",
    "apps/old/keep.md": "",
    "apps/old/docs/deep/page.txt": "",
    "apps/old/src/docs/page.txt": "",
    "apps/old/test1/a.txt": "",
    "apps/old/.env": "PASSWORD=x",
    "apps/old/dist/main": "",
    "apps/old/sst-env.d.ts": "",
    "other/file.txt": "",
  });
  await put({ "apps/old/run.sh": "#!/bin/sh\n" });
  await chmod(join(root, "apps/old/run.sh"), 0o700);
  await chmod(join(root, "apps/old/main.c"), 0o600);
  await symlink("main.c", join(root, "apps/old/link.c"));
  // Also what somebody has committed: SST writes it anew in every deploy.
  await commitAll(root);
  const { context, dockerfile } = build();
  expect({ context, dockerfile }).toEqual({ context: "../images/old", dockerfile: "../images/old/Dockerfile" });
  const files = [".dockerignore", "Dockerfile", "keep.md", "link.c", "main.c", "run.sh", "src/docs/page.txt"];
  expect(await copied()).toEqual(files);
  const copy = join(root, ".sst", "images", "old");
  const modes = await Promise.all(
    ["main.c", "run.sh"].map(async (name) => (await lstat(join(copy, name))).mode & 0o777),
  );
  expect(modes).toEqual([0o644, 0o755]);
  expect(await readFile(join(copy, "main.c"), "utf8")).toBe("int main;");
  expect(await readlink(join(copy, "link.c"))).toBe("main.c");
});

test("what a hook of git says of its own repository is not taken for this one", async () => {
  await put({ ".gitignore": "dist\n", "apps/old/Dockerfile": "FROM scratch\n", "apps/old/dist/main": "" });
  await commitAll(root);
  process.env.GIT_DIR = ".git";
  try {
    build();
  } finally {
    delete process.env.GIT_DIR;
  }
  expect(await copied()).toEqual(["Dockerfile"]);
});

test("the fingerprint is that of the copy: contents, names, and what can be run", async () => {
  await put({ "apps/old/Dockerfile": "FROM scratch\n", "apps/old/a.txt": "a", "apps/old/b.txt": "b" });
  await commitAll(root);
  const { fingerprint } = build();
  expect(build().fingerprint).toBe(fingerprint);
  const changes: (() => Promise<void>)[] = [
    () => put({ "apps/old/a.txt": "A" }),
    () => rm(join(root, "apps/old/b.txt")),
    () => put({ "apps/old/new.txt": "" }),
    () => chmod(join(root, "apps/old/a.txt"), 0o755),
    () => put({ "apps/old/Dockerfile": "FROM other\n" }),
    () => put({ "apps/old/Dockerfile.dockerignore": "new.txt\n" }),
  ];
  const seen = new Set([fingerprint]);
  for (const change of changes) {
    await change();
    seen.add(build().fingerprint);
  }
  expect(seen.size).toBe(1 + changes.length);
  expect(await copied()).toEqual(["Dockerfile", "Dockerfile.dockerignore", "a.txt"]);
});

test("without git, and in a folder that git leaves out, everything counts but what tools leave behind", async () => {
  await put({
    "apps/old/Dockerfile": "FROM scratch\n",
    "apps/old/dist/main": "",
    "apps/old/node_modules/a/index.js": "",
    "apps/old/debug.log": "",
    "apps/old/.DS_Store": "",
    "apps/old/tsconfig.tsbuildinfo": "",
  });
  const { fingerprint } = build();
  expect(await copied()).toEqual(["Dockerfile", "dist/main"]);
  await put({ ".gitignore": "apps\n" });
  await commitAll(root);
  expect(build().fingerprint).toBe(fingerprint);
});
