import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";

/**
 * A stand-in for Session Manager and the SSM agent behind it: the other side of what aws/session-manager-plugin speaks
 * (src/message, src/datachannel, src/sessionmanagerplugin/session/portsession), with the agent's smux. It connects each
 * stream to a real port. Written from the plugin's source, and shares no code with lib/. It hides what only AWS decides:
 * permissions, the token, the session's limits of time, and a real network.
 */

export interface AgentOptions {
  /** The port that streams lead to. */
  port: number;
  /** Actions beside SessionType that the agent asks of its client. */
  actions?: string[];
  agentVersion?: string;
  /** So many of the client's data messages are lost before they arrive. */
  loses?: number;
  /** Its own data messages come in pairs, the second one first, and each twice. */
  disorder?: boolean;
}

export interface Agent {
  url: string;
  /** What the client has opened the channel with. */
  opened: Record<string, unknown>[];
  /** The client's answers to the handshake. */
  handshakes: Record<string, unknown>[];
  /** Numbers of the client's data messages, in the order in which they came. */
  received: number[];
  /** Numbers of the agent's own data messages that the client has acknowledged. */
  acknowledged: Set<number>;
  /** Flags that the client has sent. */
  flags: number[];
  /** Ends the session, as Session Manager does after its time. */
  closeChannel(reason: string): void;
}

const pack = (type: string, sequence: number, payloadType: number, payload: Buffer, flags = 0n): Buffer => {
  const head = Buffer.alloc(120, " ");
  head.writeUInt32BE(116, 0);
  Buffer.from(type).copy(head, 4);
  head.writeUInt32BE(1, 36);
  head.writeBigUInt64BE(1_700_000_000_000n, 40);
  head.writeBigInt64BE(BigInt(sequence), 48);
  head.writeBigUInt64BE(flags, 56);
  randomBytes(16).copy(head, 64);
  createHash("sha256").update(payload).digest().copy(head, 80);
  head.writeUInt32BE(payloadType, 112);
  head.writeUInt32BE(payload.length, 116);
  return Buffer.concat([head, payload]);
};

/** The id as the plugin prints it: its second half stands first on the wire. */
const idOf = (bytes: Buffer): string => {
  const hex = Buffer.concat([bytes.subarray(72, 80), bytes.subarray(64, 72)]).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

const frame = (command: number, stream: number, data = Buffer.alloc(0)): Buffer => {
  const head = Buffer.from([1, command, 0, 0, 0, 0, 0, 0]);
  head.writeUInt16LE(data.length, 2);
  head.writeUInt32LE(stream, 4);
  return Buffer.concat([head, data]);
};

class Peer {
  readonly #socket: WebSocket;
  readonly #agent: Agent;
  readonly #options: AgentOptions;
  readonly #streams = new Map<number, Socket>();
  readonly #early = new Map<number, Buffer>();
  #sequence = 0;
  #expected = 0;
  #lost = 0;
  #bytes = Buffer.alloc(0);
  #held: Buffer | null = null;

  constructor(socket: WebSocket, agent: Agent, options: AgentOptions) {
    this.#socket = socket;
    this.#agent = agent;
    this.#options = options;
    socket.on("message", (data: Buffer, isBinary) => (isBinary ? this.#message(data) : this.#open(data)));
    socket.on("close", () => {
      for (const stream of this.#streams.values()) stream.destroy();
    });
  }

  end(reason: string): void {
    this.#socket.send(pack("channel_closed", 0, 0, Buffer.from(JSON.stringify({ Output: reason }))));
  }

  #open(text: Buffer): void {
    this.#agent.opened.push(JSON.parse(text.toString()));
    const { actions = [], agentVersion = "3.3.2000.0" } = this.#options;
    const wishes = [...actions, "SessionType"].map((ActionType) => ({
      ActionType,
      ActionParameters: { SessionType: "Port", Properties: { type: "LocalPortForwarding", portNumber: "5432" } },
    }));
    this.#say(5, Buffer.from(JSON.stringify({ AgentVersion: agentVersion, RequestedClientActions: wishes })), true);
  }

  /** A data message of the agent's own. */
  #say(payloadType: number, payload: Buffer, atOnce = false): void {
    const bytes = pack("output_stream_data", this.#sequence++, payloadType, payload);
    if (this.#options.disorder !== true || atOnce) return void this.#socket.send(bytes);
    if (this.#held === null) {
      this.#held = bytes;
      // The second of a pair may never come.
      setTimeout(() => this.#release([]), 20);
    } else this.#release([bytes, bytes]);
  }

  #release(before: Buffer[]): void {
    for (const bytes of [...before, ...(this.#held === null ? [] : [this.#held, this.#held])]) this.#socket.send(bytes);
    this.#held = null;
  }

  #message(bytes: Buffer): void {
    const type = bytes.toString("utf8", 4, 36).trim();
    const payload = bytes.subarray(bytes.readUInt32BE(0) + 4);
    if (!createHash("sha256").update(payload).digest().equals(bytes.subarray(80, 112))) throw new Error("wrong digest");
    if (type === "acknowledge") {
      this.#agent.acknowledged.add(JSON.parse(payload.toString()).AcknowledgedMessageSequenceNumber);
      return;
    }
    const sequence = Number(bytes.readBigInt64BE(48));
    if (sequence > 1 && this.#lost < (this.#options.loses ?? 0)) {
      this.#lost++;
      return;
    }
    this.#agent.received.push(sequence);
    const content = {
      AcknowledgedMessageType: type,
      AcknowledgedMessageId: idOf(bytes),
      AcknowledgedMessageSequenceNumber: sequence,
      IsSequentialMessage: true,
    };
    this.#socket.send(pack("acknowledge", 0, 0, Buffer.from(JSON.stringify(content)), 3n));
    if (sequence >= this.#expected) this.#early.set(sequence, bytes);
    for (let next = this.#early.get(this.#expected); next; next = this.#early.get(this.#expected)) {
      this.#early.delete(this.#expected++);
      this.#take(next.readUInt32BE(112), next.subarray(120));
    }
  }

  #take(payloadType: number, payload: Buffer): void {
    if (payloadType === 6) {
      this.#agent.handshakes.push(JSON.parse(payload.toString()));
      this.#say(7, Buffer.from(JSON.stringify({ HandshakeTimeToComplete: 1, CustomerMessage: "" })), true);
    } else if (payloadType === 10) this.#agent.flags.push(payload.readUInt32BE(0));
    else if (payloadType === 1) this.#frames(payload);
  }

  #frames(payload: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, payload]);
    while (this.#bytes.length >= 8 && this.#bytes.length >= 8 + this.#bytes.readUInt16LE(2)) {
      const [length, command, stream] = [this.#bytes.readUInt16LE(2), this.#bytes[1], this.#bytes.readUInt32LE(4)];
      const data = this.#bytes.subarray(8, 8 + length);
      // The agent ends a session in which something else comes.
      if (this.#bytes[0] !== 1 || (command !== 2 && length > 0)) throw new Error("no frame of smux, version 1");
      if (command === 0) this.#connect(stream);
      else if (command === 1) this.#streams.get(stream)?.end();
      else if (command === 2) this.#streams.get(stream)?.write(data);
      this.#bytes = this.#bytes.subarray(8 + length);
    }
  }

  #connect(stream: number): void {
    const socket = connect(this.#options.port, "127.0.0.1");
    this.#streams.set(stream, socket);
    socket.on("data", (data) => {
      // A frame has 32,768 bytes at most, and the agent sends 1,024 at a time: frames are cut anywhere.
      const parts = Array.from({ length: Math.ceil(data.length / 32_768) }, (_, at) =>
        data.subarray(at * 32_768, (at + 1) * 32_768),
      );
      const bytes = Buffer.concat(parts.map((part) => frame(2, stream, part)));
      for (let at = 0; at < bytes.length; at += 1024) this.#say(1, bytes.subarray(at, at + 1024));
    });
    socket.on("end", () => this.#say(1, frame(1, stream)));
    socket.on("error", () => {
      const flag = Buffer.alloc(4);
      flag.writeUInt32BE(3);
      this.#say(10, flag);
    });
  }
}

/** Starts a stand-in that ends with the test. */
export async function sessionManager(options: AgentOptions): Promise<Agent> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
    http.close();
  });
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/v1/data-channel/ana-1?role=publish_subscribe`;
  const peers: Peer[] = [];
  const agent: Agent = {
    url,
    opened: [],
    handshakes: [],
    received: [],
    acknowledged: new Set(),
    flags: [],
    closeChannel: (reason) => {
      for (const peer of peers) peer.end(reason);
    },
  };
  server.on("connection", (socket) => peers.push(new Peer(socket, agent, options)));
  return agent;
}
