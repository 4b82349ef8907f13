import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type Answers, AwsFault } from "../../support/aws/server.ts";
import { freePort } from "../../support/boot/guarded.ts";
import { run } from "../../support/cli.ts";
import { runHere } from "../../support/in-process.ts";
import { playedStage } from "../../support/played-stage.ts";
import { sessionManager } from "../../support/session-manager.ts";
import { expectShown } from "../../support/shown.ts";

/** `space-sst tunnel` in a played account: Secrets Manager, Session Manager and the agent are stand-ins; programs at its end are real. */

const SECRET = {
  type: "aws:secretsmanager/secret:Secret",
  outputs: { name: "shop-dev/api-20260131093000000000000001" },
};
/** Of a service whose name begins in the same way. */
const OTHER = { ...SECRET, outputs: { name: "shop-dev/api-admin-20260131093000000000000002" } };
const URLS = {
  DATABASE_URL: "postgresql://api:s3cret%2F@main.internal:5432/api?sslmode=verify-full",
  REDIS_URL: "rediss://:t0ken@cache.internal:6379",
};

async function played(answers: Answers = {}, outputs: Record<string, string> = { tunnel: "i-0123" }) {
  const server = createServer((socket) => socket.end("at your service\n"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const agent = await sessionManager({ port: (server.address() as AddressInfo).port });
  return playedStage(
    {
      "secrets.GetSecretValue": { Name: SECRET.outputs.name, SecretString: JSON.stringify(URLS) },
      "ssm.StartSession": { SessionId: "ana-1", StreamUrl: agent.url, TokenValue: "a token" },
      "ssm.TerminateSession": { SessionId: "ana-1" },
      ...answers,
    },
    outputs,
    [OTHER, SECRET],
  );
}

/** What the first who comes to a port of this machine reads there. Fails while nobody listens. */
const saidAt = (port: number): Promise<string> =>
  new Promise((done, fail) => {
    const socket = connect(port, "127.0.0.1").once("error", fail);
    socket.once("data", (data) => {
      socket.destroy();
      done(String(data));
    });
  });

/** A program that exits with 0 where it has what it needs, reaches the other end, and reads what is said there. */
const CLIENT = `
  const { PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE, DATABASE_URL } = process.env;
  const right = PGUSER === "api" && PGPASSWORD === "s3cret/" && PGDATABASE === "api" && PGSSLMODE === "require"
    && DATABASE_URL === "postgresql://api:s3cret%2F@127.0.0.1:" + PGPORT + "/api?sslmode=require";
  const socket = require("net").connect(Number(PGPORT), PGHOST);
  let said = "";
  socket.on("data", (data) => { said += data; });
  socket.on("close", () => process.exit(right && said === "at your service\\n" ? 0 : 9));
`;

it("runs a program with the tunnel open and the credentials in its environment, and shows none", async () => {
  const { root, server } = await played();
  // As a process: what is bundled is what speaks.
  const port = String(await freePort());
  const words = ["tunnel", "dev", "database", "--port", port, "--", process.execPath, "-e", CLIENT];
  const { exitCode, stdout, stderr } = await run(words, { cwd: root, env: server.env });
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: "",
    stderr: expect.stringContaining("✔ Opening the tunnel"),
  });
  expect(stderr).not.toMatch(/s3cret|t0ken/);
  expect(server.asked("ssm.StartSession")[0]?.input).toMatchObject({
    Target: "i-0123",
    Parameters: { host: ["main.internal"], portNumber: ["5432"], localPortNumber: [port] },
  });
  expect(server.asked("secrets.GetSecretValue")[0]?.input).toEqual({ SecretId: SECRET.outputs.name });
  expect(server.asked("ssm.TerminateSession")).toHaveLength(1);
});

it("leads to another host, such as a restored database, with the same credentials", async () => {
  const { root, server } = await played();
  const port = String(await freePort());
  const words = ["dev", "database", "--host", "restored.internal", "--port", port, "--", process.execPath, "-e", ""];
  expect((await runHere("tunnel", words, root, server.env)).error).toBeNull();
  expect(server.asked("ssm.StartSession")[0]?.input).toMatchObject({ Parameters: { host: ["restored.internal"] } });
});

it("ends as the program ends", async () => {
  const { root, server } = await played();
  const { error } = await runHere(
    "tunnel",
    ["dev", "database", "--port", String(await freePort()), "--", process.execPath, "-e", "process.exit(4)"],
    root,
    server.env,
  );
  expect(error).toMatchObject({ code: 4, message: "the program at the end of the tunnel ended with status 4" });
});

it("stays open until Ctrl-C, and says how to use it without the password", async () => {
  const { root, server } = await played();
  server.answer({
    "ssm.TerminateSession": { SessionId: "ana-1" },
  });
  const running = runHere("tunnel", ["dev", "database"], root, server.env);
  // The port is open before the session is: who comes too early waits for it.
  expect(await vi.waitFor(() => saidAt(15_432), { timeout: 20_000 })).toBe("at your service\n");
  process.emit("SIGTERM");
  const { stdout, stderr, error } = await running;
  expect({ stdout, error }).toEqual({ stdout: "", error: null });
  expectShown("tunnel", 0, stderr);
  expect(stderr).not.toMatch(/s3cret/);
});

it("says with --json where it is, without the password, and ends without an error when AWS ends it", async () => {
  const { root, server } = await played();
  const port = await freePort();
  const words = ["dev", "database", "--as", "api", "--port", String(port), "--json"];
  const running = runHere("tunnel", words, root, server.env);
  await vi.waitFor(() => saidAt(port), { timeout: 20_000 });
  process.emit("SIGTERM");
  const { stdout, stderr, error } = await running;
  expect(error).toBeNull();
  expect(JSON.parse(stdout)).toEqual({
    ...{ host: "127.0.0.1", port, user: "api", database: "api" },
    secret: SECRET.outputs.name,
  });
  expect(stderr).toContain(`127.0.0.1:${port} leads to the database of dev until Ctrl-C.`);
});

describe("refuses, with what to do, before a session begins", () => {
  const DATABASE = ["dev", "database"];
  const rows: [
    what: string,
    words: string[],
    answers: Answers,
    outputs: Record<string, string> | undefined,
    message: RegExp,
  ][] = [
    ["no store", ["dev"], {}, undefined, /store: is required: database$/],
    [
      "a store that is none",
      ["dev", "databse"],
      {},
      undefined,
      /"databse" is none of the stores \(did you mean "database"\?\): database/,
    ],
    [
      "a service that does not use it",
      [...DATABASE, "--as", "worker"],
      {},
      undefined,
      /--as: "worker" does not use the database: api/,
    ],
    ["a port of another machine's", [...DATABASE, "--port", "0"], {}, undefined, /--port: "0" should be a port from 1/],
    ["a port that is none", [...DATABASE, "--port", "70000"], {}, undefined, /--port: "70000" should be a port/],
    [
      "a stage without a tunnel",
      DATABASE,
      {},
      {},
      /^dev has no tunnel: set `tunnel: true` for dev in infra\/stage.ts, and deploy it/,
    ],
    ["production without its name", ["production", "database"], {}, undefined, /--confirm production/],
    [
      "a secret that may not be read",
      DATABASE,
      {
        "secrets.GetSecretValue": new AwsFault(
          "AccessDeniedException",
          "not authorized to perform: secretsmanager:GetSecretValue",
        ),
      },
      undefined,
      /^AWS denies secretsmanager:GetSecretValue/,
    ],
    [
      "a secret that says nothing of it",
      DATABASE,
      { "secrets.GetSecretValue": { SecretString: "{}" } },
      undefined,
      /has no DATABASE_URL: api does not use the database/,
    ],
  ];
  it.each(rows)("%s", async (_, words, answers, outputs, message) => {
    const { root, server } = await played(answers, outputs);
    expect((await runHere("tunnel", words, root, server.env)).error?.message).toMatch(message);
    expect(server.asked("ssm.StartSession")).toEqual([]);
  });

  it("a machine that Session Manager does not reach", async () => {
    const { root, server } = await played({
      "ssm.StartSession": new AwsFault("TargetNotConnected", "i-0123 is not connected."),
    });
    const { error } = await runHere("tunnel", [...DATABASE, "--port", String(await freePort())], root, server.env);
    expect(error?.message).toMatch(/ssm:StartSession .*TargetNotConnected: i-0123 is not connected/);
  });
});
