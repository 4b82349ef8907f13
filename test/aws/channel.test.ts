import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { DataChannel } from "../../lib/aws/session/channel.ts";
import { decode, encode, FLAG, type Message, message, PAYLOAD } from "../../lib/aws/session/message.ts";

/**
 * What the data channel does about an agent that is late, old or gone, by a clock that the test moves. The connection is real; the
 * agent says what the test says, in the words of lib/, which test/aws/message.test.ts reads byte by byte.
 */

beforeEach(
  () =>
    void vi.useFakeTimers({
      now: 0,
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
    }),
);

/** Waits for what crosses the connection, which no clock of the test's moves. */
async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`it never comes about that ${holds}`);
    await turn();
  }
}

/** Long enough for what would have crossed the connection. */
async function quiet(): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) await turn();
}

type Agent = Awaited<ReturnType<typeof agent>>;

/** The other side: it keeps what comes, and says nothing by itself. */
async function agent() {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    http.close();
  });
  let socket: WebSocket | undefined;
  const texts: Record<string, unknown>[] = [];
  const came: Message[] = [];
  const pings: string[] = [];
  let closed = false;
  server.on("connection", (connected) => {
    socket = connected;
    connected.on("message", (data: Buffer, isBinary) =>
      isBinary ? came.push(decode(data)) : texts.push(JSON.parse(data.toString())),
    );
    connected.on("ping", (data: Buffer) => pings.push(data.toString()));
    connected.on("close", () => {
      closed = true;
    });
  });
  let sequence = 0;
  const say = (type: string, more: Partial<Message> = {}) => socket?.send(encode(message(type, more)));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    texts,
    came,
    pings,
    isClosed: () => closed,
    socket: () => socket as WebSocket,
    say,
    /** A data message, the next one. */
    tell: (payloadType: number, payload: Buffer | object) =>
      say("output_stream_data", {
        sequence: sequence++,
        payloadType,
        payload: Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)),
      }),
    acknowledge: (number: number) =>
      say("acknowledge", { payload: Buffer.from(JSON.stringify({ AcknowledgedMessageSequenceNumber: number })) }),
    /** What the client has sent of its own, without what only acknowledges. */
    data: () => came.filter(({ type }) => type === "input_stream_data"),
  };
}

const WISH = { ActionType: "SessionType" };

/** A channel that is being opened: what is said of it is kept. */
async function opening(agentVersion = "3.3.2000.0", actions: object[] = [WISH]) {
  const other = await agent();
  const data: string[] = [];
  const ends: string[] = [];
  let unreachable = 0;
  const opened = DataChannel.open(other.url, "a token", {
    onData: (bytes) => data.push(bytes.toString()),
    onUnreachable: () => {
      unreachable += 1;
    },
    onEnd: ({ message: why }) => ends.push(why),
  });
  opened.catch(() => undefined);
  const shakes = () =>
    other.tell(PAYLOAD.handshakeRequest, { AgentVersion: agentVersion, RequestedClientActions: actions });
  await until(() => other.texts.length > 0);
  return { other, opened, data, ends, unreachable: () => unreachable, shakes };
}

/** One that is open, and whose answer to the handshake was acknowledged. */
async function open() {
  const found = await opening();
  found.shakes();
  await until(() => found.other.data().length === 1);
  found.other.acknowledge(0);
  found.other.tell(PAYLOAD.handshakeComplete, {});
  const channel = await found.opened;
  onTestFinished(() => channel.close());
  // Its answer, and that both words of the agent have come.
  await until(() => found.other.came.length === 3);
  found.other.came.length = 0;
  return { ...found, channel };
}

/** Moves the clock, and lets arrive what that has sent. */
async function pass(milliseconds: number): Promise<void> {
  vi.advanceTimersByTime(milliseconds);
  await quiet();
}

const numbers = (other: Agent) => other.data().map(({ sequence }) => sequence);

describe("what nobody has acknowledged", () => {
  it("is sent again after a second, the oldest alone, and no more once it is acknowledged", async () => {
    const { other, channel } = await open();
    await channel.write(Buffer.from("one"));
    await channel.write(Buffer.from("two"));
    await until(() => other.data().length === 2);
    await pass(999);
    expect(numbers(other)).toEqual([1, 2]);
    await pass(1);
    expect(numbers(other)).toEqual([1, 2, 1]);
    expect(other.data().map(({ payload }) => payload.toString())).toEqual(["one", "two", "one"]);
    other.acknowledge(1);
    await quiet();
    await pass(1000);
    expect(numbers(other)).toEqual([1, 2, 1, 2]);
    other.acknowledge(2);
    await quiet();
    await pass(10_000);
    expect(numbers(other)).toHaveLength(4);
  });

  it("is not sent again before its own second is over", async () => {
    const { other, channel } = await open();
    await pass(1);
    await channel.write(Buffer.from("late"));
    await pass(999);
    expect(numbers(other)).toEqual([1]);
    await pass(1000);
    expect(numbers(other)).toEqual([1, 1]);
  });

  it("waits while the other side wants nothing", async () => {
    const { other, channel } = await open();
    other.say("pause_publication");
    await quiet();
    await channel.write(Buffer.from("x"));
    await pass(5000);
    expect(numbers(other)).toEqual([1]);
    other.say("start_publication");
    await quiet();
    await pass(1000);
    expect(numbers(other)).toEqual([1, 1]);
  });

  // The plugin, too, tries for five minutes.
  it("ends the session after five minutes, and nothing is sent any more", async () => {
    const { other, channel, ends } = await open();
    await channel.write(Buffer.from("x"));
    await pass(300_000);
    expect([numbers(other).length, ends]).toEqual([301, []]);
    await pass(1000);
    expect(ends).toEqual(["The session has ended: the tunnel's machine does not answer any more"]);
    await channel.write(Buffer.from("y"));
    await pass(10_000);
    expect(numbers(other)).toHaveLength(301);
    await until(other.isClosed);
  });

  it("lets a writer wait at 256 messages of a kilobyte, and go on with the first that is acknowledged", async () => {
    const { other, channel } = await open();
    let written = 0;
    const write = (length: number) => channel.write(Buffer.alloc(length)).then(() => (written += 1));
    void write(255 * 1024);
    await quiet();
    expect(written).toBe(1);
    void write(1);
    await until(() => other.data().length === 256);
    await quiet();
    expect(written).toBe(1);
    other.acknowledge(1);
    await until(() => written === 2);
    expect(other.data().map(({ payload }) => payload.length)).toEqual([...Array(255).fill(1024), 1]);
  });

  it("lets nobody wait once the session is over", async () => {
    const { other, channel } = await open();
    const writing = channel.write(Buffer.alloc(300 * 1024));
    await until(() => other.data().length === 256);
    channel.close();
    await writing;
    await quiet();
    expect(other.data().filter(({ payloadType }) => payloadType === PAYLOAD.output)).toHaveLength(256);
  });
});

it("keeps the connection awake every five minutes", async () => {
  const { other } = await open();
  await pass(299_999);
  expect(other.pings).toEqual([]);
  await pass(1);
  expect(other.pings).toEqual(["keepalive"]);
});

it("ends a session once, by its flag", async () => {
  const { other, channel, ends } = await open();
  channel.close();
  channel.close();
  await until(other.isClosed);
  expect(other.data().map(({ payloadType, payload }) => [payloadType, payload.readUInt32BE(0)])).toEqual([
    [PAYLOAD.flag, FLAG.terminateSession],
  ]);
  expect(ends).toEqual([]);
});

it("takes what is written once and in its order, and acknowledges all of it", async () => {
  const { other, data } = await open();
  const say = (sequence: number, text: string) =>
    other.say("output_stream_data", { sequence, payloadType: PAYLOAD.output, payload: Buffer.from(text) });
  // Two of the handshake came before.
  for (const [sequence, text] of [
    [4, "c"],
    [2, "a"],
    [2, "a"],
    [3, "b"],
    [4, "c"],
  ] as const)
    say(sequence, text);
  await until(() => other.came.length === 5);
  expect(data).toEqual(["a", "b", "c"]);
  const acknowledged = other.came.map(({ type, payload }) => [
    type,
    JSON.parse(payload.toString()).AcknowledgedMessageSequenceNumber,
  ]);
  expect(acknowledged).toEqual([4, 2, 2, 3, 4].map((number) => ["acknowledge", number]));
});

it("hears of a port that cannot be reached, and of no other flag", async () => {
  const { other, unreachable } = await open();
  const flag = (value: number) => {
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(value);
    return payload;
  };
  other.tell(PAYLOAD.flag, flag(FLAG.terminateSession));
  await quiet();
  expect(unreachable()).toBe(0);
  other.tell(PAYLOAD.flag, flag(FLAG.connectToPortError));
  await until(() => unreachable() === 1);
});

describe("a session is over", () => {
  const closing = (content: object) => ({ payload: Buffer.from(JSON.stringify(content)) });
  it.each<[string, (other: Agent) => void, string]>([
    ["for the reason that is given", (other) => other.say("channel_closed", closing({ Output: "idle" })), "idle"],
    ["without one", (other) => other.say("channel_closed", closing({})), "the session was ended"],
    ["with its connection", (other) => other.socket().close(), "the connection to Session Manager was closed"],
    [
      "where what comes is no message",
      (other) => other.socket().send(Buffer.from("x")),
      "a message of Session Manager has 1 bytes only",
    ],
  ])("%s, which is said once", async (_, end, why) => {
    const { other, ends } = await open();
    end(other);
    await until(() => ends.length > 0);
    other.say("channel_closed", closing({ Output: "again" }));
    // No clock keeps the process.
    await until(() => vi.getTimerCount() === 0);
    expect(ends).toEqual([`The session has ended: ${why}`]);
  });
});

describe("a channel that does not come about", () => {
  it("is given up after half a minute", async () => {
    const { opened, ends } = await opening();
    await pass(29_999);
    expect(ends).toEqual([]);
    await pass(1);
    await expect(opened).rejects.toThrow("The session has ended: the tunnel's machine does not answer");
  });

  it("is not given up once it is open", async () => {
    const { ends } = await open();
    await pass(60_000);
    expect(ends).toEqual([]);
  });

  it("says that nobody listens", async () => {
    const events = { onData: () => undefined, onUnreachable: () => undefined, onEnd: () => undefined };
    await expect(DataChannel.open("ws://127.0.0.1:1", "t", events)).rejects.toThrow(
      /^Session Manager cannot be reached: .*ECONNREFUSED/,
    );
  });
});

describe("the agent", () => {
  // Agents carry several connections in a session from 3.0.196.0 on (src/sessionmanagerplugin/session/portsession of the plugin).
  it.each([
    ["3.0.196", true],
    ["3.0.196.0", true],
    ["3.0.1000.0", true],
    ["3.0.197.1", true],
    ["3.1.0.0", true],
    ["4.0.0.0", true],
    ["3.0.195.9999", false],
    ["2.3.1644.0", false],
    ["2.999.999.0", false],
    ["", false],
  ])("of version %j is new enough: %s", async (version, isNew) => {
    const { other, opened, ends, shakes } = await opening(version);
    shakes();
    await until(() => other.data().length === 1);
    other.tell(PAYLOAD.handshakeComplete, {});
    if (isNew) (await opened).close();
    else await expect(opened).rejects.toThrow("of the tunnel's machine is too old: a deploy replaces the machine");
    expect(ends).toHaveLength(isNew ? 0 : 1);
  });

  it.each<[string, object[], object, RegExp | null]>([
    [
      "the type of the session",
      [WISH],
      {
        ProcessedClientActions: [{ ActionType: "SessionType", ActionStatus: 1, ActionResult: null, Error: "" }],
        Errors: [],
      },
      null,
    ],
    [
      "something that is new",
      [WISH, { ActionType: "New" }],
      {
        ProcessedClientActions: [
          { ActionType: "SessionType", ActionStatus: 1, ActionResult: null, Error: "" },
          { ActionType: "New", ActionStatus: 3, ActionResult: null, Error: "Unsupported action New" },
        ],
        Errors: ["Unsupported action New"],
      },
      null,
    ],
    [
      "encryption with a key",
      [{ ActionType: "KMSEncryption" }],
      {
        ProcessedClientActions: [
          {
            ActionType: "KMSEncryption",
            ActionStatus: 3,
            ActionResult: null,
            Error: "Unsupported action KMSEncryption",
          },
        ],
        Errors: ["Unsupported action KMSEncryption"],
      },
      /wants sessions that are encrypted with a key of its own/,
    ],
  ])("that wishes for %s is answered", async (_, actions, answer, ends) => {
    const { other, opened, shakes } = await opening(undefined, actions);
    shakes();
    await until(() => other.data().length === 1);
    const [{ payloadType, payload } = message("", {})] = other.data();
    expect(payloadType).toBe(PAYLOAD.handshakeResponse);
    expect(JSON.parse(payload.toString())).toMatchObject(answer);
    other.tell(PAYLOAD.handshakeComplete, {});
    if (ends === null) (await opened).close();
    else {
      await expect(opened).rejects.toThrow(ends);
      await until(() => vi.getTimerCount() === 0);
    }
  });
});
