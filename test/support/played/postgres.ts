import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

/** What the server says to a statement: rows, an error by its code, or nothing at all. */
export type Said = Record<string, unknown>[] | { code: string } | "nothing";

/** A connection, as the server knows it. */
export interface Asked {
  /** What the client has said of itself: its user, its database, and what holds for its session. */
  begun: Record<string, string>;
  password: string;
  statements: string[];
  /** What was given with statements that take values, each with its own. */
  values: string[][];
  isOpen: boolean;
}

export interface Played {
  port: number;
  connections: Asked[];
  stop(): Promise<void>;
}

const int = (value: number, bytes = 4) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
};
const text = (value: string) => Buffer.from(`${value}\0`);
const message = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int(body.length + 4), body]);
};

const READY = message("Z", Buffer.from("I"));
const BOOLEAN = 16;
const TEXT = 25;

const columnsOf = (row: Record<string, unknown>) =>
  message(
    "T",
    int(Object.keys(row).length, 2),
    ...Object.entries(row).flatMap(([name, value]) => [
      text(name),
      int(0),
      int(0, 2),
      int(typeof value === "boolean" ? BOOLEAN : TEXT),
      int(-1, 2),
      int(-1),
      int(0, 2),
    ]),
  );
const dataOf = (row: Record<string, unknown>) =>
  message(
    "D",
    int(Object.keys(row).length, 2),
    ...Object.values(row).flatMap((value) => {
      const bytes = Buffer.from(typeof value === "boolean" ? (String(value)[0] ?? "") : String(value));
      return [int(bytes.length), bytes];
    }),
  );

const answer = (said: Exclude<Said, "nothing">, isPrepared: boolean) => {
  if (!Array.isArray(said))
    return message("E", text("SERROR"), text(`C${said.code}`), text("Mrefused"), Buffer.from([0]));
  const begun = isPrepared ? [message("1"), message("2")] : [];
  const [first] = said;
  const columns = first === undefined ? (isPrepared ? [message("n")] : []) : [columnsOf(first)];
  return Buffer.concat([...begun, ...columns, ...said.map(dataOf), message("C", text(`SELECT ${said.length}`))]);
};

/** Behind two names and the formats of what follows. */
function valuesIn(body: Buffer): string[] {
  let at = body.indexOf(0, body.indexOf(0) + 1) + 1;
  at += 2 + 2 * body.readInt16BE(at);
  const count = body.readInt16BE(at);
  at += 2;
  return Array.from({ length: count }, () => {
    const length = body.readInt32BE(at);
    at += 4 + length;
    return body.toString("utf8", at - length, at);
  });
}

/**
 * Plays a PostgreSQL server: it knows the password of everybody, and says to each statement what it is told to say. It hides
 * what SQL means, and TLS.
 */
export async function playPostgres(say: (statement: string) => Said): Promise<Played> {
  const connections: Asked[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const asked: Asked = { begun: {}, password: "", statements: [], values: [], isOpen: true };
    connections.push(asked);
    sockets.add(socket);
    let waiting = Buffer.alloc(0);
    let isBegun = false;
    let prepared = "";
    const reply = (statement: string, isPrepared: boolean) => {
      asked.statements.push(statement);
      const said = say(statement);
      if (said !== "nothing") socket.write(Buffer.concat([answer(said, isPrepared), READY]));
    };
    const hear = (type: string, body: Buffer) => {
      if (type === "p") {
        asked.password = body.toString("utf8", 0, body.length - 1);
        socket.write(Buffer.concat([message("R", int(0)), READY]));
      }
      if (type === "Q") reply(body.toString("utf8", 0, body.length - 1), false);
      // Of a statement with values: its name, and its text.
      if (type === "P") prepared = body.toString("utf8").split("\0")[1] ?? "";
      if (type === "B") asked.values.push(valuesIn(body));
      if (type === "S") reply(prepared, true);
      if (type === "X") socket.end();
    };
    socket.on("data", (data) => {
      waiting = Buffer.concat([waiting, data]);
      for (;;) {
        const head = isBegun ? 1 : 0;
        if (waiting.length < head + 4) return;
        const end = head + waiting.readInt32BE(head);
        if (waiting.length < end) return;
        const body = waiting.subarray(head + 4, end);
        const type = String.fromCharCode(waiting[0] ?? 0);
        waiting = waiting.subarray(end);
        if (isBegun) hear(type, body);
        else {
          const words = body.toString("utf8", 4).split("\0");
          for (let at = 0; at + 1 < words.length && words[at] !== ""; at += 2)
            asked.begun[words[at] ?? ""] = words[at + 1] ?? "";
          isBegun = true;
          socket.write(message("R", int(3)));
        }
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      asked.isOpen = false;
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
