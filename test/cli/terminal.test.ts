import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bin, temporaryFolder, tree } from "../support/cli.ts";

/**
 * The bin on a real pseudo-terminal, which `script` of util-linux makes. Where there is none (macOS has another one),
 * these tests are skipped, and the conversation is tested without a terminal all the same.
 */
const hasScript = spawnSync("script", ["--version"]).stdout?.toString().includes("util-linux") ?? false;

const ENTER = "\r";
const CTRL_C = "\u0003";

/** Types each answer once its question is on the screen, and gives all that was shown. */
function type(
  cwd: string,
  words: string[],
  answers: [question: RegExp, keys: string][],
): Promise<{ screen: string; status: number | null }> {
  const command = [process.execPath, bin, ...words].map((word) => `'${word}'`).join(" ");
  const env = { ...process.env, CI: "", TERM: "xterm", COLUMNS: "100" };
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], { cwd, env });
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

describe.skipIf(!hasScript)("on a terminal", () => {
  it("asks, and writes what was answered", async () => {
    const cwd = await temporaryFolder();
    const { screen, status } = await type(
      cwd,
      ["my-shop", "--skip-install", "--skip-git"],
      [
        [/Project/, ENTER],
        [/Start from/, ENTER],
        [/AWS region/, ENTER],
        [/Stages/, ENTER],
        [/Domain/, `acme.com${ENTER}`],
        [/Who serves/, ENTER],
        [/E-mail/, `oncall@acme.com${ENTER}`],
        [/Slack/, ENTER],
        [/CI/, ENTER],
        [/Package manager/, ENTER],
        [/Add a client/, ENTER],
        [/Go on with SST/, ENTER],
        [/Write \d+ files/, ENTER],
      ],
    );
    expect(screen).toContain("A simpler choice:");
    expect(screen).toContain("Next");
    expect(status).toBe(0);
    const store = JSON.parse((await tree(join(cwd, "my-shop")))[".yo-rc.json"] as string);
    expect(store["generator-space-sst"]).toMatchObject({
      project: "my-shop",
      domain: "acme.com",
      alerts: { email: "oncall@acme.com" },
    });
  });

  const ONE_BY_ONE: [RegExp, string][] = [
    [/Project/, ENTER],
    [/Start from/, ENTER],
    [/AWS region/, ENTER],
    [/Stages/, ENTER],
    [/Domain/, ENTER],
    [/E-mail/, ENTER],
    [/Slack/, ENTER],
    [/CI/, ENTER],
    [/Package manager/, ENTER],
    [/Add a client/, ENTER],
    [/Go on with SST/, ENTER],
    [/Write \d+ files/, ENTER],
  ];

  it.each([
    ["the first question", 0],
    ["a list", 1],
    ["a list of several", 3],
    ["the last question", ONE_BY_ONE.length - 1],
  ])("Ctrl-C at %s stops, and nothing is written", async (_, n) => {
    const cwd = await temporaryFolder();
    const [question] = ONE_BY_ONE[n] as [RegExp, string];
    const { screen, status } = await type(cwd, ["my-shop"], [...ONE_BY_ONE.slice(0, n), [question, CTRL_C]]);
    expect(screen).toContain("Stopped. Nothing was written.");
    expect(status).toBe(130);
    expect(await tree(cwd)).toEqual({});
  });

  it("refuses invalid flags before it asks anything", async () => {
    const cwd = await temporaryFolder();
    const { screen, status } = await type(cwd, ["--preset", "sass"], []);
    expect(screen).toContain('did you mean "saas"?');
    expect(status).toBe(2);
  });
});
