import { randomBytes } from "node:crypto";
import { type AddressInfo, connect, createServer } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, it, onTestFinished, vi } from "vitest";
import { Aws } from "../../lib/aws/client.ts";
import { forward } from "../../lib/aws/session/forward.ts";
import { type Answers, AwsFault, awsServer } from "../support/aws/server.ts";
import { freePort } from "../support/boot/guarded.ts";
import { type AgentOptions, sessionManager } from "../support/session-manager.ts";

/** A port through Session Manager: AWS and the agent are stand-ins that speak the plugin's protocol, the port behind them is real. */

/** A server that gives back what it is told, in capitals. */
async function shouting(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("data", (data) =>
      socket.write(Buffer.from(data.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))),
    );
    socket.on("end", () => socket.end());
    socket.on("error", () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function tunnel(options: Partial<AgentOptions> = {}, localPort = 0, answers: Answers = {}) {
  const agent = await sessionManager({ port: await shouting(), ...options });
  const server = await awsServer({
    "ssm.StartSession": { SessionId: "ana-1", StreamUrl: agent.url, TokenValue: "a token" },
    "ssm.TerminateSession": { SessionId: "ana-1" },
    ...answers,
  });
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const opening = forward(new Aws({ region: "us-east-1" }), {
    instance: "i-1",
    host: "db.internal",
    port: 5432,
    localPort,
  });
  return { agent, server, opening };
}

/** What comes back for so many bytes. */
async function said(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("data", (data) => {
      chunks.push(data);
      length += data.length;
      if (length < bytes.length) return;
      socket.destroy();
      resolve(Buffer.concat(chunks));
    });
    socket.write(bytes);
  });
}

it("carries several connections at a time, and ends the session", async () => {
  const { agent, server, opening } = await tunnel();
  const opened = await opening;
  const words = ["hello", "world", "again"];
  const answers = await Promise.all(words.map((word) => said(opened.localPort, Buffer.from(word))));
  expect(answers.map(String)).toEqual(["HELLO", "WORLD", "AGAIN"]);
  await opened.close();
  expect(server.asked("ssm.StartSession").map(({ input }) => input)).toEqual([
    {
      Target: "i-1",
      DocumentName: "AWS-StartPortForwardingSessionToRemoteHost",
      Parameters: { host: ["db.internal"], portNumber: ["5432"], localPortNumber: [String(opened.localPort)] },
    },
  ]);
  expect(server.asked("ssm.TerminateSession").map(({ input }) => input)).toEqual([{ SessionId: "ana-1" }]);
  expect(agent.opened).toMatchObject([
    { MessageSchemaVersion: "1.0", TokenValue: "a token", ClientVersion: "1.2.694.0" },
  ]);
  expect(agent.handshakes).toMatchObject([
    { ProcessedClientActions: [{ ActionType: "SessionType", ActionStatus: 1 }], Errors: [] },
  ]);
  await vi.waitFor(() => expect(agent.flags).toEqual([2]));
});

it("acknowledges what comes, takes it in its order and once, however it comes", async () => {
  const { agent, opening } = await tunnel({ disorder: true });
  const opened = await opening;
  const bytes = randomBytes(300_000).map((byte) => byte % 97);
  expect((await said(opened.localPort, Buffer.from(bytes))).equals(Buffer.from(bytes))).toBe(true);
  await vi.waitFor(() => expect(agent.acknowledged.size).toBe(Math.max(...agent.acknowledged) + 1));
  await opened.close();
});

it("sends again what was lost", async () => {
  const { agent, opening } = await tunnel({ loses: 1 });
  const opened = await opening;
  expect(String(await said(opened.localPort, Buffer.from("lost")))).toBe("LOST");
  expect(agent.received).toContain(1);
  await opened.close();
});

it("closes the connection here when the other side closes it", async () => {
  const { opening } = await tunnel();
  const opened = await opening;
  const socket = connect(opened.localPort, "127.0.0.1");
  socket.end("bye");
  expect(await buffer(socket)).toBeDefined();
  await opened.close();
});

/** That nobody listens at a port of this machine. */
const isShut = (port: number) =>
  expect(
    new Promise((resolve, reject) => connect(port, "127.0.0.1", resolve as () => void).on("error", reject)),
  ).rejects.toThrow("ECONNREFUSED");

it("takes away the port and what is connected to it when it is closed", async () => {
  const { opening } = await tunnel();
  const opened = await opening;
  const socket = connect(opened.localPort, "127.0.0.1").on("error", () => undefined);
  const gone = new Promise((done) => socket.once("close", done));
  await new Promise((done) => socket.once("connect", done));
  await opened.close();
  await gone;
  await isShut(opened.localPort);
});

it("is begun for no port that is taken", async () => {
  const taken = await shouting();
  const { server, opening } = await tunnel({}, taken);
  await expect(opening).rejects.toThrow(
    new RegExp(`^the port ${taken} of this machine cannot be opened: .*EADDRINUSE.*\\. Another one: --port$`),
  );
  expect(server.requests).toEqual([]);
});

it("leaves no port behind where AWS starts no session", async () => {
  const port = await freePort();
  const denied = new AwsFault("AccessDeniedException", "no");
  const { opening } = await tunnel({}, port, { "ssm.StartSession": denied });
  await expect(opening).rejects.toMatchObject({ problem: "denied" });
  await isShut(port);
});

it("says why the session has ended", async () => {
  const { agent, opening } = await tunnel();
  const opened = await opening;
  agent.closeChannel("Your session timed out due to inactivity.");
  await expect(opened.ended).rejects.toThrow("The session has ended: Your session timed out due to inactivity.");
  await opened.close();
});

it("says that the machine does not reach the host", async () => {
  const { opening } = await tunnel({ port: 1 });
  const opened = await opening;
  connect(opened.localPort, "127.0.0.1").on("error", () => undefined);
  await expect(opened.ended).rejects.toThrow("i-1 does not reach db.internal:5432");
  await opened.close();
});

it("says what it cannot, and leaves no session behind", async () => {
  const { server, opening } = await tunnel({ actions: ["KMSEncryption"] });
  await expect(opening).rejects.toThrow(/encrypted with a key of its own .* which only AWS's plugin can/);
  expect(server.asked("ssm.TerminateSession")).toHaveLength(1);
  const old = await tunnel({ agentVersion: "3.0.100.0" });
  await expect(old.opening).rejects.toThrow("the SSM agent 3.0.100.0 of the tunnel's machine is too old");
});
