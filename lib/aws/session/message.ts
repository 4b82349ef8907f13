import { createHash, randomUUID } from "node:crypto";

/**
 * A message of Session Manager's data channel, as aws/session-manager-plugin writes and reads it (src/message): a header of
 * fixed length, big-endian, and a payload.
 */
export interface Message {
  type: "input_stream_data" | "output_stream_data" | "acknowledge" | "channel_closed" | string;
  /** Counts the data messages of one direction. */
  sequence: number;
  flags: bigint;
  id: string;
  /** What a data message carries. */
  payloadType: number;
  payload: Buffer;
}

export const PAYLOAD = {
  output: 1,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  flag: 10,
} as const;

/** Payloads of the type `flag`. */
export const FLAG = { terminateSession: 2, connectToPortError: 3 } as const;

const AT = {
  type: 4,
  version: 36,
  created: 40,
  sequence: 48,
  flags: 56,
  id: 64,
  digest: 80,
  payloadType: 112,
  length: 116,
};
const HEADER = AT.length;
const TYPE_LENGTH = 32;

/** The two halves of an id stand in the other order. */
const swapped = (bytes: Buffer): Buffer => Buffer.concat([bytes.subarray(8, 16), bytes.subarray(0, 8)]);

const idText = (bytes: Buffer): string =>
  swapped(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

const digestOf = (payload: Buffer): Buffer => createHash("sha256").update(payload).digest();

export function encode({ type, sequence, flags, id, payloadType, payload }: Message): Buffer {
  const header = Buffer.alloc(HEADER + 4);
  header.writeUInt32BE(HEADER, 0);
  header.write(type.padEnd(TYPE_LENGTH), AT.type);
  header.writeUInt32BE(1, AT.version);
  header.writeBigUInt64BE(BigInt(Date.now()), AT.created);
  header.writeBigInt64BE(BigInt(sequence), AT.sequence);
  header.writeBigUInt64BE(flags, AT.flags);
  swapped(Buffer.from(id.replaceAll("-", ""), "hex")).copy(header, AT.id);
  digestOf(payload).copy(header, AT.digest);
  header.writeUInt32BE(payloadType, AT.payloadType);
  header.writeUInt32BE(payload.length, AT.length);
  return Buffer.concat([header, payload]);
}

/** @throws where it is none, or its payload is not what it says */
export function decode(bytes: Buffer): Message {
  if (bytes.length < HEADER + 4) throw new Error(`a message of Session Manager has ${bytes.length} bytes only`);
  const payload = bytes.subarray(bytes.readUInt32BE(0) + 4);
  const digest = bytes.subarray(AT.digest, AT.payloadType);
  if (bytes.readUInt32BE(AT.length) !== 0 && !digestOf(payload).equals(digest))
    throw new Error("a message of Session Manager was changed on its way");
  return {
    type: bytes.toString("utf8", AT.type, AT.version).replaceAll("\0", "").trim(),
    sequence: Number(bytes.readBigInt64BE(AT.sequence)),
    flags: bytes.readBigUInt64BE(AT.flags),
    id: idText(bytes.subarray(AT.id, AT.digest)),
    payloadType: bytes.readUInt32BE(AT.payloadType),
    payload,
  };
}

/** A message that is new. */
export const message = (type: Message["type"], more: Partial<Message>): Message => ({
  type,
  sequence: 0,
  flags: 0n,
  id: randomUUID(),
  payloadType: 0,
  payload: Buffer.alloc(0),
  ...more,
});

/** That a data message has come. */
export const acknowledgementOf = ({ type, id, sequence }: Message): Message =>
  message("acknowledge", {
    // SYN and FIN: it is a sequence of its own.
    flags: 3n,
    payload: Buffer.from(
      JSON.stringify({
        AcknowledgedMessageType: type,
        AcknowledgedMessageId: id,
        AcknowledgedMessageSequenceNumber: sequence,
        IsSequentialMessage: true,
      }),
    ),
  });
