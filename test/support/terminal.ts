import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { bin } from "./cli.ts";

/**
 * The bin on a real pseudo-terminal, which `script` of util-linux makes. Where there is none (macOS has another one),
 * these tests are skipped, and the conversation is tested without a terminal all the same.
 */
export const hasScript = spawnSync("script", ["--version"]).stdout?.toString().includes("util-linux") ?? false;

export const ENTER = "\r";
export const DOWN = "\u001b[B";
export const ESC = "\u001b";
export const CTRL_C = "\u0003";
export const BACKSPACE = "\u007f";

/** A cache folder of a test's own: drafts are kept there. */
export function ownCache(): { XDG_CACHE_HOME: string } {
  const folder = mkdtempSync(join(tmpdir(), "space-sst-cache-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { XDG_CACHE_HOME: folder };
}

/** Types each answer once its question is on the screen, and gives all that was shown. */
export function type(
  cwd: string,
  words: string[],
  answers: [question: RegExp, keys: string][],
  more: Record<string, string> = {},
): Promise<{ screen: string; status: number | null }> {
  // The shell makes way for the bin: one that waits beside it may answer Ctrl-C with a status of its own, as dash does.
  const command = `exec ${[process.execPath, bin, ...words].map((word) => `'${word}'`).join(" ")}`;
  const env = { ...process.env, SHELL: "/bin/sh", CI: "", TERM: "xterm", COLUMNS: "100", ...more };
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], { cwd, env });
  // What has ended before the keys arrive has said so on its screen.
  child.stdin.on("error", () => undefined);
  const left = [...answers];
  let screen = "";
  let seen = 0;
  child.stdout.on("data", (data) => {
    screen += String(data);
    const next = left[0];
    const at = next === undefined ? -1 : screen.slice(seen).search(next[0]);
    if (next === undefined || at < 0) return;
    left.shift();
    seen = screen.length;
    // A prompt listens a moment after it is drawn.
    setTimeout(() => child.stdin.write(next[1]), 150);
  });
  return new Promise((resolve) => child.on("close", (status) => resolve({ screen, status })));
}
