import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Stopped } from "../../lib/errors.ts";
import { interruptible } from "../../lib/system/interruptible.ts";
import { answerOf, run } from "../../lib/system/run.ts";
import { writeWhole } from "../../lib/system/write-whole.ts";
import { temporaryFolder } from "../support/cli.ts";

const node = (script: string, options: Partial<Parameters<typeof run>[2]> = {}) =>
  run(process.execPath, ["-e", script], { cwd: process.cwd(), ...options });

describe("a program that is run", () => {
  it("gives its status and its bytes as they are, on each stream and together", async () => {
    const ran = await node('process.stdout.write("a\\n\\n"); process.stderr.write("b\\n"); process.exitCode = 3');
    expect(ran).toMatchObject({ status: 3, missing: false, stderr: "b\n" });
    expect(ran.stdout).toEqual(Buffer.from("a\n\n"));
    expect([...ran.output].sort()).toEqual([..."a\n\nb\n"].sort());
  });

  it("that is not there, or is stopped, is no exception", async () => {
    expect(await run("no-such-program", [], { cwd: process.cwd() })).toMatchObject({ status: null, missing: true });
    expect(await node("setTimeout(() => {}, 60000)", { timeout: 200 })).toMatchObject({ status: null, missing: false });
    expect(answerOf("no-such-program", [])).toBeNull();
  });

  it("reads what it is given, and knows no repository of this process", async () => {
    const before = process.env.GIT_DIR;
    process.env.GIT_DIR = "/elsewhere/.git";
    try {
      const script = "process.stdin.pipe(process.stdout); process.stderr.write(String(process.env.GIT_DIR))";
      const ran = await node(script, { input: "in", env: { OTHER: "1" } });
      expect([ran.stdout.toString(), ran.stderr]).toEqual(["in", "undefined"]);
    } finally {
      if (before === undefined) delete process.env.GIT_DIR;
      else process.env.GIT_DIR = before;
    }
  });
});

describe("work that Ctrl-C stops", () => {
  it("is told, and what fails after that was stopped", async () => {
    const listening = process.listenerCount("SIGINT");
    const work = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("broken off")));
        process.emit("SIGINT");
      });
    await expect(interruptible(work, { message: "Stopped half way." })).rejects.toEqual(
      new Stopped("Stopped half way."),
    );
    expect(process.listenerCount("SIGINT")).toBe(listening);
  });

  it("gives what it gives, and fails as it fails, where nobody stops it", async () => {
    expect(await interruptible(async () => 7)).toBe(7);
    await expect(interruptible(() => Promise.reject(new Error("own")))).rejects.toThrow("own");
  });
});

describe("a file that is written whole", () => {
  it("stays as it was where the new one cannot take its place", async () => {
    const folder = await temporaryFolder();
    await writeWhole(join(folder, "a"), "one");
    await writeWhole(join(folder, "a"), "two");
    expect(await readFile(join(folder, "a"), "utf8")).toBe("two");
    await expect(writeWhole(folder, "three")).rejects.toThrow();
    await expect(access(`${folder}.${process.pid}.tmp`)).rejects.toThrow("ENOENT");
  });
});
