import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { type Answer, decode, encode, RECURSION_AVAILABLE } from "dns-packet";
import { onTestFinished } from "vitest";

/** What a name server knows: records by name and type. A name that it does not list does not exist. */
export type Records = Readonly<
  Record<string, { NS?: readonly string[]; CAA?: readonly string[]; TXT?: readonly string[] }>
>;

const REFUSED = 5;
const NO_SUCH_NAME = 3;

/**
 * Starts a name server that ends with the test.
 * @param loses so many questions before it answers one
 * @returns its address, as `--dns` takes it
 */
export async function nameServer(records: Records, loses = 0): Promise<string> {
  const server = createSocket("udp4");
  let asked = 0;
  server.on("message", (message, { port, address }) => {
    if (asked++ < loses) return;
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    const name = question?.name.toLowerCase() ?? "";
    const known = records[name];
    const type = question?.type as "NS" | "CAA" | "TXT";
    const answers = (known?.[type] ?? []).map((text): Answer => {
      if (type === "TXT") return { name, type, ttl: 60, data: text };
      if (type === "NS") return { name, type, ttl: 60, data: text };
      const [tag = "issue", value = ""] = text.split(" ");
      return { name, type, ttl: 60, data: { flags: 0, tag: tag as "issue", value } };
    });
    const status = question === undefined ? REFUSED : known === undefined ? NO_SUCH_NAME : 0;
    const packet = { type: "response" as const, id: id ?? 0, flags: RECURSION_AVAILABLE | status, questions, answers };
    server.send(encode(packet), port, address);
  });
  await new Promise<void>((done) => server.bind(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
