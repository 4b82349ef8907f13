import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { Failure } from "../../errors.ts";
import { acknowledgementOf, decode, encode, FLAG, type Message, message, PAYLOAD } from "./message.ts";

/**
 * The data channel of a session of Session Manager, as aws/session-manager-plugin speaks it (src/datachannel): every data
 * message is acknowledged, what is not is sent again, and what comes in another order waits.
 */

/** The version of the plugin whose protocol this is: the agent decides by it how it speaks. */
const CLIENT_VERSION = "1.2.694.0";
/** Agents from this one on carry several connections in a session. */
const LEAST_AGENT = "3.0.196";

const RESEND_MS = 1_000;
const RESEND_MOST = 300;
const PING_MS = 300_000;
const HANDSHAKE_MS = 30_000;
/** The plugin sends so much at a time. */
const CHUNK = 1024;
/** Messages on their way at which whoever writes should wait. */
const MOST_UNACKNOWLEDGED = 256;

interface Sent {
  bytes: Buffer;
  at: number;
  tries: number;
}

interface HandshakeRequest {
  AgentVersion?: string;
  RequestedClientActions?: { ActionType?: string }[];
}

const isOlder = (version: string): boolean => version.localeCompare(LEAST_AGENT, "en", { numeric: true }) < 0;

export interface ChannelEvents {
  /** What the other side writes. */
  onData: (data: Buffer) => void;
  /** The other side cannot reach the port. */
  onUnreachable: () => void;
  /** The session is over, for this reason. */
  onEnd: (reason: Failure) => void;
}

export class DataChannel {
  readonly #socket: WebSocket;
  readonly #events: ChannelEvents;
  readonly #sent = new Map<number, Sent>();
  readonly #early = new Map<number, Message>();
  readonly #timers: NodeJS.Timeout[];
  #next = 0;
  #expected = 0;
  #paused = false;
  #over = false;
  #ready: () => void = () => undefined;
  #drained: (() => void)[] = [];

  private constructor(socket: WebSocket, events: ChannelEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#timers = [setInterval(() => this.#resend(), RESEND_MS), setInterval(() => socket.ping("keepalive"), PING_MS)];
    socket.on("message", (data: Buffer) => this.#receive(data));
    socket.on("close", () => this.#end("the connection to Session Manager was closed"));
    socket.on("error", ({ message: why }) => this.#end(why));
  }

  /**
   * Opens the channel of a session that was started.
   * @throws {Failure} where the other side does not answer, or wants what this cannot
   */
  static async open(url: string, token: string, events: ChannelEvents): Promise<DataChannel> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", ({ message: why }) => reject(new Failure(`Session Manager cannot be reached: ${why}`)));
    });
    return new Promise<DataChannel>((resolve, reject) => {
      const limit = setTimeout(() => channel.#end("the tunnel's machine does not answer"), HANDSHAKE_MS);
      const channel: DataChannel = new DataChannel(socket, {
        ...events,
        onEnd: (reason) => {
          clearTimeout(limit);
          reject(reason);
          events.onEnd(reason);
        },
      });
      channel.#ready = () => {
        clearTimeout(limit);
        resolve(channel);
      };
      const open = { MessageSchemaVersion: "1.0", RequestId: randomUUID(), TokenValue: token };
      socket.send(JSON.stringify({ ...open, ClientId: randomUUID(), ClientVersion: CLIENT_VERSION }));
    });
  }

  /** Writes to the other side. Waits where too much is on its way already. */
  async write(data: Buffer): Promise<void> {
    for (let at = 0; at < data.length; at += CHUNK) {
      if (this.#over) return;
      this.#send(PAYLOAD.output, data.subarray(at, at + CHUNK));
      if (this.#sent.size >= MOST_UNACKNOWLEDGED) await new Promise<void>((done) => this.#drained.push(done));
    }
  }

  /** Ends the session. */
  close(): void {
    if (this.#over) return;
    const flag = Buffer.alloc(4);
    flag.writeUInt32BE(FLAG.terminateSession);
    this.#send(PAYLOAD.flag, flag);
    this.#stop();
  }

  #send(payloadType: number, payload: Buffer): void {
    const sequence = this.#next++;
    const bytes = encode(message("input_stream_data", { sequence, payloadType, payload }));
    this.#sent.set(sequence, { bytes, at: Date.now(), tries: 0 });
    this.#socket.send(bytes);
  }

  /** The oldest that nobody has acknowledged. */
  #resend(): void {
    const [first] = this.#sent.values();
    if (first === undefined || this.#paused || Date.now() - first.at < RESEND_MS) return;
    if (first.tries++ >= RESEND_MOST) this.#end("the tunnel's machine does not answer any more");
    else {
      first.at = Date.now();
      this.#socket.send(first.bytes);
    }
  }

  #receive(bytes: Buffer): void {
    if (this.#over) return;
    try {
      this.#handle(decode(bytes));
    } catch (error) {
      this.#end((error as Error).message);
    }
  }

  #handle(received: Message): void {
    const { type, payload } = received;
    if (type === "output_stream_data") this.#take(received);
    else if (type === "acknowledge")
      this.#acknowledged(JSON.parse(payload.toString()).AcknowledgedMessageSequenceNumber);
    else if (type === "pause_publication") this.#paused = true;
    else if (type === "start_publication") this.#paused = false;
    else if (type === "channel_closed")
      this.#end(String(JSON.parse(payload.toString()).Output || "the session was ended"));
  }

  #acknowledged(sequence: number): void {
    this.#sent.delete(sequence);
    if (this.#sent.size < MOST_UNACKNOWLEDGED) for (const go of this.#drained.splice(0)) go();
  }

  /** Acknowledges a data message, and takes all that are next in order. */
  #take(received: Message): void {
    this.#socket.send(encode(acknowledgementOf(received)));
    if (received.sequence >= this.#expected) this.#early.set(received.sequence, received);
    for (let next = this.#early.get(this.#expected); next !== undefined; next = this.#early.get(this.#expected)) {
      this.#early.delete(this.#expected++);
      this.#use(next);
    }
  }

  #use({ payloadType, payload }: Message): void {
    if (payloadType === PAYLOAD.output) this.#events.onData(payload);
    else if (payloadType === PAYLOAD.handshakeRequest) this.#shake(JSON.parse(payload.toString()));
    else if (payloadType === PAYLOAD.handshakeComplete) this.#ready();
    else if (payloadType === PAYLOAD.flag && payload.readUInt32BE(0) === FLAG.connectToPortError)
      this.#events.onUnreachable();
  }

  /** Says what of the agent's wishes is done. */
  #shake({ AgentVersion = "", RequestedClientActions = [] }: HandshakeRequest): void {
    const wishes = RequestedClientActions.map(({ ActionType = "" }) => ActionType);
    const unknown = wishes.filter((wish) => wish !== "SessionType");
    const response = {
      ClientVersion: CLIENT_VERSION,
      ProcessedClientActions: wishes.map((ActionType) => ({
        ActionType,
        ActionStatus: ActionType === "SessionType" ? 1 : 3,
        ActionResult: null,
        Error: ActionType === "SessionType" ? "" : `Unsupported action ${ActionType}`,
      })),
      Errors: unknown.map((wish) => `Unsupported action ${wish}`),
    };
    this.#send(PAYLOAD.handshakeResponse, Buffer.from(JSON.stringify(response)));
    if (unknown.includes("KMSEncryption"))
      this.#end(
        "this account's Session Manager wants sessions that are encrypted with a key of its own (Preferences, KMS), which only AWS's plugin can",
      );
    else if (isOlder(AgentVersion))
      this.#end(`the SSM agent ${AgentVersion} of the tunnel's machine is too old: a deploy replaces the machine`);
  }

  #end(why: string): void {
    if (this.#over) return;
    this.#stop();
    this.#events.onEnd(new Failure(`The session has ended: ${why}`));
  }

  #stop(): void {
    this.#over = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const go of this.#drained.splice(0)) go();
    this.#socket.close();
  }
}
