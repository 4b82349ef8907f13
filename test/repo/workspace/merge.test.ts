import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { plan } from "../../../lib/repo/workspace/index.ts";
import { isMerged, mergeTexts } from "../../../lib/repo/workspace/merge.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { commitAll, habits } from "../../support/git.ts";
import { inFolder, writeTree } from "./trees.ts";

/** What git itself says, run by hand: its merge as it is by default and, of a conflict, with the base between the markers. */
const git = (folder: string, mine: string, base: string, theirs: string): { text: string; conflicts: number } => {
  for (const [name, text] of Object.entries({ mine, base, theirs })) writeFileSync(join(folder, name), text);
  const plain = mergeFile(folder, []);
  return plain.conflicts > 0 ? mergeFile(folder, ["--diff3"]) : plain;
};

const mergeFile = (folder: string, style: string[]): { text: string; conflicts: number } => {
  const labels = ["-L", "yours", "-L", "before", "-L", "generated"];
  const args = ["merge-file", "-p", ...style, ...labels, "mine", "base", "theirs"];
  try {
    return { text: execFileSync("git", args, { cwd: folder, stdio: "pipe" }).toString(), conflicts: 0 };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: Buffer };
    return { text: stdout.toString(), conflicts: status };
  }
};

const line = fc.constantFrom("", "a", "b", "c", "  d", "{", "}");
const text = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom("\n", ""))
  .map(([lines, end]) => lines.join("\n") + (lines.length > 0 ? end : ""));

describe("merge", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("is git's", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, (mine, base, theirs) =>
        inFolder(async (folder) => {
          const expected = git(folder, mine, base, theirs);
          const merged = await mergeTexts(Buffer.from(mine), Buffer.from(base), Buffer.from(theirs));
          expect(merged).toEqual({ contents: Buffer.from(expected.text), conflicted: expected.conflicts > 0 });
        }),
      ),
      { numRuns: 60 },
    );
  });

  it("leaves a plan without a conflict wherever git has none", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, (mine, base, next) =>
        inFolder(async (folder) => {
          const root = join(folder, "root");
          writeTree(root, { a: mine });
          const side = (contents: string) => [{ path: "a", contents, owner: "generated" as const }];
          const [change] = await plan({ root, base: side(base), next: side(next) });
          const expected = git(folder, mine, base, next);
          if (change?.action === "conflict") expect(expected.conflicts).toBeGreaterThan(0);
          if (change?.action === "merge") expect(change.contents.toString()).toBe(expected.text);
        }),
      ),
      { numRuns: 60 },
    );
  });

  it("knows a text that holds the changes already, where git would see a conflict", async () => {
    const [base, next] = ["one\n}\n}\n}\none\n{\n", "one\nnew\n}\n}\none\n{\n"].map((side) => Buffer.from(side));
    if (base === undefined || next === undefined) return;
    const merged = Buffer.from("one\nnew\n}\n}\nmine\none\n{\n");
    expect(await mergeTexts(merged, base, next)).toMatchObject({ conflicted: true });
    expect(await isMerged(merged, base, next)).toBe(true);
    expect(await isMerged(Buffer.from("two\n}\n}\n}\none\n{\n"), base, next)).toBe(false);
    expect(await isMerged(Buffer.from("one\nelse\n}\n}\none\n{\n"), base, next)).toBe(false);
    expect(await isMerged(base, base, next)).toBe(false);
  });

  it("does not depend on the repository or the configuration around it", async () => {
    // Where temporary files are in a repository, as below a home that is one, git asks the configuration too.
    const home = await temporaryFolder();
    await commitAll(home);
    vi.stubEnv("TMPDIR", home);
    vi.stubEnv("GIT_DIR", "/nowhere");
    await habits("[merge]", "conflictStyle = zdiff3");
    const [x, y, z] = ["x\n", "y\n", "z\n"].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
    const text = async (base: Buffer | undefined) => (await mergeTexts(x, base, z)).contents.toString();
    expect(await text(y)).toBe("<<<<<<< yours\nx\n||||||| before\ny\n=======\nz\n>>>>>>> generated\n");
    expect(await text(undefined)).toBe("<<<<<<< yours\nx\n=======\nz\n>>>>>>> generated\n");
  });

  it("says that git is missing", async () => {
    vi.stubEnv("PATH", "/nowhere");
    const merging = mergeTexts(Buffer.from("x\n"), Buffer.from("y\n"), Buffer.from("z\n"));
    await expect(merging).rejects.toThrow("git is not installed, and merging your edits needs it; install git");
  });

  it("says that the temporary folder cannot be used", async () => {
    vi.stubEnv("TMPDIR", "/nowhere");
    const merging = mergeTexts(Buffer.from("x\n"), Buffer.from("y\n"), Buffer.from("z\n"));
    await expect(merging).rejects.toThrow("the temporary folder /nowhere could not be used");
  });
});
