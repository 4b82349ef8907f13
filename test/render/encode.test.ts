import { execa } from "execa";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { code, css, encoderFor, html, json, list, md, sh, ts, yaml } from "../../lib/render/encode.ts";

/** Whatever a value is, the language that it is written into reads it back as that value, and as nothing more. */

const seed = Number(process.env.PROOF_SEED ?? 20_261_126);

/** Texts that mean something somewhere: to a shell, YAML, Markdown, HTML, JavaScript. */
const SIGNS = [
  "'",
  '"',
  "`",
  "\\",
  "$(x)",
  "$x",
  "|",
  "<!--",
  "</script>",
  "&amp;",
  "*/",
  "\n",
  "\u2028",
  "é",
  "😀",
  "#",
  ": ",
  "- ",
];
const WORDS = [
  "yes",
  "No",
  "ON",
  "off",
  "y",
  "n",
  "null",
  "~",
  "true",
  "1",
  "1.5",
  "1e3",
  "0x1f",
  "12:30:45",
  "<<",
  "=",
  "2001-01-01",
  ".inf",
  "a: b",
  "",
  " ",
  "-",
];
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(...WORDS),
  fc
    .array(fc.oneof(fc.constantFrom(...SIGNS), fc.string({ maxLength: 3 })), { maxLength: 5 })
    .map((parts) => parts.join("")),
);
const each = (check: (value: string) => void) => fc.assert(fc.property(text, check), { seed, numRuns: 500 });

const evaluated = (literal: string): unknown => new Function(`"use strict"; return (${literal});`)();

describe("a value in TypeScript", () => {
  const values = fc.oneof(
    text,
    fc.array(text),
    fc.dictionary(fc.stringMatching(/^[a-z][a-z -]{0,8}$/), text),
    fc.boolean(),
    fc.integer(),
  );

  it("is that value", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(evaluated(ts(value))).toEqual(value);
        expect(JSON.parse(json(value))).toEqual(value);
        expect(ts(value)).not.toMatch(/[\u2028\u2029]/);
      }),
      { seed, numRuns: 500 },
    );
    expect([ts(undefined), json(undefined), ts({}), ts(null)]).toEqual(["undefined", "null", "{}", "null"]);
  });

  it("is a list on one line as long as it fits, and one line for each where it does not", () => {
    fc.assert(
      fc.property(fc.array(text), fc.nat(100), (values, column) => {
        const written = list(values, column);
        expect(evaluated(written)).toEqual(values);
        expect(written.includes("\n")).toBe(column + ts(values).length + 1 > 120);
      }),
      { seed },
    );
    expect(list(["a", "b"], 109, 2)).toBe('["a", "b"]');
    expect(list(["a", "b"], 110, 2)).toBe('[\n    "a",\n    "b",\n  ]');
  });
});

it("a value in YAML is that value, in every version of it, alone and in a list", () => {
  each((value) => {
    for (const version of ["1.1", "1.2"] as const)
      expect(parse(`alone: ${yaml(value)}\nlist: [${yaml(value)}, x]\n`, { version })).toEqual({
        alone: value,
        list: [value, "x"],
      });
  });
});

it("a word in a shell is that word", async () => {
  const words = fc.sample(text, { seed, numRuns: 400 }).filter((word) => !word.includes("\0"));
  const { stdout } = await execa("sh", ["-c", `printf '%s\\0' ${words.map(sh).join(" ")}`], {
    stripFinalNewline: false,
  });
  expect(stdout.split("\0").slice(0, -1)).toEqual(words);
});

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const decoded = (markup: string) => markup.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
const inOneLine = (value: string) => value.replace(/\s+/g, " ");

it("a text in Markdown is shown as it is, in one cell of a table", () => {
  each((value) => {
    const written = md(value);
    expect(written.replace(/\\./g, "")).not.toMatch(/[\\`*_{}[\]#|!~<>\n]/);
    expect(decoded(written.replace(/\\([\\`*_{}[\]#|!~])/g, "$1"))).toBe(inOneLine(value));
  });
});

it("code in Markdown is in a fence that nothing in it closes, and in one cell", () => {
  each((value) => {
    const [, fence = "", inner = ""] = /^(`+)([\s\S]*)\1$/.exec(code(value)) ?? [];
    expect(inner.match(/`+/g)?.map((run) => run.length) ?? []).not.toContain(fence.length);
    expect(inner.replace(/\\\|/g, "")).not.toMatch(/[|\n]/);
    expect(inner.replaceAll("\\|", "|").trim()).toBe(inOneLine(value).trim());
  });
});

it("a text in HTML is text", () => {
  each((value) => {
    expect(html(value).replace(/&(amp|lt|gt|quot|#39);/g, "")).not.toMatch(/[<>&"']/);
    expect(decoded(html(value))).toBe(value);
  });
});

it("a string in CSS is that string, also in a page", () => {
  each((value) => {
    const written = css(value);
    expect(written.slice(1, -1)).not.toMatch(/["<>&\n]/);
    expect(
      written.slice(1, -1).replace(/\\([0-9a-f]+) /g, (_, number) => String.fromCodePoint(Number.parseInt(number, 16))),
    ).toBe(value);
  });
});

it.each([
  ["infra/stage.ts", ts],
  ["src/App.tsx", ts],
  ["scripts/run.mjs", ts],
  ["package.json", json],
  [".github/workflows/ci.yml", yaml],
  ["pnpm-workspace.yaml", yaml],
  ["README.md", md],
  ["index.html", html],
  ["services/api/Dockerfile", sh],
  [".env.example", sh],
])("%s has the encoder of its language", (path, encoder) => expect(encoderFor(path)).toBe(encoder));

it("a file of another language has none", () => {
  expect(() => encoderFor("infra/main.tf")("x")).toThrow("infra/main.tf: no encoder is known for this kind of file");
});
