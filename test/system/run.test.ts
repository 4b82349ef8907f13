import { ChildProcess } from "node:child_process";
import { access, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Failure, Stopped } from "../../lib/errors.ts";
import { interruptible } from "../../lib/system/interruptible.ts";
import { answerOf, attend, forkScript, run, start } from "../../lib/system/run.ts";
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

  it("that does not end by itself says why in a line, and one that fails says so", async () => {
    const stop = new AbortController();
    const stopped = node("setTimeout(() => {}, 60000)", { signal: stop.signal });
    stop.abort();
    expect(await stopped).toMatchObject({ status: null, problem: expect.stringContaining("was canceled") });
    expect((await node("process.exitCode = 2")).problem).toMatch(/^Command failed with exit code 2: .*$/);
    expect((await node("")).problem).toBe("");
  });

  it("that is not there is sent no signal: it would reach whoever has the number that stands there, or this whole group", async () => {
    const sent = vi.spyOn(ChildProcess.prototype, "kill").mockReturnValue(true);
    onTestFinished(() => void sent.mockRestore());
    const options = { cwd: process.cwd(), signal: AbortSignal.abort() };
    expect(await run("no-such-program", [], options)).toMatchObject({ status: null });
    expect(sent).not.toHaveBeenCalled();
    await run(process.execPath, ["-e", ""], options);
    expect(sent).toHaveBeenCalledOnce();
  });

  it("has the input that it is given, or none at all, and works in the folder that is said", async () => {
    const cwd = await temporaryFolder();
    const script = "process.stdin.pipe(process.stdout); process.stderr.write(process.cwd())";
    const given = await node(script, { input: Buffer.from([0, 255]), cwd });
    expect([given.stdout, given.stderr.endsWith(cwd)]).toEqual([Buffer.from([0, 255]), true]);
    expect((await node(script)).stdout).toHaveLength(0);
  });

  // A Ctrl-C at the terminal goes to the whole group of the process that runs in front.
  it.each([true, false])("is out of the terminal's reach where that is asked for: %s", async (detached) => {
    const { stdout } = await run("sh", ["-c", "echo $$; ps -o pgid= -p $$"], { cwd: process.cwd(), detached });
    const [id, group] = stdout.toString().trim().split(/\s+/);
    expect(group === id).toBe(detached);
  });
});

/** What git says to what it starts, such as a hook: `git rev-parse --local-env-vars`, but for the configuration. */
const ofRepository = (): string[] =>
  (answerOf("git", ["rev-parse", "--local-env-vars"]) as string)
    .split("\n")
    .filter((name) => !name.startsWith("GIT_CONFIG") && name !== "GIT_INTERNAL_SUPER_PREFIX");

describe("the variables of a program", () => {
  afterEach(() => void vi.unstubAllEnvs());

  const SEEN = "process.stdout.write(JSON.stringify(process.env))";

  it("are this process's and its own, but for those that name a repository", async () => {
    const names = ofRepository();
    for (const name of names) vi.stubEnv(name, "/elsewhere");
    vi.stubEnv("OURS", "1");
    vi.stubEnv("GONE", "1");
    const env = { OWN: "2", GONE: undefined, GIT_DIR: "/here" };
    const folder = await temporaryFolder();
    const file = join(folder, "script.mjs");
    await writeFile(
      file,
      "process.on('message', (said) => process.send({ said, env: process.env }, () => process.exit()))",
    );
    const forked = forkScript(file);
    const reply = new Promise<{ said: unknown; env: NodeJS.ProcessEnv }>((done) =>
      forked.once("message", done as never),
    );
    // A message may hold what JSON does not.
    const said = new Map([["a", new Uint8Array([1])]]);
    forked.send(said);
    const { said: back, env: ofFork } = await reply;
    expect(back).toEqual(said);
    const waited = JSON.parse(answerOf(process.execPath, ["-e", SEEN], env) as string);
    const ran = JSON.parse((await node(SEEN, { env })).stdout.toString());
    const { child } = await start(process.execPath, ["-e", SEEN], { cwd: folder, env });
    let printed = "";
    for await (const line of child) printed += line;
    for (const seen of [waited, ran, JSON.parse(printed)]) {
      expect(seen).toMatchObject({ OURS: "1", OWN: "2", GIT_DIR: "/here" });
      expect(Object.keys(seen).filter((name) => names.includes(name))).toEqual(["GIT_DIR"]);
      expect(seen).not.toHaveProperty("GONE");
    }
    expect(ofFork).toMatchObject({ OURS: "1", GONE: "1" });
    expect(Object.keys(ofFork).filter((name) => names.includes(name))).toEqual([]);
  });
});

describe("a program that somebody sits before", () => {
  it.each([
    ["its own status", "exit 3", 3],
    ["128 and the signal that ended it", "kill -9 $$", 137],
    ["128 and the signal, whichever", "kill -15 $$", 143],
  ])("gives %s", async (_, script, status) => {
    expect(await attend("sh", ["-c", script], { cwd: process.cwd() })).toBe(status);
  });

  it("that cannot be started is a failure that names it", async () => {
    const failure = await attend("no-such-program", [], { cwd: process.cwd() }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(String(failure)).toContain("no-such-program cannot be started: ");
  });
});

it("outlives this process, in a group of its own, where it is started and left", async () => {
  const { child } = await start("sh", ["-c", "echo $$; ps -o pgid= -p $$; pwd; exit 4"], { cwd: "/" });
  const lines: string[] = [];
  for await (const line of child) lines.push(line.trim());
  expect(lines).toEqual([String(child.pid), String(child.pid), "/"]);
  expect((await child).exitCode).toBe(4);
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

  it("is told by every signal that was named, however often, and says itself how far it came", async () => {
    const before = process.listenerCount("SIGHUP");
    const work = async (signal: AbortSignal) => {
      process.emit("SIGHUP");
      // Whoever runs a child ends this process by a second one, where nobody listens.
      expect(process.listenerCount("SIGHUP")).toBe(before + 1);
      expect(process.listenerCount("SIGTERM")).toBe(ofOthers);
      expect(signal.aborted).toBe(true);
      throw new Stopped("Two of three are done.");
    };
    const ofOthers = process.listenerCount("SIGTERM");
    await expect(interruptible(work, { message: "Stopped.", also: ["SIGHUP"] })).rejects.toEqual(
      new Stopped("Two of three are done."),
    );
    expect(process.listenerCount("SIGHUP")).toBe(before);
  });

  it("gives what it gives, and fails as it fails, where nobody stops it", async () => {
    expect(await interruptible(async () => 7)).toBe(7);
    await expect(interruptible(() => Promise.reject(new Error("own")))).rejects.toThrow("own");
  });
});

describe("a file that is written whole", () => {
  it("is for its owner only where that is asked for, and for whom the user's mask says otherwise", async () => {
    const folder = await temporaryFolder();
    const modeOf = async (name: string) => (await stat(join(folder, name))).mode & 0o777;
    await writeWhole(join(folder, "secret"), "one", { mode: 0o600 });
    await writeWhole(join(folder, "open"), "one");
    expect(await modeOf("secret")).toBe(0o600);
    expect(await modeOf("open")).toBe(0o666 & ~process.umask());
  });

  it("stays as it was where the new one cannot take its place", async () => {
    const folder = await temporaryFolder();
    await writeWhole(join(folder, "a"), "one");
    await writeWhole(join(folder, "a"), "two");
    expect(await readFile(join(folder, "a"), "utf8")).toBe("two");
    await expect(writeWhole(folder, "three")).rejects.toThrow();
    await expect(access(`${folder}.${process.pid}.tmp`)).rejects.toThrow("ENOENT");
  });
});
