import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apply, plan, resolve, type WorkspaceFile } from "../../../lib/repo/workspace/index.ts";
import { generated, photograph, readTree, type Tree, temporaryFolder, writeTree, yours } from "./trees.ts";

const LINES = "one\ntwo\nthree\nfour\nfive\nsix\n";
const MINE = LINES.replace("one", "mine");
const NEXT = LINES.replace("six", "next");
const CLASH = LINES.replace("one", "next");
const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
const binary = (last: number): Buffer => Buffer.from([1, 0, last]);

const changesOf = (root: string, base: WorkspaceFile[] | null, next: WorkspaceFile[]) => plan({ root, base, next });

describe("plan: the rule for each path", () => {
  type Row = [rule: string, base: Tree | null, next: Tree, disk: Tree, action: string | undefined, reason?: string];
  const table: Row[] = [
    ["nothing there yet", null, { a: NEXT }, {}, "create", "new"],
    ["new in this version", {}, { a: NEXT }, {}, "create", "new"],
    ["deleted by the owner", { a: LINES }, { a: NEXT }, {}, "keep", "deleted by you"],
    ["the same already", { a: LINES }, { a: NEXT }, { a: NEXT }, "unchanged"],
    ["the same already, no base", null, { a: NEXT }, { a: NEXT }, "unchanged"],
    ["the same but for CRLF", null, { a: NEXT }, { a: crlf(NEXT) }, "unchanged"],
    ["the same but for some CRLF", null, { a: "x\ny\n" }, { a: "x\r\ny\n" }, "unchanged"],
    ["not edited", { a: LINES }, { a: NEXT }, { a: LINES }, "update", "new version"],
    ["not edited but for CRLF", { a: LINES }, { a: NEXT }, { a: crlf(LINES) }, "update", "new version"],
    ["edited, not changed by the generator", { a: LINES }, { a: LINES }, { a: MINE }, "keep", "edited by you"],
    ["both, in different places", { a: LINES }, { a: NEXT }, { a: MINE }, "merge", "your edits and the new version"],
    [
      "both, in the same place",
      { a: LINES },
      { a: CLASH },
      { a: MINE },
      "conflict",
      "edited by you and changed by the generator",
    ],
    [
      "both, the change is in the edits",
      { a: LINES },
      { a: NEXT },
      { a: `0\n${NEXT}` },
      "keep",
      "edited by you, has the changes",
    ],
    ["both, binary", { a: binary(1) }, { a: binary(2) }, { a: binary(3) }, "conflict"],
    ["a file of the user's", null, { a: NEXT }, { a: MINE }, "conflict", "was there before"],
    ["a file of the user's, new in this version", {}, { a: NEXT }, { a: MINE }, "conflict", "was there before"],
    ["no longer rendered, not edited", { a: LINES }, {}, { a: LINES }, "delete", "no longer generated"],
    ["no longer rendered, CRLF", { a: LINES }, {}, { a: crlf(LINES) }, "delete", "no longer generated"],
    ["no longer rendered, edited", { a: LINES }, {}, { a: MINE }, "keep", "edited by you, no longer generated"],
    ["no longer rendered, gone", { a: LINES }, {}, {}, undefined],
    ["not the generator's", {}, {}, { a: MINE }, undefined],
  ];

  it.each(table)("generated, %s", async (_rule, base, next, disk, action, reason) => {
    const root = temporaryFolder();
    writeTree(root, disk);
    const before = photograph(root);
    const changes = await changesOf(root, base && generated(base), generated(next));
    expect(changes.map((change) => change.action)).toEqual(action === undefined ? [] : [action]);
    if (reason !== undefined) expect(changes[0]?.reason).toBe(reason);
    expect(photograph(root)).toEqual(before);
  });

  const owned: Row[] = [
    ["nothing there yet", null, { a: NEXT }, {}, "create", "new"],
    ["deleted by the owner", { a: LINES }, { a: NEXT }, {}, "keep", "deleted by you"],
    ["as it was rendered", { a: LINES }, { a: NEXT }, { a: LINES }, "unchanged", "yours"],
    ["edited", { a: LINES }, { a: NEXT }, { a: MINE }, "unchanged", "yours"],
    ["there before the first run", null, { a: NEXT }, { a: MINE }, "keep", "yours, was there before"],
    ["no longer rendered", { a: LINES }, {}, { a: LINES }, "keep", "yours, no longer generated"],
    ["no longer rendered, gone", { a: LINES }, {}, {}, undefined],
  ];

  it.each(owned)("yours, %s", async (_rule, base, next, disk, action, reason) => {
    const root = temporaryFolder();
    writeTree(root, disk);
    const changes = await changesOf(root, base && yours(base), yours(next));
    expect(changes.map((change) => [change.action, change.reason])).toEqual(action ? [[action, reason]] : []);
  });

  it("plans in the order of the paths, for a root that is missing too", async () => {
    const root = join(temporaryFolder(), "not", "yet");
    const changes = await changesOf(root, null, generated({ b: "", a: "", "a-": "" }));
    expect(changes.map(({ path, action }) => `${action} ${path}`)).toEqual(["create a", "create a-", "create b"]);
  });
});

describe("plan: contents", () => {
  const contentsOf = async (base: Tree | null, next: Tree, disk: Tree) => {
    const root = temporaryFolder();
    writeTree(root, disk);
    const [change] = await changesOf(root, base && generated(base), generated(next));
    return change;
  };

  it("keeps the line endings of a checkout", async () => {
    expect((await contentsOf({ a: LINES }, { a: NEXT }, { a: crlf(LINES) }))?.contents?.toString()).toBe(crlf(NEXT));
    const merged = LINES.replace("one", "mine").replace("six", "next");
    const change = await contentsOf({ a: LINES }, { a: NEXT }, { a: crlf(MINE) });
    expect([change?.action, change?.contents?.toString()]).toEqual(["merge", crlf(merged)]);
  });

  it("follows the generator's own line endings", async () => {
    expect((await contentsOf({ a: crlf(LINES) }, { a: LINES }, { a: crlf(LINES) }))?.contents?.toString()).toBe(LINES);
    expect((await contentsOf({ a: LINES }, { a: crlf(LINES) }, { a: LINES }))?.contents?.toString()).toBe(crlf(LINES));
  });

  it("shows both sides of a conflict, and what was there before", async () => {
    const change = await contentsOf({ a: LINES }, { a: CLASH }, { a: MINE });
    expect(change).toMatchObject({ action: "conflict", contents: Buffer.from(CLASH), before: Buffer.from(MINE) });
    expect(change?.action === "conflict" && change.markers?.toString()).toBe(
      `<<<<<<< yours\nmine\n||||||| before\none\n=======\nnext\n>>>>>>> generated\n${LINES.slice(4)}`,
    );
  });

  it("finds what is common to a file of the user's and the generator's", async () => {
    const change = await contentsOf(null, { a: CLASH }, { a: MINE });
    expect(change?.action === "conflict" && change.markers?.toString()).toBe(
      `<<<<<<< yours\nmine\n=======\nnext\n>>>>>>> generated\n${LINES.slice(4)}`,
    );
  });

  it("does not merge into conflict markers", async () => {
    const marked = `<<<<<<< yours\nmine\n||||||| before\none\n=======\nnext\n>>>>>>> generated\n${LINES.slice(4)}`;
    const change = await contentsOf({ a: LINES }, { a: NEXT }, { a: marked });
    expect(change).toMatchObject({ action: "conflict", reason: "still has conflict markers" });
    expect(change?.action === "conflict" && change.markers?.toString()).toBe(marked);
  });

  it("has no markers for binary files", async () => {
    const change = await contentsOf({ a: binary(1) }, { a: binary(2) }, { a: binary(3) });
    expect(change).not.toHaveProperty("markers");
  });
});

describe("plan: the executable bit", () => {
  const script = (executable: boolean, contents = "#!/bin/sh\n"): WorkspaceFile[] => [
    { path: "run", contents, owner: "generated", executable },
  ];
  type Row = [rule: string, base: boolean | null, next: boolean, disk: boolean, expected: boolean | undefined];
  const table: Row[] = [
    ["is set where it is missing", null, true, false, true],
    ["is not taken from what was there before", null, false, true, undefined],
    ["is set by a new version", false, true, false, true],
    ["is removed by a new version", true, false, true, false],
    ["stays removed by the owner", true, true, false, undefined],
    ["stays set by the owner", false, false, true, undefined],
    ["is right", true, true, true, undefined],
  ];
  it.each(table)("%s", async (_rule, base, next, disk, expected) => {
    const root = temporaryFolder();
    writeTree(root, { run: "#!/bin/sh\n" }, disk ? 0o755 : 0o644);
    const changes = await changesOf(root, base === null ? null : script(base), script(next));
    const [change] = changes;
    expect([change?.action, change?.executable]).toEqual([expected === undefined ? "unchanged" : "update", expected]);
    await apply(root, changes);
    expect((statSync(join(root, "run")).mode & 0o111) !== 0).toBe(expected ?? disk);
  });

  it("is kept by updates and merges", async () => {
    for (const disk of [LINES, MINE]) {
      const root = temporaryFolder();
      writeTree(root, { run: disk }, 0o750);
      await apply(root, await changesOf(root, script(false, LINES), script(false, NEXT)));
      expect(statSync(join(root, "run")).mode & 0o777).toBe(0o750);
      expect(readTree(root).run).toContain("next");
    }
  });
});

describe("plan: what is in the way", () => {
  const refuse = (root: string, base: Tree | null, next: Tree, message: string) =>
    expect(changesOf(root, base && generated(base), generated(next))).rejects.toThrow(message);

  it("refuses folders, files, links and other spellings in the way of a new file", async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "folder"));
    writeTree(root, { file: "", "Readme.md": "", "Docs/a.md": "" });
    symlinkSync("/etc", join(root, "link"));
    symlinkSync("/etc/passwd", join(root, "passwd"));
    await refuse(root, null, { folder: "" }, "folder is a folder where a file has to be; move it away");
    await refuse(root, null, { "file/a": "" }, "file/a cannot be made: file is a file where a folder has to be");
    await refuse(root, null, { "link/a": "" }, "link/a cannot be made: link is a symbolic link");
    await refuse(root, null, { passwd: "" }, "passwd is a symbolic link, and the generator writes through none");
    await refuse(root, null, { "README.md": "" }, "README.md cannot be made: Readme.md differs from it only by upper");
    await refuse(root, null, { "docs/b.md": "" }, "docs/b.md cannot be made: Docs differs from it only by upper");
  });

  it("says all of them at once", async () => {
    const root = temporaryFolder();
    writeTree(root, { "a/x": "", "b/x": "" });
    const failed = await changesOf(root, null, generated({ a: "", b: "" })).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: "WorkspaceError", problems: [expect.any(String), expect.any(String)] });
  });

  it("refuses rendered paths that leave the folder or collide", async () => {
    await refuse(temporaryFolder(), null, { "../x": "" }, "could leave the folder");
    await refuse(temporaryFolder(), { A: "", a: "" }, {}, "are one file on macOS");
  });

  it("keeps what the owner put in the place of a generated file", async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "a"));
    symlinkSync("elsewhere", join(root, "b"));
    const base = generated({ a: LINES, b: LINES, c: LINES });
    const changes = await changesOf(root, base, generated({ a: NEXT, b: NEXT }));
    expect(changes.map(({ action, reason }) => `${action}: ${reason}`)).toEqual([
      "keep: replaced by you with a folder",
      "keep: replaced by you with a symbolic link",
    ]);
  });

  it("lets a link stand for a file of the owner's", async () => {
    const root = temporaryFolder();
    symlinkSync("elsewhere", join(root, "a"));
    expect(await changesOf(root, null, yours({ a: LINES }))).toMatchObject([{ action: "keep" }]);
  });

  it("replaces its own file by a folder, and its own folder by a file", async () => {
    const root = temporaryFolder();
    const base = { a: LINES, "b/c": LINES, "b/d/e": LINES, "Case/x": LINES };
    const next = { "a/b": NEXT, b: NEXT, "case/x": NEXT };
    await apply(root, await changesOf(root, null, generated(base)));
    await apply(root, await changesOf(root, generated(base), generated(next)));
    expect(readTree(root)).toEqual(next);
  });

  it("refuses that when the owner has something in there", async () => {
    const root = temporaryFolder();
    const base = generated({ "b/c": LINES });
    writeTree(root, { "b/c": LINES, "b/mine": "" });
    await expect(changesOf(root, base, generated({ b: "" }))).rejects.toThrow("b is a folder where a file has to be");
    rmSync(join(root, "b/mine"));
    writeFileSync(join(root, "b/c"), MINE);
    await expect(changesOf(root, base, generated({ b: "" }))).rejects.toThrow("b is a folder where a file has to be");
    writeFileSync(join(root, "b/c"), LINES);
    mkdirSync(join(root, "b/empty"));
    await expect(changesOf(root, base, generated({ b: "" }))).rejects.toThrow("b is a folder where a file has to be");
  });

  it("says in one line that the root is a file, or lies below one", async () => {
    const root = temporaryFolder();
    writeTree(root, { file: "" });
    const message = /^[^\n]*file is a file, not a folder; choose another folder$/;
    await expect(changesOf(join(root, "file"), null, generated({ a: "" }))).rejects.toThrow(message);
    await expect(changesOf(join(root, "file/x"), null, generated({ a: "" }))).rejects.toThrow(
      "is a file, not a folder",
    );
  });
});

describe("resolve", () => {
  it.each([
    ["keep", MINE],
    ["overwrite", CLASH],
    ["markers", /^<<<<<<< yours\nmine\n(.*\n)+>>>>>>> generated\n/],
  ] as const)("%s", async (resolution, expected) => {
    const root = temporaryFolder();
    writeTree(root, { a: MINE, b: MINE });
    const next = generated({ a: CLASH, b: MINE, c: NEXT });
    const changes = resolve(await changesOf(root, null, next), () => resolution);
    const summary = await apply(root, changes);
    expect(readFileSync(join(root, "a"), "utf8")).toEqual(
      typeof expected === "string" ? expected : expect.stringMatching(expected),
    );
    expect(readTree(root)).toMatchObject({ b: MINE, c: NEXT });
    expect(summary.unresolved).toEqual(resolution === "markers" ? ["a"] : []);
  });

  it("decides file by file, and keeps a binary file that is to get markers", async () => {
    const root = temporaryFolder();
    writeTree(root, { a: MINE, b: MINE, c: binary(1) });
    const changes = await changesOf(root, null, generated({ a: NEXT, b: NEXT, c: binary(2) }));
    const decided = resolve(changes, ({ path }) => (path === "a" ? "overwrite" : path === "b" ? "keep" : "markers"));
    expect(decided.map(({ action }) => action)).toEqual(["update", "keep", "keep"]);
  });

  it("keeps the mode of a file that is overwritten", async () => {
    const root = temporaryFolder();
    writeTree(root, { a: MINE });
    chmodSync(join(root, "a"), 0o600);
    await apply(
      root,
      resolve(await changesOf(root, null, generated({ a: NEXT })), () => "overwrite"),
    );
    expect(statSync(join(root, "a")).mode & 0o777).toBe(0o600);
  });
});
