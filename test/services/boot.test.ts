import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../support/boot/compiled.ts";
import { cleanEnvironment } from "../support/boot/environment.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";

/** How a service's process begins and ends: `src/boot.ts`, in processes of their own. */

/** As services have them, only shorter. */
const STOP_MS = 300;
const AGAIN_MS = 1;

let sources: Sources;
let folder = "";
// biome-ignore lint/suspicious/noExplicitAny: a module of a service, and not of this package.
let boot: any;
let programs = 0;

beforeAll(async () => {
  sources = await renderSources({ project: "shop", services: [{ name: "poller", kind: "worker", source: "node" }] });
  folder = sources.folderOf("poller");
  await compile(folder, {
    "deadlines.ts": (source) => source.replace(/(STOP_MS = )[\d_]+/, `$1${STOP_MS}`),
    "boot.ts": (source) => source.replace(/(AGAIN_MS = )[\d_]+/, `$1${AGAIN_MS}`),
  });
  boot = await import(join(folder, "dist/boot.js"));
}, 120_000);
afterAll(() => sources?.dispose());

/** A program that says when it has begun, and writes lines of JSON for what goes wrong. */
async function begun(
  body: string,
): Promise<{ child: ChildProcess; ended: Promise<{ status: number; said: unknown[] }> }> {
  programs += 1;
  const file = join(folder, "dist", `program-${programs}.js`);
  const names = "{ boot, bootOnce, BootError, spare, stopOnSignal }";
  await writeFile(file, `import ${names} from "./boot.js";\nconst begun = () => console.log("begun");\n${body}\n`);
  const child = spawn(process.execPath, [file], { env: cleanEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  let failures = "";
  child.stdout.on("data", (data) => {
    printed += data;
  });
  child.stderr.on("data", (data) => {
    failures += data;
  });
  const ended = once(child, "close").then(([status]) => ({
    status: status as number,
    said: [
      ...printed.split("\n").filter((line) => line !== "" && line !== "begun"),
      ...failures
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => (line.startsWith("{") ? JSON.parse(line) : line)),
    ],
  }));
  await Promise.race([expect.poll(() => printed, { timeout: 20_000 }).toContain("begun"), ended]);
  return { child, ended };
}

const stack = expect.stringMatching(/^Error: .*\n +at /);

describe("a program that ends by itself", () => {
  it.each([
    ["is done", "await bootOnce(async () => begun());", 0, []],
    [
      "is done with more to come",
      "await bootOnce(async () => { begun(); setInterval(() => console.log('late'), 500); });",
      0,
      [],
    ],
    [
      "fails",
      "await bootOnce(async () => { throw new Error('two\\nlines'); });",
      1,
      [{ level: "fatal", message: "two lines", stack: expect.stringMatching(/^Error: two\nlines\n +at /) }],
    ],
    ["fails with what is no error", "await boot(async () => { throw 'x'; });", 1, [{ level: "fatal", message: "x" }]],
    [
      "has problems, and its stack is of no use",
      "await boot(async () => { throw new BootError(['A is missing', 'B is wrong']); });",
      1,
      [
        { level: "fatal", message: "A is missing" },
        { level: "fatal", message: "B is wrong" },
      ],
    ],
    ...Object.entries({
      "throws where nobody catches it": "setTimeout(() => { throw refused; })",
      "has a promise that nobody catches": "Promise.reject(refused)",
    }).map(([what, later]): [string, string, number, unknown[]] => [
      `${what}, with no more than it says`,
      `const refused = Object.assign(new Error("refused"), { sql: "INSERT 'a secret'" });
       await boot(async () => { begun(); setInterval(() => {}, 60_000); ${later}; });`,
      1,
      [{ level: "fatal", message: "refused", stack }],
    ]),
    [
      "throws, and leaves what collects such errors the time to send them",
      `process.on("uncaughtException", () => setTimeout(() => console.log("sent"), 100));
       await boot(async () => { begun(); setTimeout(() => { throw new Error("refused"); }); });`,
      1,
      ["sent", { level: "fatal", message: "refused", stack }],
    ],
    [
      "goes on where that is harmless",
      `spare((error) => error === "known" && (console.log("spared"), true));
       await boot(async () => { begun(); setTimeout(() => { throw "known"; }); });`,
      0,
      ["spared"],
    ],
    ["goes on", "await boot(async () => { setTimeout(() => console.log('went on'), 20); begun(); });", 0, ["went on"]],
  ])("%s", async (_, body, status, said) => {
    expect(await (await begun(body)).ended).toEqual({ status, said });
  });
});

const alive = "setInterval(() => {}, 60_000);";
const stops = (close: string) => `${alive} stopOnSignal(async () => { ${close} }); begun();`;

describe("a program that is told to stop", () => {
  it.each([
    ["SIGTERM", "closes, and ends", stops("console.log('closed');"), 0, ["closed"]],
    ["SIGINT", "closes, and ends", stops("console.log('closed');"), 0, ["closed"]],
    [
      "SIGTERM",
      "says why it does not close",
      stops("throw new Error('no database');"),
      1,
      [{ level: "fatal", message: "no database", stack }],
    ],
    [
      "SIGTERM",
      "gives up in time",
      stops("console.log('closing'); await new Promise(() => {});"),
      1,
      ["closing", { level: "fatal", message: "still busy 0.3 s after the signal to stop" }],
    ],
    [
      "SIGTERM",
      "has not done its work",
      `${alive} await bootOnce(() => { begun(); return new Promise(() => {}); });`,
      1,
      [],
    ],
  ] as const)("by %s %s", async (signal, _, body, status, said) => {
    const { child, ended } = await begun(body);
    child.kill(signal);
    expect(await ended).toEqual({ status, said });
  });

  it("closes once, however often it is told", async () => {
    const close = "console.log('closing'); await new Promise((resolve) => setTimeout(resolve, 100));";
    const { child, ended } = await begun(`${stops(close)} process.on('SIGTERM', () => console.log('told'));`);
    child.kill("SIGTERM");
    await once(child.stdout as NodeJS.ReadableStream, "data");
    child.kill("SIGTERM");
    expect(await ended).toEqual({ status: 0, said: ["closing", "told", "told"] });
  });
});

/** What a driver throws. */
const failure = (code: string) => Object.assign(new Error(`failed: ${code}`), { code });

describe("a connection", () => {
  it.each([
    ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN"],
    ...["PROTOCOL_CONNECTION_LOST", "ER_SOCKET_UNEXPECTED_CLOSE", "ER_SERVER_SHUTDOWN", "57P01", "57P02", "57P03"],
  ])("is tried again where nobody is there yet: %s, of every address", async (code) => {
    let calls = 0;
    const connect = async () => {
      calls += 1;
      if (calls === 1) throw failure(code);
      if (calls === 2) throw new AggregateError([failure("EACCES"), failure(code)]);
      return "connected";
    };
    expect(await boot.reach("database", 10_000, connect)).toBe("connected");
  });

  it.each([
    ["another reason", failure("28P01"), "failed: 28P01"],
    ["what has no reason", undefined, "undefined"],
    [
      "several of which the last will not change",
      new AggregateError([failure("ECONNREFUSED"), failure("EACCES")]),
      "failed: EACCES",
    ],
  ])("fails at once for %s", async (_, thrown, said) => {
    let calls = 0;
    const connect = async () => {
      calls += 1;
      throw thrown;
    };
    const problem = { name: "BootError", problems: [`database: ${said}`], message: `database: ${said}` };
    await expect(boot.reach("database", 10_000, connect)).rejects.toMatchObject(problem);
    expect(calls).toBe(1);
  });

  it("fails with its reason where there is no time for another try", async () => {
    const refused = () => Promise.reject(failure("ECONNREFUSED"));
    await expect(boot.reach("cache", AGAIN_MS - 1, refused)).rejects.toThrow("cache: failed: ECONNREFUSED");
  });
});

describe("the reason of a failure", () => {
  it.each([
    [new AggregateError([new Error("one"), new Error("other")]), "other"],
    [new AggregateError([new Error("only")]), "only"],
    [new AggregateError([], "none answered"), "none answered"],
    [new Error("two\n  lines"), "two lines"],
    [Object.assign(new Error(""), { code: "ETIMEDOUT" }), "ETIMEDOUT"],
    [new TypeError(""), "TypeError"],
    ["text", "text"],
    [null, "null"],
  ])("%#", (thrown, said) => {
    expect(boot.reason(thrown)).toBe(said);
  });
});

it("leaves no clock behind for work that is done", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  expect(await boot.within(60_000, "not done", Promise.resolve(1))).toBe(1);
  expect(timers()).toBeLessThanOrEqual(before);
});
