import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf } from "../../lib/plan/text/plan.ts";
import { fold, visibleLength, wrap } from "../../lib/terminal/fold.ts";
import { LiveBlock } from "../../lib/terminal/live.ts";
import { marked, noted, tableLines, tableRows } from "../../lib/terminal/table.ts";
import { kept } from "../support/kept.ts";
import { SHOP } from "../support/report.ts";

const WIDTHS = [60, 80, 120];

/** What a terminal of a width is given; without a width, a pipe. */
function printed(line: string, columns?: number): string {
  const { terminal, text } = kept(columns);
  terminal.print(terminal.paint("red", line));
  return text();
}

const sentence = fc.array(fc.stringMatching(/^[a-z0-9.-]{1,18}$/), { minLength: 1, maxLength: 40 });

describe("what is printed", () => {
  it("is broken between words only, on a terminal of any width", () => {
    fc.assert(
      fc.property(sentence, fc.nat(8), fc.constantFrom(...WIDTHS), (words, indent, width) => {
        const lines = wrap(" ".repeat(indent) + words.join(" "), width);
        expect(lines.flatMap((line) => line.trim().split(" "))).toEqual(words);
        for (const line of lines) {
          expect(line.length).toBeLessThanOrEqual(width);
          expect(line.startsWith(" ".repeat(indent))).toBe(true);
        }
        // So it is where a colour begins before the indent.
        const painted = wrap(`\u001b[2m${" ".repeat(indent)}${words.join(" ")}\u001b[22m`, width);
        if (lines.length > 1) expect(painted.map(stripVTControlCharacters)).toEqual(lines);
      }),
    );
  });

  it("has columns as they were set, and a colour that takes no room", () => {
    expect(wrap("  name     what it is", 80)).toEqual(["  name     what it is"]);
    const red = `\u001b[31m${"word ".repeat(16).trim()}\u001b[39m`;
    expect(visibleLength(red)).toBe(79);
    expect(wrap(red, 79)).toEqual([red]);
  });

  it("has as many words in a line as it holds", () => {
    const lines = ["aaa bbb", "ccc dddddddddd", "e"];
    expect(wrap("aaa bbb ccc", 7)).toEqual(["aaa bbb", "ccc"]);
    expect(wrap("  aaa bbb ccc", 8)).toEqual(["  aaa", "  bbb", "  ccc"]);
    expect([fold("aaa bbb ccc", 7), fold("aaa bbb ccc", 6)]).toEqual([
      ["aaa bbb", "ccc"],
      ["aaa", "bbb", "ccc"],
    ]);
    for (const one of [wrap, fold]) expect(one(lines.join(" "), 7)).toEqual(["aaa bbb", "ccc", "dddddddddd", "e"]);
  });

  it("is as it was in a pipe, without colour", () => {
    const long = "word ".repeat(60).trim();
    expect(printed(long)).toBe(`${long}\n`);
    expect(printed(long, 60).split("\n")[0]).toBe(`\u001b[31m${"word ".repeat(12).trim()}`);
  });
});

it("a block of lines is taken away from the left: a Ctrl-C that the terminal shows has moved the cursor", () => {
  const written: string[] = [];
  const out = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const block = new LiveBlock(out, 80);
  block.draw(["Destroying dev … 3 s", "  deleting Api"]);
  block.clear();
  expect(written.at(-1)).toBe("\r\u001b[2A\u001b[0J");
});

describe("a table", () => {
  it("keeps to its width and loses no word", () => {
    const cell = sentence.map((words) => words.slice(0, 6).join(" "));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...WIDTHS),
        (rows, width) => {
          const lines = tableLines(
            [{}, {}, { right: true }],
            rows.map((row) => [...row, "$12,345.67"]),
            width,
          );
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
          const text = lines.join("").replace(/\s/g, "");
          expect([...text].sort().join("")).toBe(
            [...rows.flat().join("").replace(/\s/g, ""), ..."$12,345.67".repeat(rows.length)].sort().join(""),
          );
        },
      ),
    );
  });
});

describe("a table of", () => {
  const columns = [{ title: "Service" }, { title: "What it is" }, { title: "USD", right: true }];
  const rows = [
    ["api", "answers HTTP behind the load balancer", "$12.50"],
    ["notifications", "takes jobs", "$7.00"],
    ["night", "", "$100.00"],
  ];

  it("columns as wide as what is in them, with numbers at the right", () => {
    expect(tableLines(columns, rows, 80)).toEqual([
      "  Service        What it is                                 USD",
      "  api            answers HTTP behind the load balancer   $12.50",
      "  notifications  takes jobs                               $7.00",
      "  night                                                 $100.00",
    ]);
    expect(tableLines([{}, {}], [["a", "b"]], 80, 4)).toEqual(["    a  b"]);
  });

  it("columns that give way, the widest first, to what a terminal holds", () => {
    expect(tableLines(columns, rows.slice(0, 2), 40)).toEqual([
      "  Service        What it is          USD",
      "  api            answers HTTP     $12.50",
      "                 behind the load",
      "                 balancer",
      "  notifications  takes jobs        $7.00",
    ]);
  });

  it("rows below each other, each value behind its title, where no terminal holds it", () => {
    expect(tableRows(columns, rows, 40)[0]).toHaveLength(1);
    expect(tableRows(columns, rows, 24)).toEqual([
      [],
      ["  api", "    What it is  answers HTTP behind the load balancer", "    USD         $12.50"],
      ["  notifications", "    What it is  takes jobs", "    USD         $7.00"],
      ["  night", "    USD         $100.00"],
    ]);
  });

  it("rows with a mark in the place of their indent, and with a note below", () => {
    expect(marked(["  api  2 of 2", "     more"], "✔")).toEqual(["✔ api  2 of 2", "     more"]);
    expect([noted(["  api"], ""), noted(["  api"], "it is down")]).toEqual([["  api"], ["  api", "    it is down"]]);
  });

  it("names that are longer than their column, broken behind their punctuation", () => {
    expect(tableLines([{}, { whole: true }], [["infra/services/notifications.ts", "12"]], 24)).toEqual([
      "  infra/services/     12",
      "  notifications.ts",
    ]);
    const narrow = (width: number) => tableLines([{}, { whole: true }], [["aaaa/bbbb/cccc", "12"]], width);
    expect([narrow(16), narrow(15)]).toEqual([
      ["  aaaa/bbbb/  12", "  cccc"],
      ["  aaaa/      12", "  bbbb/cccc"],
    ]);
  });
});

describe("a plan", () => {
  const pen = (width: number) => ({ width, paint: (_: unknown, text: string) => text });

  it("ends in the sums", () => {
    expect(linesOf(SHOP, pen(80)).slice(-5).join("\n")).toMatchInlineSnapshot(`
      "  Stage       Resources  Failed controls  USD a month
        dev                 1                0       $10.00
        staging             1                0       $20.50
        production          1                0      $300.00
        All                 3                0      $330.50"
    `);
  });

  it("says in its last line what it leaves out", () => {
    const lines = linesOf({ ...SHOP, leftOut: ["acme-dev"] }, pen(120));
    expect(lines.slice(-3).join("\n")).toMatchInlineSnapshot(`
      "  3 of 4 stages          3                0      $330.50

        1 of 4 stages are not planned (acme-dev): --all plans every stage, a client's name its own"
    `);
  });

  it.each(WIDTHS)("has no line wider than %i columns", (width) => {
    for (const line of linesOf(SHOP, pen(width))) expect(line.length).toBeLessThanOrEqual(width);
  });
});
