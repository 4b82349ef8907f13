import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Aws } from "../../../lib/aws/client.ts";
import type { Deployed } from "../../../lib/deploy/deployed.ts";
import { follow, MOST_LINES, readLines } from "../../../lib/deploy/logs/events.ts";
import { lastLine } from "../../../lib/deploy/logs/last.ts";
import { lineOf, messageOf, shownLine } from "../../../lib/deploy/logs/line.ts";
import { Terminal } from "../../../lib/terminal/terminal.ts";
import { AwsFault, type AwsRequest } from "../../support/aws/server.ts";
import { deployedIn } from "../../support/deployed.ts";
import { runHere } from "../../support/in-process.ts";
import { playedStage } from "../../support/played-stage.ts";
import { expectShown } from "../../support/shown.ts";

/** `space-sst logs` of a stage in a played account: CloudWatch is a server that answers what the test says. It filters nothing itself. */

const AT = Date.parse("2026-01-31T09:30:00Z");

const event = (second: number, message: string | object, id = `${second}`) => ({
  eventId: id,
  timestamp: AT + second * 1000,
  message: typeof message === "string" ? message : `${JSON.stringify(message)}\n`,
});

const API = [
  event(1, { level: "info", timestamp: AT, stage: "dev", requestId: "1-abc", message: "GET /orders", status: 200 }),
  event(5, {
    level: "error",
    requestId: "1-abc",
    message: "order 7 failed",
    stack: "Error: order 7 failed\n    at place (orders.ts:12:3)",
  }),
];
const WORKER = [
  event(3, { level: "warn", requestId: "1-abc", message: "slow job", ms: 1200 }, "w3"),
  event(4, "TypeError: x is not a function", "w4"),
  event(6, { level: "info", requestId: "2-def", message: "job done" }, "w6"),
];

const WRITTEN: Record<string, object[]> = { "/shop/dev/api": API, "/shop/dev/worker": WORKER };
const filtered = ({ input }: AwsRequest) => ({ events: (WRITTEN[String(input.logGroupName)] ?? []) as never });

it("shows all services in one order of time, readable, and the error with its stack", async () => {
  const { root, server } = await playedStage({ "logs.FilterLogEvents": filtered });
  const { stdout, error } = await runHere("logs", ["dev", "--since", "2026-01-31T09:30Z"], root, server.env);
  expect(error).toBeNull();
  expectShown("logs", 0, stdout);
  expect(server.asked("logs.FilterLogEvents").map(({ input }) => input)).toEqual([
    { logGroupName: "/shop/dev/api", startTime: AT },
    { logGroupName: "/shop/dev/worker", startTime: AT },
    { logGroupName: "/shop/dev/night", startTime: AT },
  ]);
});

describe("finds", () => {
  const rows: [what: string, words: string[], pattern: string | undefined, ids: string[]][] = [
    ["a request, in all services", ["--request", "1-abc"], '"1-abc"', ["1", "w3", "5"]],
    [
      "errors, be they JSON or not",
      ["--errors"],
      "?error ?Error ?ERROR ?fatal ?FATAL ?exception ?Exception",
      ["w4", "5"],
    ],
    ["the errors of a request", ["--errors", "--request", "1-abc"], '"1-abc"', ["5"]],
    ["a text, as it is", ["--filter", 'say "hi"'], '"say \\"hi\\""', ["1", "w3", "w4", "5", "w6"]],
  ];
  it.each(rows)("%s", async (_, words, pattern, ids) => {
    const { root, server } = await playedStage({ "logs.FilterLogEvents": filtered });
    const { stdout } = await runHere("logs", ["dev", ...words, "--json"], root, server.env);
    expect(JSON.parse(stdout).lines.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(server.asked("logs.FilterLogEvents")[0]?.input.filterPattern).toBe(pattern);
  });
});

it("reads every page, and a service that has no log yet hides none", async () => {
  const { root, server } = await playedStage({
    "logs.FilterLogEvents": ({ input }) =>
      input.logGroupName !== "/shop/dev/api"
        ? new AwsFault("ResourceNotFoundException", "The specified log group does not exist.")
        : input.nextToken === undefined
          ? { events: API.slice(0, 1), nextToken: "more" }
          : { events: API.slice(1) },
  });
  const { stdout, error } = await runHere("logs", ["dev", "--json"], root, server.env);
  expect(error).toBeNull();
  expect(JSON.parse(stdout)).toMatchObject({
    stage: "dev",
    lines: [
      { id: "1", level: "info" },
      { id: "5", level: "error" },
    ],
  });
});

it("says where nothing fits, and where there is more than it shows", async () => {
  const quiet = await playedStage({ "logs.FilterLogEvents": { events: [] } });
  const none = await runHere("logs", ["dev"], quiet.root, quiet.server.env);
  expect(none.stdout.trimEnd().split("\n").at(-1)).toBe("Nothing was written that fits. Further back: --since 1d");
  const events = Array.from({ length: MOST_LINES }, (_, n) => event(n, `line ${n}`));
  const busy = await playedStage({ "logs.FilterLogEvents": { events } });
  const many = await runHere("logs", ["dev", "api"], busy.root, busy.server.env);
  expect(many.stdout.trimEnd().split("\n").at(-1)).toBe(
    `There is more than ${MOST_LINES} lines: these are the oldest. Ask for less: --since, --filter, --errors`,
  );
  busy.server.answer({ "logs.FilterLogEvents": { events: events.slice(1) } });
  expect((await runHere("logs", ["dev", "api"], busy.root, busy.server.env)).stdout).not.toContain("There is more");
});

it("--follow shows what was there and then what comes, a JSON object a line, until Ctrl-C", async () => {
  const looks = [API.slice(0, 1), API];
  const { root, server } = await playedStage({
    "logs.FilterLogEvents": () => {
      if (looks.length === 0) process.emit("SIGINT");
      return { events: looks.shift() ?? [] };
    },
  });
  const { stdout, error } = await runHere("logs", ["dev", "api", "--follow", "--json"], root, server.env);
  expect(error).toBeNull();
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id),
  ).toEqual(["1", "5"]);
});

it("follows: each line once, a late one too", async () => {
  let look = 0;
  const looks = [
    API.slice(0, 1),
    [...API.slice(0, 1), event(30, "new")],
    [event(29, "late", "late"), event(30, "new")],
  ];
  const { server } = await playedStage({ "logs.FilterLogEvents": () => ({ events: looks[look++] ?? [] }) });
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const deployed = { aws: new Aws({ region: "us-east-1" }), project: "shop", stage: { stage: "dev" } } as Deployed;
  const query = { services: ["api"], from: AT, errors: false };
  const seen = await readLines(deployed, query);
  const found: string[][] = [];
  for await (const lines of follow(deployed, query, seen)) if (found.push(lines.map(({ text }) => text)) === 2) break;
  expect([seen.map(({ id }) => id), ...found]).toEqual([["1"], ["new"], ["late"]]);
  expect(server.requests.at(-1)?.input.startTime).toBe(AT);
});

describe("a line is an error", () => {
  const rows: [message: string | object, is: boolean][] = [
    [{ level: "error", message: "x" }, true],
    [{ level: "FATAL", message: "x" }, true],
    // What it calls itself counts, whatever it says.
    [{ level: "warn", message: "an error is near" }, false],
    [{ level: "errors", message: "x" }, false],
    [{ message: "an error without a level" }, true],
    [{ level: 50, message: "a fatal number" }, true],
    ["TypeError: x", true],
    ["Unhandled EXCEPTION", true],
    ["fatal: no such table", true],
    ["{ no JSON, and an error", true],
    ["all is well", false],
  ];
  it.each(rows)("%j: %s", async (message, is) => {
    const { deployed } = await deployedIn({ "logs.FilterLogEvents": { events: [event(1, message)] } });
    const lines = await readLines(deployed, { services: ["api"], from: AT, errors: true });
    expect(lines).toHaveLength(is ? 1 : 0);
  });
});

it("reads no further than anybody can look through", async () => {
  const events = Array.from({ length: 5_000 }, (_, i) => event(i, "x", `${i}`));
  const { deployed, server } = await deployedIn({ "logs.FilterLogEvents": { events, nextToken: "more" } });
  const lines = await readLines(deployed, { services: ["api"], from: AT, errors: false });
  expect([lines.length, server.requests.length]).toEqual([MOST_LINES, 2]);
});

it("follows from where a late line can still come, and forgets what is older", async () => {
  const looks = [[event(0, "a"), event(100, "b")], [event(69, "old"), event(71, "late")], [event(71, "late")]];
  const { deployed, server } = await deployedIn({ "logs.FilterLogEvents": () => ({ events: looks.shift() ?? [] }) });
  const found: string[][] = [];
  const query = { services: ["api"], from: AT, errors: false };
  for await (const lines of follow(deployed, query, [])) if (found.push(lines.map(({ text }) => text)) === 3) break;
  expect(found).toEqual([["a", "b"], ["old", "late"], []]);
  expect(server.requests.map(({ input }) => (Number(input.startTime) - AT) / 1000)).toEqual([0, 70, 70]);
});

describe("what is shown of a line", () => {
  const rows: [message: string | object, level: string, shown: string, below?: string[]][] = [
    [{ level: "info", msg: "of pino", pid: 1, hostname: "x", time: 1 }, "info", "of pino"],
    [
      { level: "error", err: { message: "of an error", stack: "Error\n  at x" } },
      "error",
      "of an error",
      ["Error", "  at x"],
    ],
    [{ message: { an: "object" }, n: 1, none: null, text: "t" }, "", '{"an":"object"} n=1 none=null text=t'],
    [{ level: "warning", message: "long", stack: 7 }, "warni", "long"],
    [{ level: "debug" }, "debug", ""],
    ["two\nlines\n", "", "two", ["lines"]],
    ["[1, 2]", "", "[1, 2]"],
  ];
  it.each(rows)("%j", (message, level, shown, below = []) => {
    const line = lineOf("api", event(1, message));
    const [first, ...rest] = [...shownLine(line, ["worker", "api"], new Terminal({ env: {} }))];
    expect(first).toBe(`09:30:01.000 api    ${level.padEnd(5)} ${shown}`);
    expect(rest).toEqual(below.map((text) => `${" ".repeat(26)}${text}`));
    expect(messageOf(line)).toBe(shown);
  });

  it("has a colour for each service and for what is grave", () => {
    const terminal = { paint: (style: string, text: string) => `<${style}>${text}` } as unknown as Terminal;
    const names = ["a", "b", "c", "d", "e"];
    const of = (service: string, level: string) =>
      [...shownLine(lineOf(service, event(1, { level, message: "x" })), names, terminal)].join("");
    expect(names.map((name) => of(name, "info"))).toEqual(
      ["cyan", "green", "yellow", "bold", "cyan"].map((style, i) => `<dim>09:30:01.000 <${style}>${names[i]} info  x`),
    );
    expect(["error", "fatal", "warn", "debug"].map((level) => /a (<\w+>)/.exec(of("a", level))?.[1])).toEqual([
      "<red>",
      "<red>",
      "<yellow>",
      "<dim>",
    ]);
  });
});

it("the last line of a log is the last of its newest stream, and none where nothing was ever written", async () => {
  const { deployed, server } = await deployedIn({
    "logs.DescribeLogStreams": { logStreams: [{ logStreamName: "newest" }] },
    "logs.GetLogEvents": { events: [event(1, { level: "info", message: "done" })] },
  });
  expect(await lastLine(deployed.aws, "/shop/dev/night", "night")).toMatchObject({ service: "night", level: "info" });
  expect(server.requests.map(({ input }) => input)).toEqual([
    { logGroupName: "/shop/dev/night", orderBy: "LastEventTime", descending: true, limit: 1 },
    { logGroupName: "/shop/dev/night", logStreamName: "newest", limit: 1, startFromHead: false },
  ]);
  server.answer({ "logs.GetLogEvents": { events: [] } });
  expect(await lastLine(deployed.aws, "/shop/dev/night")).toBe(null);
  server.answer({ "logs.DescribeLogStreams": { logStreams: [] } });
  expect(await lastLine(deployed.aws, "/shop/dev/night")).toBe(null);
});

it("lets nobody who writes a log steer the terminal", () => {
  const line = lineOf("api", event(1, "\u001b[2Jgone\u001b]0;title\u0007"));
  expect([...shownLine(line, ["api"], new Terminal({ env: {} }))]).toEqual(["09:30:01.000 api       gone"]);
});

describe("refuses, with what to do", () => {
  const rows: [what: string, words: string[], message: RegExp][] = [
    ["no stage, where nobody can be asked", [], /stage: is required: dev/],
    [
      "a service that is none, and a time that is none",
      ["dev", "apo", "--since", "soon"],
      /--since: "soon" is neither.*\n.*service: "apo" is none of the services \(did you mean "api"\?\): api, worker, night/,
    ],
  ];
  it.each(rows)("%s", async (_, words, message) => {
    const { root, server } = await playedStage();
    expect((await runHere("logs", words, root, server.env)).error?.message).toMatch(message);
  });

  it("logs that may not be read", async () => {
    const denied = new AwsFault("AccessDeniedException", "not authorized to perform: logs:FilterLogEvents");
    const { root, server } = await playedStage({ "logs.FilterLogEvents": denied });
    expect((await runHere("logs", ["dev"], root, server.env)).error?.message).toMatch(
      /^AWS denies logs:FilterLogEvents/,
    );
  });
});
