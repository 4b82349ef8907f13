import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diff } from "../../../lib/repo/workspace/diff.ts";
import { apply, type Change, plan, resolve } from "../../../lib/repo/workspace/index.ts";
import { scenario } from "./scenarios.ts";
import { inFolder, readTree } from "./trees.ts";

const write = (path: string, before: string | undefined, after: string, executable?: boolean): Change => ({
  path,
  action: before === undefined ? "create" : "update",
  reason: "",
  contents: Buffer.from(after),
  ...(before === undefined ? {} : { before: Buffer.from(before) }),
  ...(executable === undefined ? {} : { executable }),
});

describe("diff", () => {
  it("shows a new file as additions", () => {
    expect(diff(write("a b.ts", undefined, "one\ntwo"))).toBe(
      [
        "diff --git a/a b.ts b/a b.ts",
        "new file mode 100644",
        "--- /dev/null",
        "+++ b/a b.ts",
        "@@ -0,0 +1,2 @@",
        "+one",
        "+two",
        "\\ No newline at end of file",
        "",
      ].join("\n"),
    );
    expect(diff(write("run", undefined, "", true))).toBe("diff --git a/run b/run\nnew file mode 100755\n");
  });

  it("shows a deleted file as removals", () => {
    const change: Change = { path: "a", action: "delete", reason: "", before: Buffer.from("one\n") };
    expect(diff(change)).toBe(
      "diff --git a/a b/a\ndeleted file mode 100644\n--- a/a\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-one\n",
    );
  });

  it("shows what changes, with three lines around it", () => {
    const lines = Array.from({ length: 20 }, (_, index) => `${index}\n`).join("");
    expect(diff(write("a", lines, lines.replace("10\n", "ten\n")))).toBe(
      "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -8,7 +8,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n",
    );
  });

  it("names binary files with their sizes", () => {
    expect(diff(write("a.png", undefined, "\u0000"))).toBe("Binary file a.png: nothing → 1 byte\n");
    expect(diff(write("a.png", "\u0000", "\u0000\u0000"))).toBe("Binary file a.png: 1 byte → 2 bytes\n");
  });

  it("shows nothing of what stays, and what overwriting would do of a conflict", () => {
    const [before, contents] = [Buffer.from("mine\n"), Buffer.from("next\n")];
    expect(diff({ path: "a", action: "keep", reason: "", before })).toBe("");
    expect(diff({ path: "a", action: "update", reason: "", before, contents: before, executable: true })).toBe("");
    expect(diff({ path: "a", action: "conflict", reason: "", before, contents })).toContain("-mine\n+next\n");
  });

  it("gives up on the exact difference of long texts that have nothing in common, at once", () => {
    const long = (word: string): string => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}\n`).join("");
    const start = performance.now();
    expect(diff(write("a", long("a"), long("b")))).toContain("@@ -1,20000 +1,20000 @@\n-a 0\n");
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("is a patch that git applies to the same end", async () => {
    await fc.assert(
      fc.asyncProperty(scenario(fc.constant("generated")), ({ base, next }) =>
        inFolder(async (folder) => {
          const text = (files: typeof base) => files.filter(({ contents }) => typeof contents === "string");
          const patched = join(folder, "patched");
          const applied = join(folder, "applied");
          for (const root of [patched, applied]) {
            mkdirSync(root);
            await apply(root, await plan({ root, base: null, next: text(base) }));
          }
          const planned = await plan({ root: applied, base: text(base), next: text(next) });
          const changes = resolve(planned, () => "overwrite");
          await apply(applied, changes);
          // Deletes first: a file may take the place of a folder.
          const patch = [...changes].sort((a, b) => Number(b.action === "delete") - Number(a.action === "delete"));
          const input = patch.map(diff).join("");
          if (input !== "") execFileSync("git", ["apply", "-"], { cwd: patched, input, stdio: "pipe" });
          expect(readTree(patched)).toEqual(readTree(applied));
        }),
      ),
      { numRuns: 40 },
    );
  });
});
