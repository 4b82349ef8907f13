import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KEPT } from "../../lib/terminal/fold.ts";
import { since, span } from "../../lib/terminal/moments.ts";
import { hasColour, seconds, Terminal } from "../../lib/terminal/terminal.ts";
import { kept } from "../support/kept.ts";

/** What a terminal and a pipe are given. */

const ERASED = "\r\u001b[2K";

describe("colour", () => {
  const terminal = { isTTY: true } as never;
  it.each([
    ["a terminal", terminal, {}, true],
    ["a pipe", {} as never, {}, false],
    ["a terminal, where NO_COLOR asks for none", terminal, { NO_COLOR: "1" }, false],
    ["a terminal, where NO_COLOR says nothing", terminal, { NO_COLOR: "" }, true],
    ["a terminal that knows none", terminal, { TERM: "dumb" }, false],
  ])("%s", (_, stream, env, has) => {
    expect(hasColour(stream, env)).toBe(has);
  });
});

describe("the width of lines", () => {
  it.each([
    ["a pipe", undefined, 80],
    ["a terminal that does not know its own", 0, 80],
    ["a narrow terminal", 60, 60],
    ["a wide terminal", 140, 100],
  ])("of %s", (_, columns, width) => {
    expect(kept(columns).terminal.width).toBe(width);
  });

  it("is kept by what explains a question, below an empty line", () => {
    const { terminal, text } = kept(140, { NO_COLOR: "1" });
    terminal.help("word ".repeat(25).trim());
    expect(text()).toBe(`\n${"word ".repeat(20).trim()}\n${"word ".repeat(5).trim()}\n`);
  });
});

describe("what is printed", () => {
  it("is broken on a terminal, but not at a space that is kept; the reader gets a space", () => {
    const { terminal, text } = kept(11);
    terminal.print(`one two${KEPT}three\nfour`);
    expect(text()).toBe("one\ntwo three\nfour\n");
  });

  it("waits while it is held, is forgotten when it is held again, and goes on when it is let go", () => {
    const { terminal, text } = kept();
    terminal.release();
    terminal.hold();
    terminal.print("forgotten");
    terminal.hold();
    terminal.print("kept");
    expect(text()).toBe("");
    terminal.release();
    terminal.print("after");
    expect(text()).toBe("kept\nafter\n");
  });

  it("stands beside the document, which has standard output for itself", () => {
    const [out, err] = [kept(), kept()];
    const streams = { out: stream(out), err: stream(err) };
    const json = new Terminal({ json: true, ...streams });
    json.print("for people");
    json.document({ a: 1 });
    json.raw("raw\n");
    expect([out.text(), err.text()]).toEqual(['{\n  "a": 1\n}\nraw\n', "for people\n"]);
    expect(json.aside).toBe(json);
    const plain = new Terminal(streams);
    plain.print("to standard output");
    plain.aside.print("aside");
    expect([out.text(), err.text()]).toEqual(['{\n  "a": 1\n}\nraw\nto standard output\n', "for people\naside\n"]);
  });
});

/** What is printed on a terminal that keeps it, as a stream. */
const stream = ({ terminal }: ReturnType<typeof kept>): never =>
  ({
    write: (text: string) => terminal.print(text.replace(/\n$/, "")),
  }) as never;

describe("what changes while somebody watches", () => {
  it("is a line that fits and is drawn over itself, on a terminal only", () => {
    const { terminal, text } = kept(10);
    terminal.live("0123456789");
    expect([terminal.watched, text()]).toEqual([true, `${ERASED}012345678`]);
    const nameless = kept(0);
    nameless.terminal.live("x".repeat(100));
    expect(nameless.text()).toBe(`${ERASED}${"x".repeat(79)}`);
    const pipe = kept();
    pipe.terminal.live("nothing");
    expect([pipe.terminal.watched, pipe.text(), pipe.terminal.liveBlock()]).toEqual([false, "", null]);
  });

  it("or a few lines in the place of those before, each cut where it ends the terminal's", () => {
    const { terminal, text } = kept(10);
    const block = terminal.liveBlock();
    block?.draw(["123456789", "1234567890"]);
    expect(text()).toBe("123456789\n12345678…\n");
    block?.draw(["one"]);
    block?.clear();
    block?.clear();
    expect(text().split("…\n")[1]).toBe("\r\u001b[2A\u001b[0Jone\n\r\u001b[1A\u001b[0J");
  });
});

describe("a step", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const takes = (ms: number) => new Promise<string>((done) => setTimeout(done, ms, "found"));

  it("is two lines in a pipe, and gives what was found", async () => {
    const { terminal, text } = kept();
    const step = terminal.step("Looking", () => takes(65_000));
    await vi.advanceTimersByTimeAsync(65_000);
    expect([await step, text()]).toEqual(["found", "Looking …\n✔ Looking (1 min 5 s)\n"]);
  });

  it("has a clock on a terminal, from the second second on", async () => {
    const { terminal, text } = kept(80, { NO_COLOR: "1" });
    const step = terminal.step("Looking", () => takes(2_400));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(text()).toBe(`${ERASED}Looking …`);
    await vi.advanceTimersByTimeAsync(401);
    await step;
    expect(text()).toBe(
      [`Looking …`, `Looking … 2 s`, `Looking … 2 s`, `✔ Looking (2 s)\n`].map((line) => ERASED + line).join(""),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that fails says so, and the failure goes on", async () => {
    const { terminal, text } = kept();
    await expect(terminal.step("Looking", () => Promise.reject(new Error("lost")))).rejects.toThrow("lost");
    expect(text()).toBe("Looking …\n✖ Looking (0 s)\n");
  });
});

describe("a time", () => {
  it.each([
    [0, "0 s", "0 s"],
    [1_499, "1 s", "1 s"],
    [1_500, "2 s", "1 s"],
    [59_000, "59 s", "59 s"],
    [60_000, "1 min 0 s", "1 min"],
    [185_999, "3 min 5 s", "3 min"],
    [3_599_000, "59 min 59 s", "59 min"],
    [3_600_000, "60 min 0 s", "1 h"],
    [86_399_000, "1439 min 59 s", "23 h"],
    [86_400_000, "1440 min 0 s", "1 d"],
    [3 * 86_400_000, "4320 min 0 s", "3 d"],
  ])("of %i ms takes %s, or is since %s", (ms, taken, largest) => {
    expect([seconds(ms), span(ms)]).toEqual([taken, largest]);
  });

  it("that is to come is none yet, and one that nobody knows is a dash", () => {
    expect(span(-5_000)).toBe("0 s");
    vi.useFakeTimers({ now: Date.parse("2026-01-31T12:00:00Z") });
    expect([since("2026-01-31T09:00:00Z"), since(null)]).toEqual(["3 h", "–"]);
    vi.useRealTimers();
  });
});
