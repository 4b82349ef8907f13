import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { acknowledgementOf, decode, encode, message } from "../../lib/aws/session/message.ts";
import { Mux } from "../../lib/aws/session/mux.ts";

/** What goes over the wire, byte by byte, as aws/session-manager-plugin (src/message) and smux describe it. */

const ID = "00112233-4455-6677-8899-aabbccddeeff";
const payload = Buffer.from("hello");
const sent = encode({ type: "input_stream_data", sequence: 7, flags: 3n, id: ID, payloadType: 1, payload });

describe("a message of Session Manager", () => {
  it("has a header of 116 bytes behind its length, big-endian, the halves of its id in the other order", () => {
    expect(sent).toHaveLength(120 + 5);
    expect([0, 36, 112, 116].map((at) => sent.readUInt32BE(at))).toEqual([116, 1, 1, 5]);
    expect(sent.toString("latin1", 4, 36)).toBe("input_stream_data".padEnd(32));
    expect([sent.readBigInt64BE(48), sent.readBigUInt64BE(56)]).toEqual([7n, 3n]);
    expect(sent.toString("hex", 64, 80)).toBe("8899aabbccddeeff0011223344556677");
    expect(sent.subarray(80, 112)).toEqual(createHash("sha256").update(payload).digest());
    expect(sent.subarray(120)).toEqual(payload);
  });

  it("is read as it was written, also where its type ends with zeros", () => {
    const expected = { type: "input_stream_data", sequence: 7, flags: 3n, id: ID, payloadType: 1, payload };
    expect(decode(sent)).toEqual(expected);
    const zeros = Buffer.from(sent).fill(0, 4 + "input_stream_data".length, 36);
    expect(decode(zeros)).toEqual(expected);
  });

  it("is none where it is too short, and was changed where its digest is another", () => {
    const empty = encode(message("acknowledge", {}));
    expect(empty).toHaveLength(120);
    expect(decode(empty)).toMatchObject({ type: "acknowledge", sequence: 0, flags: 0n, payloadType: 0 });
    expect(() => decode(empty.subarray(0, 119))).toThrow("has 119 bytes only");
    const changed = Buffer.from(sent);
    changed.write("j", 120);
    expect(() => decode(changed)).toThrow("was changed on its way");
  });

  it("is acknowledged by what it was, in a sequence of its own", () => {
    const { type, flags, payload: content } = acknowledgementOf(decode(sent));
    expect({ type, flags, content: JSON.parse(content.toString()) }).toEqual({
      type: "acknowledge",
      flags: 3n,
      content: {
        AcknowledgedMessageType: "input_stream_data",
        AcknowledgedMessageId: ID,
        AcknowledgedMessageSequenceNumber: 7,
        IsSequentialMessage: true,
      },
    });
  });
});

describe("several connections in one", () => {
  const hex = (...bytes: number[]) => Buffer.from(bytes).toString("hex");

  function muxed() {
    const written: Buffer[] = [];
    const mux = new Mux(async (bytes) => void written.push(bytes));
    const heard: string[] = [];
    const open = (name: string) =>
      mux.open({
        onData: (data) => void heard.push(`${name}: ${data}`),
        onClose: () => void heard.push(`${name} closes`),
      });
    return { mux, written, heard, open };
  }

  it("have odd numbers from 3 on, and frames of at most 32768 bytes, little-endian", async () => {
    const { written, open } = muxed();
    const [one, other] = [open("one"), open("other")];
    await one.write(Buffer.alloc(32_769));
    other.close();
    other.close();
    await one.write(Buffer.from("x"));
    expect(written.map((bytes) => bytes.toString("hex", 0, 8))).toEqual([
      hex(1, 0, 0, 0, 3, 0, 0, 0),
      hex(1, 0, 0, 0, 5, 0, 0, 0),
      hex(1, 2, 0, 0x80, 3, 0, 0, 0),
      hex(1, 2, 1, 0, 3, 0, 0, 0),
      hex(1, 1, 0, 0, 5, 0, 0, 0),
      hex(1, 2, 1, 0, 3, 0, 0, 0),
    ]);
  });

  it("are told what is theirs, however it is cut, and nothing after their end", () => {
    const { mux, heard, open } = muxed();
    open("one");
    open("other");
    const said = (command: number, stream: number, text = "") =>
      Buffer.concat([Buffer.from([1, command, text.length, 0, stream, 0, 0, 0]), Buffer.from(text)]);
    const all = [
      said(2, 3, "a"),
      said(3, 3),
      said(2, 5, "bc"),
      said(1, 3),
      said(2, 3, "late"),
      said(1, 3),
      said(2, 9, "x"),
    ];
    for (const byte of Buffer.concat(all)) mux.take(Buffer.from([byte]));
    expect(heard).toEqual(["one: a", "other: bc", "one closes"]);
  });
});
