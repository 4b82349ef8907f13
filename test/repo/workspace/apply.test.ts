import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FileSystem, nodeFileSystem } from "../../../lib/repo/workspace/file-system.ts";
import { apply, type Change, plan, type WorkspaceFile } from "../../../lib/repo/workspace/index.ts";
import { failingAt, observed, systemError } from "./failing-file-system.ts";
import { generated, photograph, readTree, temporaryFolder, writeTree } from "./trees.ts";

const FILES = { ".yo-rc.json": "{}\n", "a.ts": "a\n", "infra/b.ts": "b\n", "infra/deep/c.ts": "c\n" };

const kickoff = (root: string, files: WorkspaceFile[] = generated(FILES)) => plan({ root, base: null, next: files });

describe("apply", () => {
  it("makes the folder and everything in it, with the modes that the umask gives", async () => {
    const root = join(temporaryFolder(), "new", "repo");
    const script: WorkspaceFile = { path: "run.sh", contents: "#!/bin/sh\n", owner: "generated", executable: true };
    const summary = await apply(root, await kickoff(root, [...generated(FILES), script]));
    expect(readTree(root)).toEqual({ ...FILES, "run.sh": "#!/bin/sh\n" });
    const umask = process.umask();
    expect(statSync(join(root, "a.ts")).mode & 0o777).toBe(0o666 & ~umask);
    expect(statSync(join(root, "run.sh")).mode & 0o777).toBe(0o777 & ~umask);
    expect(summary.counts).toMatchObject({ create: 5, unchanged: 0 });
  });

  it("writes bytes", async () => {
    const root = temporaryFolder();
    const contents = Buffer.from([0, 255, 13, 10, 128]);
    await apply(root, await kickoff(root, [{ path: "logo.png", contents, owner: "generated" }]));
    expect(await kickoff(root, [{ path: "logo.png", contents, owner: "generated" }])).toMatchObject([
      { action: "unchanged" },
    ]);
  });

  it("has on the disk what takes the place of a file before it does, and waits for the disk with no new file", async () => {
    const root = temporaryFolder();
    const flushed: [text: string, flush: boolean][] = [];
    const fs: FileSystem = {
      ...nodeFileSystem,
      writeFile: (path, contents, options) => {
        flushed.push([contents.toString(), options.flush]);
        return nodeFileSystem.writeFile(path, contents, options);
      },
    };
    await apply(root, await kickoff(root, generated({ "a.ts": "a\n" })), { fs });
    const next = generated({ "a.ts": "b\n" });
    await apply(root, await plan({ root, base: generated({ "a.ts": "a\n" }), next }), { fs });
    expect(flushed).toEqual([
      ["a\n", false],
      ["b\n", true],
    ]);
  });

  it("works through a root that is a link, and a root with a hostile name", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "link"));
    await apply(join(folder, "link"), await kickoff(join(folder, "link")));
    expect(readTree(join(folder, "real"))).toEqual(FILES);
    const hostile = join(folder, "$(touch x) 'é\" -rf");
    await apply(hostile, await kickoff(hostile));
    expect(readTree(hostile)).toEqual(FILES);
  });

  it("deletes files with the folders that are empty without them, and no other folder", async () => {
    const root = temporaryFolder();
    const base = generated({ "a/b/c": "", "d/e": "", "f/g/h": "", "f/i": "" });
    await apply(root, await kickoff(root, base));
    writeTree(root, { "d/mine": "" });
    const next = generated({ "f/i": "" });
    await apply(root, await plan({ root, base, next }));
    expect(Object.keys(photograph(root))).toEqual(["", "d", "d/mine", "f", "f/i"]);
  });

  it("touches nothing when nothing changes, not even a folder that is missing", async () => {
    const root = join(temporaryFolder(), "repo");
    await apply(root, []);
    expect(existsSync(root)).toBe(false);
    await apply(root, await kickoff(root));
    const fs = observed((_count, operation) => {
      throw new Error(operation);
    });
    const summary = await apply(root, await kickoff(root), { fs });
    expect(summary.counts.unchanged).toBe(4);
    expect(summary.lines).toEqual([]);
  });

  it("writes the last files last, one after the other", async () => {
    const root = temporaryFolder();
    const next = generated({ z: "z", last1: "1", m: "m", last2: "2", a: "a" });
    const names: string[] = [];
    const fs = observed(() => undefined);
    const { rename } = fs;
    fs.rename = async (from, to) => {
      await rename(from, to);
      names.push(to.slice(root.length + 1));
    };
    await apply(root, await kickoff(root, next), { last: ["last1", "last2", "absent"], fs });
    expect(names.slice(3)).toEqual(["last1", "last2"]);
  });

  it("refuses conflicts that nobody decided, and paths that leave the folder", async () => {
    const root = temporaryFolder();
    writeTree(root, { "a.ts": "mine\n" });
    const before = photograph(root);
    await expect(apply(root, await kickoff(root))).rejects.toThrow(
      "a.ts is in conflict (was there before) and was not decided",
    );
    const outside: Change = { path: "../x", action: "create", reason: "new", contents: Buffer.from("") };
    await expect(apply(root, [outside])).rejects.toThrow("could leave the folder");
    expect(photograph(root)).toEqual(before);
  });
});

describe("apply, when the folder is not what it was planned for", () => {
  const inTheMeantime = async (disturb: (root: string) => void, message: string) => {
    const root = temporaryFolder();
    const base = generated({ ...FILES, "old.ts": "old\n" });
    await apply(root, await kickoff(root, base));
    const next = generated({ ".yo-rc.json": "{}\n", "a.ts": "a2\n", "infra/b.ts": "b\n", "n/new.ts": "new\n" });
    const changes = await plan({ root, base, next });
    disturb(root);
    const before = photograph(root);
    await expect(apply(root, changes)).rejects.toThrow(message);
    expect(photograph(root)).toEqual(before);
  };

  it("refuses a file that was edited, made or deleted, and undoes the rest", async () => {
    const again = "was changed by something else in the meantime; run again. Nothing was changed in ";
    await inTheMeantime((root) => writeTree(root, { "a.ts": "mine\n" }), `a.ts ${again}`);
    await inTheMeantime((root) => writeTree(root, { "old.ts": "mine\n" }), `old.ts ${again}`);
    await inTheMeantime((root) => writeTree(root, { "n/new.ts": "new\n" }), `n/new.ts ${again}`);
  });

  it("never goes through a link", async () => {
    const elsewhere = temporaryFolder();
    await inTheMeantime((root) => symlinkSync(elsewhere, join(root, "n")), "n is not a folder; move it away");
    expect(readTree(elsewhere)).toEqual({});
  });
});

describe("apply, when something fails", () => {
  /** After the root, which is there, and a folder. */
  const FIRST_WRITE = 3;

  it.each([
    ["ENOSPC", "no space is left on the disk; free some space and run again"],
    ["EACCES", "permission is denied; make it yours to write (chown, chmod) and run again"],
    ["EROFS", "the file system is read-only; choose a folder that can be written and run again"],
    ["EWHATEVER", "EWHATEVER: simulated"],
  ])("says what, where and what to do: %s", async (code, words) => {
    const root = temporaryFolder();
    const changes = await kickoff(root, generated({ "infra/a.ts": "a\n" }));
    const failed = await apply(root, changes, { fs: failingAt(FIRST_WRITE, code) }).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      name: "WorkspaceError",
      system: code,
      message: `infra/a.ts could not be written: ${words}. Nothing was changed in ${root}.`,
    });
    expect(Object.keys(photograph(root))).toEqual([""]);
  });

  it("says what could not be put back", async () => {
    const root = temporaryFolder();
    const base = generated(FILES);
    await apply(root, await kickoff(root, base));
    const changes = await plan({ root, base, next: generated({ "a.ts": "a2\n", "infra/b.ts": "b\n" }) });
    const fs = observed((count) => {
      if (count > 2) throw systemError("EIO");
    });
    await expect(apply(root, changes, { fs })).rejects.toThrow(
      /the disk reports an error; check the disk and run again\. Everything else is as it was, but these could not be put back: /,
    );
  });

  it("refuses a folder that cannot be written, before anything else", async () => {
    const root = temporaryFolder();
    const fs = observed((_count, operation) => {
      if (operation !== "mkdir") throw new Error(`${operation} was called`);
    });
    fs.access = () => Promise.reject(systemError("EACCES"));
    await expect(apply(root, await kickoff(root), { fs })).rejects.toThrow(`${root} cannot be written: permission is`);
  });

  it("refuses a root that is a file", async () => {
    const root = join(temporaryFolder(), "file");
    const changes = await kickoff(root);
    writeFileSync(root, "mine");
    await expect(apply(root, changes)).rejects.toThrow("a part of the path is a file, not a folder");
    await expect(apply(join(root, "below"), changes)).rejects.toThrow("a part of the path is a file, not a folder");
  });

  it.runIf(process.platform === "linux")("refuses a root that no folder can be made for", async () => {
    await expect(apply("/proc/new/repo", await kickoff("/proc/new/repo"))).rejects.toThrow(
      "the folder /proc/new could not be made; choose another folder. Nothing was changed in /proc/new/repo.",
    );
  });

  it("undoes everything when it is interrupted", async () => {
    const root = join(temporaryFolder(), "new", "repo");
    for (let at = 1; at <= 12; at++) {
      const controller = new AbortController();
      const fs = observed((count) => {
        if (count === at) controller.abort();
      });
      const applying = apply(root, await kickoff(root), { fs, signal: controller.signal, last: [".yo-rc.json"] });
      await expect(applying).rejects.toMatchObject({
        system: "ABORTED",
        message: `interrupted. Nothing was changed in ${root}.`,
      });
      expect(existsSync(join(root, ".."))).toBe(false);
    }
    await expect(apply(root, await kickoff(root), { signal: AbortSignal.abort() })).rejects.toThrow("interrupted");
  });
});

describe("apply, after a run that was killed", () => {
  const leftover = (pid: number): string => `.space-sst-${pid}-0123abcd-0.tmp`;
  /** No process has it: above the highest id that a system gives. */
  const DEAD = 4_194_305;

  it("removes what that left, and nothing that is not its own or of a run that is alive", async () => {
    const root = temporaryFolder();
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const kept = [`infra/${leftover(process.ppid)}`, "infra/.space-sst-notes.tmp", "other/.tmp"];
    const gone = [
      leftover(DEAD),
      leftover(process.pid),
      `infra/${leftover(DEAD)}`,
      `infra/deep/${leftover(process.ppid)}`,
    ];
    for (const path of [...kept, ...gone]) writeTree(root, { [path]: "half a fi" });
    // One that is alive is done with a file within minutes.
    utimesSync(join(root, `infra/${leftover(process.ppid)}`), ago(9), ago(9));
    utimesSync(join(root, `infra/deep/${leftover(process.ppid)}`), ago(11), ago(11));
    await apply(root, await kickoff(root));
    expect(Object.keys(readTree(root)).sort()).toEqual([...Object.keys(FILES), ...kept].sort());
  });

  it("does so when there is nothing else to do", async () => {
    const root = temporaryFolder();
    await apply(root, await kickoff(root));
    writeTree(root, { [`infra/${leftover(DEAD)}`]: "" });
    await apply(root, await kickoff(root));
    expect(readdirSync(join(root, "infra")).sort()).toEqual(["b.ts", "deep"]);
  });
});
