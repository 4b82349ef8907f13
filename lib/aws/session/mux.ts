/**
 * Several connections in one stream of bytes: smux, version 1 (github.com/xtaci/smux), which the agent speaks within a
 * session that forwards a port. A frame is version, command, length and stream (little-endian), and its data.
 */

const VERSION = 1;
const COMMAND = { open: 0, close: 1, data: 2, nothing: 3 } as const;
const HEADER = 8;
/** The longest frame that the other side takes. */
const MOST = 32_768;

/** One connection. */
export interface Stream {
  write(data: Buffer): Promise<void>;
  close(): void;
}

export interface StreamEvents {
  onData: (data: Buffer) => void;
  onClose: () => void;
}

function frame(command: number, stream: number, data: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(VERSION, 0);
  header.writeUInt8(command, 1);
  header.writeUInt16LE(data.length, 2);
  header.writeUInt32LE(stream, 4);
  return Buffer.concat([header, data]);
}

/** The side that opens connections. */
export class Mux {
  readonly #write: (bytes: Buffer) => Promise<void>;
  readonly #streams = new Map<number, StreamEvents>();
  #left: Buffer = Buffer.alloc(0);
  /** Streams of this side have odd numbers, the first of which is 3. */
  #last = 1;
  /** Frames go one after the other, whole. */
  #turn: Promise<void> = Promise.resolve();

  constructor(write: (bytes: Buffer) => Promise<void>) {
    this.#write = write;
  }

  open(events: StreamEvents): Stream {
    this.#last += 2;
    const id = this.#last;
    this.#streams.set(id, events);
    void this.#put(frame(COMMAND.open, id));
    return {
      write: async (data) => {
        for (let at = 0; at < data.length; at += MOST)
          await this.#put(frame(COMMAND.data, id, data.subarray(at, at + MOST)));
      },
      close: () => {
        if (this.#streams.delete(id)) void this.#put(frame(COMMAND.close, id));
      },
    };
  }

  /** Takes what the other side has written, cut anywhere. */
  take(bytes: Buffer): void {
    this.#left = Buffer.concat([this.#left, bytes]);
    while (this.#left.length >= HEADER) {
      const end = HEADER + this.#left.readUInt16LE(2);
      if (this.#left.length < end) return;
      const [command, id, data] = [
        this.#left.readUInt8(1),
        this.#left.readUInt32LE(4),
        this.#left.subarray(HEADER, end),
      ];
      this.#left = this.#left.subarray(end);
      const stream = this.#streams.get(id);
      if (command === COMMAND.data) stream?.onData(data);
      else if (command === COMMAND.close && this.#streams.delete(id)) stream?.onClose();
    }
  }

  #put(bytes: Buffer): Promise<void> {
    this.#turn = this.#turn.then(() => this.#write(bytes));
    return this.#turn;
  }
}
