import { describe, expect, onTestFinished, test, vi } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { Session } from "../../lib/commands/session.ts";
import type { AskQuestion, Question } from "../../lib/terminal/ask.ts";
import { sitsDown } from "../support/in-process.ts";

/** What a session makes of the folder that it works on. */

test.each([
  ["/work/shop", "shop"],
  ["/work/Acme Shop (new)", "acme-shop-new"],
  ["/work/2026-shop", "shop"],
  ["/work/a-shop-of-sixteen-and-more", "a-shop-of-sixtee"],
  ["/work/a-shop-of-a-man-and-more", "a-shop-of-a-man"],
])("%s is proposed as %s, which a project may be called", (root, name) => {
  const session = new Session({ cwd: "/", root, args: [], options: {}, ask: async () => null });
  expect(session.folder).toBe(name);
  expect(toBlueprint({ project: name }).project).toBe(name);
});

test.each([
  ["a terminal", true, undefined, {}, true],
  ["a terminal, where CI is said to be none", true, "false", {}, true],
  ["the same as a number", true, "0", {}, true],
  ["a terminal of CI", true, "true", {}, false],
  ["a terminal, with --yes", true, undefined, { yes: true }, false],
  ["a pipe", false, undefined, {}, false],
] as const)("at %s: somebody can be asked: %#", (_, sits, CI, options, interactive) => {
  if (sits) onTestFinished(sitsDown());
  vi.stubEnv("CI", CI);
  const session = new Session({ cwd: "/", root: "/", args: [], options, ask: async () => null });
  expect(session.interactive).toBe(interactive);
});

describe("a question", () => {
  const asking = (ask: AskQuestion) => new Session({ cwd: "/", root: "/", args: [], options: {}, ask });
  const exit = Object.assign(new Error("left"), { name: "ExitPromptError" });

  test("that is left stops the command, in the words that it has for that", async () => {
    const session = asking(() => Promise.reject(exit));
    const ask = () => session.ask({ type: "input", name: "x", message: "X" });
    await expect(ask()).rejects.toMatchObject({ code: 130, message: "Stopped. Nothing was written." });
    session.stoppingMeans("Stopped. Nothing was opened.");
    await expect(ask()).rejects.toMatchObject({ code: 130, message: "Stopped. Nothing was opened." });
    await expect(session.goOn("Go on?")).rejects.toThrow("Stopped. Nothing was opened.");
    const broken = asking(() => Promise.reject(new Error("no terminal")));
    await expect(broken.ask({ type: "input", name: "x", message: "X" })).rejects.toThrow("no terminal");
  });

  test("whether to go on is yes by Enter, unless it says otherwise; anything but yes stops", async () => {
    const asked: Question[] = [];
    const session = asking(async (question) => asked.push(question) > 0);
    await session.goOn("Go on?");
    await session.goOn("All the same?", false);
    expect(asked).toEqual([
      { type: "confirm", name: "go-on", message: "Go on?", default: true },
      { type: "confirm", name: "go-on", message: "All the same?", default: false },
    ]);
    for (const answer of [false, undefined, "no"])
      await expect(asking(async () => answer).goOn("Go on?")).rejects.toMatchObject({ code: 130 });
  });
});

test("a document of any kind has standard output for itself", () => {
  const printed = (options: object) => {
    const [out, err] = ["stdout", "stderr"].map((name) =>
      vi.spyOn(process[name as "stdout"], "write").mockReturnValue(true),
    );
    new Session({ cwd: "/", root: "/", args: [], options: { ...options }, ask: async () => null }).terminal.print("x");
    const calls = [out?.mock.calls.length, err?.mock.calls.length];
    vi.restoreAllMocks();
    return calls;
  };
  expect([printed({}), printed({ json: true }), printed({ mermaid: true })]).toEqual([
    [1, 0],
    [0, 1],
    [0, 1],
  ]);
});
