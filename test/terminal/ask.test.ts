import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { drawn, isPromptExit, type Question } from "../../lib/terminal/ask.ts";

/** A question as Inquirer is given it. */

type Keys = [key: string, action: string][];
interface Drawn extends Question {
  choices?: { name: string; short: string; value: unknown }[];
  source?: (text?: string) => { value: unknown }[];
  theme: { style: { keysHelpTip: (keys: Keys) => string; description: (text: string) => string } };
}

const draw = (question: Partial<Question>, columns = 80) =>
  drawn({ name: "x", type: "input", message: "Which?", ...question }, columns) as Drawn;

const list = (count: number) => Array.from({ length: count }, (_, n) => ({ value: n, name: `choice ${n}` }));

/** The keys that are named below it, beside those that Inquirer knows. */
const keys = ({ theme }: Drawn) => stripVTControlCharacters(theme.style.keysHelpTip([["↑↓", "navigate"]]));

describe("a list", () => {
  it("that fits a page is chosen from, and a longer one is looked through by typing", () => {
    const page = draw({ type: "select", choices: list(10) });
    expect([page.type, page.source, keys(page)]).toEqual(["select", undefined, "↑↓ navigate"]);
    const long = draw({ type: "select", choices: list(11), back: true });
    expect([long.type, keys(long)]).toEqual(["search", "↑↓ navigate • type filter • esc back"]);
    expect(long.source?.("10").map(({ value }) => value)).toEqual([10]);
    expect(long.source?.()).toHaveLength(11);
    expect(draw({ type: "checkbox", choices: list(11) }).type).toBe("checkbox");
  });

  it("breaks a name between words, and keeps it whole for what was chosen", () => {
    const { choices, theme } = draw({ type: "select", choices: [{ value: 1, name: "one two three four" }] }, 15);
    expect(choices).toEqual([{ value: 1, name: "one two\n  three four", short: "one two three four" }]);
    expect(stripVTControlCharacters(theme.style.description("one two three four"))).toBe("one two\n  three four");
  });
});

describe("a text", () => {
  it("has its question between words, as wide as what Inquirer leaves of the terminal", () => {
    expect(draw({ message: "0123 56789 x" }, 15).message).toBe("0123 56789\n  x");
    expect(draw({ message: "0123 56789" }, 15).message).toBe("0123 56789");
  });

  it("is refused in lines of the same width, and taken where nothing refuses it", () => {
    const verdicts: Record<string, true | string> = { good: true, bad: "0123 56789 x" };
    const { validate } = draw({ validate: (text: string) => verdicts[text] }, 15);
    expect(["good", "bad"].map(validate as (text: string) => unknown)).toEqual([true, "0123 56789\n  x"]);
    expect(draw({})).not.toHaveProperty("validate");
    expect(draw({})).not.toHaveProperty("choices");
  });

  it("names Esc only where there is a question before it", () => {
    expect([keys(draw({})), keys(draw({ back: false })), keys(draw({ back: true }))]).toEqual([
      "↑↓ navigate",
      "↑↓ navigate",
      "↑↓ navigate • esc back",
    ]);
  });
});

it.each([
  [Object.assign(new Error(), { name: "ExitPromptError" }), true],
  [Object.assign(new Error(), { name: "AbortPromptError" }), true],
  [new Error("ExitPromptError"), false],
  [{ name: "ExitPromptError" }, false],
])("a prompt that is left by Ctrl-C is told from other errors: %#", (error, left) => {
  expect(isPromptExit(error)).toBe(left);
});
