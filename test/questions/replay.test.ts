import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type Conversation, converse } from "../../lib/questions/conversation.ts";
import { PAGES } from "../../lib/questions/prompts/origins.ts";
import { type Said, withBack } from "../../lib/questions/replay.ts";
import { type AskQuestion, GoneBack, matching, type Question } from "../../lib/terminal/ask.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";

/** Esc, as a script types it. */
const BACK = Symbol("back");

/** A person at a conversation: what each question was, what it proposed, and what was on the screen before it. */
function person(script: [name: string, answer: unknown][]) {
  let screen = "";
  const out = new Writable({
    write: (chunk, _, done) => {
      screen += String(chunk);
      done();
    },
  });
  const seen: { name: string; proposed: unknown; back: boolean | undefined; above: string }[] = [];
  const left = [...script];
  const ask: AskQuestion = async (question: Question) => {
    const { name, back } = question;
    seen.push({ name, proposed: question.default, back, above: screen.trim() });
    screen = "";
    const [expected, answer] = left.shift() ?? [];
    expect(name).toBe(expected);
    if (answer === BACK) throw new GoneBack();
    return answer;
  };
  return { ask, terminal: new Terminal({ out }), seen, left };
}

const conversation = (ask: AskQuestion, terminal: Terminal): Conversation => ({
  ...{ ask, terminal, folder: "shop", root: "/nowhere", again: false },
  withPreset: (_, document) => ({ services: [{ name: "api" }], ...document }),
});

const talk = async (script: [string, unknown][], said: Said[] = []) => {
  const { ask, terminal, seen, left } = person(script);
  const document = await withBack({ ask, terminal }, said, (again) => converse(conversation(again, terminal), {}));
  expect(left).toEqual([]);
  return { document, seen, said };
};

describe("going back", () => {
  it("asks the question before again, with its answer proposed; what hung on it is asked anew", async () => {
    const { document, seen } = await talk([
      ["project", "shop"],
      ["preset", "minimal"],
      ["region", "eu-west-1"],
      ["domain", "acme.com"],
      ["dns", BACK],
      ["domain", BACK],
      ["region", "eu-west-3"],
      ["domain", ""],
      ["alerts-email", ""],
    ]);
    expect(document).toMatchObject({ project: "shop", region: "eu-west-3", domain: null });
    expect(document).not.toHaveProperty("dns");
    expect(seen.map(({ name, proposed }) => [name, proposed])).toEqual([
      ["project", "shop"],
      ["preset", undefined],
      ["region", "us-east-1"],
      ["domain", undefined],
      ["dns", undefined],
      ["domain", "acme.com"],
      ["region", "eu-west-1"],
      ["domain", "acme.com"],
      ["alerts-email", undefined],
    ]);
    expect(seen.map(({ back }) => back)).toEqual([false, ...Array(8).fill(true)]);
  });

  it("shows the help of a question again, and nothing of those before it", async () => {
    const { seen } = await talk([
      ["project", "shop"],
      ["preset", "minimal"],
      ["region", BACK],
      ["preset", "minimal"],
      ["region", "us-east-1"],
      ["domain", ""],
      ["alerts-email", ""],
    ]);
    expect(seen[3]?.above).toBe(seen[1]?.above);
    expect(seen[3]?.above).toMatch(/^A preset is a starting point/);
  });

  it("reaches into the services, one by one", async () => {
    const { document } = await talk([
      ["project", "shop"],
      ["preset", "custom"],
      ["region", "us-east-1"],
      ["stages", ["dev"]],
      ["domain", ""],
      ["services-name", "api"],
      ["services-kind", "static"],
      ["services-source", BACK],
      ["services-kind", "worker"],
      ["services-source", "node"],
      ["services-size", { cpu: "0.25 vCPU", memory: "1 GB" }],
      ["services-secrets", ""],
      ["services-database", "+"],
      ["databases-name", BACK],
      ["services-database", null],
      ["services-cache", null],
      ["services-queue", null],
      ["another-service", false],
      ["alerts-email", ""],
      ["alerts-slack", ""],
      ["capacity", "spot"],
      ["architecture", "x86_64"],
      ["tracing", null],
      ["sleep-hours", null],
      ["ci", "none"],
      ["packageManager", "npm"],
      ["another-client", false],
    ]);
    expect(document).toMatchObject({ stages: ["dev"], capacity: "spot" });
    expect(document.services).toEqual([
      expect.objectContaining({ name: "api", kind: "worker", database: null, cache: null }),
    ]);
    expect(document.databases).toBeUndefined();
  });
});

describe("going back over whose pages may call an API", () => {
  it("asks for them again, and forgets which ones they were", async () => {
    const { document, seen } = await talk([
      ["project", "shop"],
      ["preset", "custom"],
      ["region", "us-east-1"],
      ["stages", ["dev"]],
      ["domain", "acme.com"],
      ["dns", "route53"],
      ["services-name", "api"],
      ["services-kind", "api"],
      ["services-source", "node"],
      ["services-size", { cpu: "0.25 vCPU", memory: "1 GB" }],
      ["services-secrets", ""],
      ["services-email", ""],
      ["services-database", null],
      ["services-cache", null],
      ["services-bucket", null],
      ["services-pages", PAGES.some],
      ["services-origins", "https://app.acme.com"],
      ["another-service", BACK],
      ["services-origins", BACK],
      ["services-pages", PAGES.none],
      ["another-service", false],
      ["alerts-email", ""],
      ["alerts-slack", ""],
      ["capacity", "spot"],
      ["architecture", "x86_64"],
      ["tracing", null],
      ["sleep-hours", null],
      ["ci", "none"],
      ["packageManager", "npm"],
      ["another-client", false],
    ]);
    expect(document.services).toMatchObject([{ name: "api", origins: null }]);
    expect(seen.flatMap(({ name, proposed }) => (/pages|origins/.test(name) ? [[name, proposed]] : []))).toEqual([
      ["services-pages", undefined],
      ["services-origins", undefined],
      ["services-origins", "https://app.acme.com"],
      ["services-pages", PAGES.some],
    ]);
  });
});

describe("a draft", () => {
  const said = (): Said[] =>
    JSON.parse(
      JSON.stringify([
        { name: "project", answer: "shop" },
        { name: "preset", answer: "minimal" },
        { name: "region", answer: "eu-west-1" },
      ]),
    );

  it("answers what it has answers for, and the rest is asked", async () => {
    const { document, seen } = await talk(
      [
        ["domain", ""],
        ["alerts-email", ""],
      ],
      said(),
    );
    expect(document).toMatchObject({ project: "shop", region: "eu-west-1" });
    expect(seen[0]).toMatchObject({ back: true, above: expect.stringMatching(/^4 of 5 · Such as acme.com/) });
  });

  it.each([
    ["an answer that is not offered any more", "region", { name: "region", answer: "mars-1" }],
    ["another question", "region", { name: "planet", answer: "mars" }],
    ["a text that is refused", "project", { name: "project", answer: "9 lives" }],
  ])("ends at %s", async (_, first, wrong) => {
    const before = said().slice(0, first === "project" ? 0 : 2);
    const rest: [string, unknown][] = [
      ["project", "shop"],
      ["preset", "minimal"],
      ["region", "us-east-1"],
      ["domain", ""],
      ["alerts-email", ""],
    ];
    const { document } = await talk(rest.slice(before.length), [...before, wrong, { name: "domain", answer: "x.com" }]);
    expect(document).toMatchObject({ project: "shop", region: "us-east-1", domain: null });
  });
});

describe("a long list", () => {
  const choices = [
    { value: 1, name: "eu-west-1       Ireland" },
    { value: 2, name: "sa-east-1       São Paulo" },
    { value: 3, name: "us-east-1       N. Virginia", also: "America" },
  ];

  it.each([
    ["ire", [1]],
    ["sao p", [2]],
    ["EAST virg", [3]],
    ["america", [3]],
    ["east-1", [2, 3]],
    ["", [1, 2, 3]],
    ["mars", []],
  ])("shows for %j those that have all of its words", (text, values) => {
    expect(matching(choices, text).map(({ value }) => value)).toEqual(values);
  });
});
