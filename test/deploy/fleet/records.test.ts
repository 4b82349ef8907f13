import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { lockFleet, type Record, readRecords, writeRecords } from "../../../lib/deploy/fleet/records.ts";
import { readAcross } from "../../support/across.ts";
import { temporaryFolder } from "../../support/cli.ts";

/** What this machine keeps of rollouts, and that there is one at a time. */

describe("what this machine remembers", () => {
  const record = (over: Partial<Record> = {}): Record => ({
    revision: "abc",
    status: "complete",
    deployed: "abc",
    account: "222222222222",
    at: "2026-01-31T09:30:00.000Z",
    seconds: 1,
    log: null,
    error: null,
    ...over,
  });

  it("is nothing at first, and then what was written, by the name of the stage", async () => {
    const root = await temporaryFolder();
    expect(await readRecords(root)).toEqual(new Map());
    await writeRecords(
      root,
      new Map([
        ["b", record()],
        ["a", record({ status: "failed" })],
      ]),
    );
    expect([...(await readRecords(root))]).toEqual([
      ["a", record({ status: "failed" })],
      ["b", record()],
    ]);
  });

  it("takes the place of the one before, whole: a process that dies leaves that one", async () => {
    const root = await temporaryFolder();
    await writeRecords(root, new Map([["a", record()]]));
    const file = join(root, ".sst/fleet/records.json");
    const before = await readFile(file, "utf8");
    expect(await readAcross(file, () => writeRecords(root, new Map([["b", record()]])))).toBe(before);
    expect([...(await readRecords(root)).keys()]).toEqual(["b"]);
  });

  it.each(["", "{", '{ "version": 2, "stages": {} }', "[]"])(
    "is refused where the file is not its own: %j",
    async (text) => {
      const root = await temporaryFolder();
      await mkdir(join(root, ".sst/fleet"), { recursive: true });
      const file = join(root, ".sst/fleet/records.json");
      await writeFile(file, text);
      await expect(readRecords(root)).rejects.toThrow(
        `${file} cannot be read: delete it, and every stage counts as not deployed yet`,
      );
    },
  );

  it("is refused where it cannot be read at all", async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, ".sst/fleet/records.json"), { recursive: true });
    await expect(readRecords(root)).rejects.toThrow("EISDIR");
  });
});

describe("a second rollout in a folder", () => {
  const lock = (root: string) => join(root, ".sst/fleet/lock");

  it("is refused while the first one runs, and not once it has ended", async () => {
    const root = await temporaryFolder();
    const unlock = await lockFleet(root);
    expect(await readFile(lock(root), "utf8")).toBe(`${process.pid}`);
    await expect(lockFleet(root)).rejects.toThrow(
      `another rollout runs in this folder (process ${process.pid}): wait for it, or stop it with Ctrl-C there`,
    );
    await unlock();
    await (await lockFleet(root))();
  });

  it("is refused while the first one runs as another user", async () => {
    const root = await temporaryFolder();
    await (await lockFleet(root))();
    await writeFile(lock(root), "1234");
    vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error("not permitted"), { code: "EPERM" });
    });
    await expect(lockFleet(root)).rejects.toThrow("process 1234");
    vi.restoreAllMocks();
  });

  it.each(["", "0", "not a number", "2147483646"])("takes over the lock of one that is gone: %j", async (pid) => {
    const root = await temporaryFolder();
    await (await lockFleet(root))();
    await writeFile(lock(root), pid);
    await lockFleet(root);
    expect(await readFile(lock(root), "utf8")).toBe(`${process.pid}`);
  });

  it("is refused where its lock cannot be written", async () => {
    const root = await temporaryFolder();
    await mkdir(lock(root), { recursive: true });
    await expect(lockFleet(root)).rejects.toThrow();
  });
});
