import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apply, plan } from "../../../lib/repo/workspace/index.ts";
import { generated, inFolder, photograph, readTree, writeTree } from "./trees.ts";

const text = (first: string, last: string): string => `${first}\n2\n3\n4\n5\n${last}\n`;

/** The folder before the run, what is rendered for it, and the folder once a run is through. */
interface Case {
  base: Record<string, string> | null;
  next: Record<string, string>;
  before: Record<string, string>;
  after: Record<string, string>;
}

const OLD = text("old", "old");
const NEW = text("new", "new");

const KICKOFF: Case = {
  base: null,
  next: { ".yo-rc.json": "1\n", "README.md": NEW, "infra/a.ts": NEW, "infra/deep/b.ts": NEW },
  before: { "mine.txt": "mine\n" },
  after: { ".yo-rc.json": "1\n", "README.md": NEW, "infra/a.ts": NEW, "infra/deep/b.ts": NEW, "mine.txt": "mine\n" },
};

const UPGRADE: Case = {
  base: { ".yo-rc.json": "1\n", "README.md": OLD, "infra/a.ts": OLD, "infra/deep/b.ts": OLD, "old/c.ts": OLD },
  next: {
    ".yo-rc.json": "2\n",
    "README.md": OLD,
    "infra/a.ts": text("old", "new"),
    "infra/deep/b.ts": NEW,
    "new/d.ts": NEW,
  },
  before: {
    ".yo-rc.json": "1\n",
    "README.md": text("mine", "old"),
    "infra/a.ts": text("mine", "old"),
    "infra/deep/b.ts": OLD,
    "old/c.ts": OLD,
  },
  after: {
    ".yo-rc.json": "2\n",
    "README.md": text("mine", "old"),
    "infra/a.ts": text("mine", "new"),
    "infra/deep/b.ts": NEW,
    "new/d.ts": NEW,
  },
};

describe("a run that is killed at any of its operations", () => {
  const built = mkdtempSync(join(tmpdir(), "workspace-killed-"));
  const child = join(built, "killed-child.mjs");

  beforeAll(async () => {
    const entryPoints = [join(import.meta.dirname, "killed-child.ts")];
    // As in dist: bundled CommonJS packages ask Node for its own modules.
    const js = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
    const form = { bundle: true, platform: "node", format: "esm", logLevel: "silent", banner: { js } } as const;
    await build({ ...form, entryPoints, outfile: child });
  });
  afterAll(() => rmSync(built, { recursive: true, force: true }));

  /** Returns whether the child was killed: not when it had fewer operations. */
  const killAt = (root: string, number: number, { base, next }: Case): boolean => {
    const trees = [base === null ? "" : JSON.stringify(base), JSON.stringify(next)];
    const { signal, status, stderr } = spawnSync(process.execPath, [child, root, String(number), ...trees]);
    if (signal === null) expect([status, stderr.toString()]).toEqual([0, ""]);
    return signal === "SIGKILL";
  };

  it.each([
    ["kickoff", KICKOFF],
    ["upgrade", UPGRADE],
  ])("leaves whole files, and the same run again completes the folder: %s", async (_name, one) => {
    let killed = true;
    let number = 0;
    while (killed) {
      number++;
      killed = await inFolder(async (root) => {
        writeTree(root, one.before);
        const wasKilled = killAt(root, number, one);
        for (const [path, contents] of Object.entries(readTree(root))) {
          if (/\.space-sst-[^/]*\.tmp$/.test(path)) continue;
          expect([one.before[path], one.after[path]], path).toContain(contents);
        }
        if (wasKilled) expect(readTree(root)[".yo-rc.json"]).toBe(one.before[".yo-rc.json"]);
        const base = one.base && generated(one.base);
        await apply(root, await plan({ root, base, next: generated(one.next) }), { last: [".yo-rc.json"] });
        expect(readTree(root)).toEqual(one.after);
        return wasKilled;
      });
    }
    expect(number).toBeGreaterThan(8);
  });

  it("keeps a conflict's markers as they are in the second run", async () => {
    const one: Case = {
      base: { ".yo-rc.json": "1\n", a: OLD },
      next: { ".yo-rc.json": "2\n", a: NEW },
      before: { ".yo-rc.json": "1\n", a: text("mine", "old") },
      after: {},
    };
    await inFolder(async (root) => {
      writeTree(root, one.before);
      // After the root, two writes, their modes and the first of two renames: the second is the answers'.
      expect(killAt(root, 7, one)).toBe(true);
      const marked = readTree(root).a;
      expect(marked).toContain("<<<<<<< yours");
      const before = photograph(root);
      const changes = await plan({ root, base: generated({ a: OLD }), next: generated({ a: NEW }) });
      expect(changes).toMatchObject([{ action: "conflict", reason: "still has conflict markers" }]);
      expect(photograph(root)).toEqual(before);
    });
  });
});
