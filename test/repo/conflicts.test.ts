import { describe, expect, it } from "vitest";
import { askConflicts } from "../../lib/repo/conflicts.ts";
import type { Conflict } from "../../lib/repo/workspace/index.ts";
import type { Terminal } from "../../lib/terminal/terminal.ts";

describe("conflicts are asked one by one", () => {
  const contents = Buffer.from("ours\n");
  const conflict = (path: string, more: Partial<Conflict> = {}): Conflict => ({
    ...{ path, action: "conflict", reason: "was there before", contents, before: Buffer.from("mine\n") },
    ...more,
  });
  /** What is decided by these answers, and what was asked and shown. */
  async function decided(conflicts: Conflict[], answers: string[]) {
    const asked: { message: string; choices: string[] }[] = [];
    const shown: string[] = [];
    const ask = async ({ message, choices }: { message: string; choices: { value: string }[] }) => {
      asked.push({ message, choices: choices.map(({ value }) => value) });
      return answers.shift();
    };
    const terminal = { print: (text: string) => shown.push(text) } as unknown as Terminal;
    const decisions = await askConflicts(conflicts, ask as never, terminal);
    return { decisions: Object.fromEntries(decisions), asked, shown };
  }

  it("until one answer is for all that follow", async () => {
    const all = ["a", "b", "c", "d"].map((path) => conflict(path));
    const keep = await decided(all, ["overwrite", "keep-all"]);
    expect(keep.decisions).toEqual({ a: "overwrite", b: "keep", c: "keep", d: "keep" });
    expect(keep.asked.map(({ message }) => message)).toEqual(["a: was there before", "b: was there before"]);
    expect((await decided(all, ["keep", "overwrite-all"])).decisions).toMatchObject({ a: "keep", c: "overwrite" });
  });

  it("with markers where both versions can stand in one file", async () => {
    const choices = async (more: Partial<Conflict>) =>
      (await decided([conflict("a", more)], ["keep"])).asked[0]?.choices;
    const plain = ["keep", "overwrite", "diff", "keep-all", "overwrite-all", "abort"];
    expect(await choices({})).toEqual(plain);
    expect(await choices({ markers: contents })).toEqual(plain);
    expect(await choices({ base: contents })).toEqual(plain);
    expect(await choices({ markers: contents, base: contents })).toEqual([
      "keep",
      "overwrite",
      "markers",
      ...plain.slice(2),
    ]);
  });

  it("again after the difference was shown, and not at all after a stop", async () => {
    const { decisions, shown } = await decided([conflict("a")], ["diff", "keep"]);
    expect([decisions, shown.join()]).toEqual([{ a: "keep" }, expect.stringMatching(/^-mine\n\+ours$/m)]);
    await expect(decided([conflict("a")], ["abort"])).rejects.toThrow("Stopped. Nothing was written.");
  });
});
