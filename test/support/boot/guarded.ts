import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";

/** Servers refuse to run as root. 65534 is `nobody`. */
export const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * Stays beside a server and waits for a word: the signal to stop it with. The end of the test run, however it comes
 * about, ends the waiting too, and then the server.
 */
const GUARD = `"$@" & pid=$!; read -r signal; kill -s "\${signal:-KILL}" "$pid"; wait "$pid"`;

// A test file runs in a child process of vitest: without its parent it has nobody to run for.
process.once("disconnect", () => process.exit(1));

export interface Guarded {
  stop(signal: "TERM" | "INT"): Promise<void>;
  running(): boolean;
}

export function guarded(file: string, args: readonly string[], log: string): Guarded {
  const out = openSync(log, "a");
  const child = spawn("sh", ["-c", GUARD, "guard", file, ...args], {
    ...identity,
    // Apart from the terminal, whose Ctrl-C would end the guard before the server.
    detached: true,
    stdio: ["pipe", out, out],
    cwd: "/",
  });
  closeSync(out);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.stdin?.on("error", () => undefined);
  return {
    stop: (signal) => {
      child.stdin?.end(`${signal}\n`);
      return ended;
    },
    running: () => child.exitCode === null,
  };
}

/** The end of a log, for an error message. */
export const tail = (log: string): string => readFileSync(log, "utf8").split("\n").slice(-12).join("\n");

/** A port that nothing listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
