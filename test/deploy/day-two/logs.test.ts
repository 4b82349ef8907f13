import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Aws } from "../../../lib/aws/client.ts";
import type { Deployed } from "../../../lib/deploy/deployed.ts";
import { follow, readLines } from "../../../lib/deploy/logs/events.ts";
import { lineOf, shownLine } from "../../../lib/deploy/logs/line.ts";
import { Terminal } from "../../../lib/terminal/terminal.ts";
import { AwsFault, type AwsRequest } from "../../support/aws/server.ts";
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
