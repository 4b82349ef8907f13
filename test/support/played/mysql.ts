import type { AddressInfo } from "node:net";

/** What the server says to a statement: rows, an error by its number, or nothing at all. */
export type Said = Record<string, unknown>[] | { errno: number } | "nothing";

/** A connection, as the server knows it. */
export interface Asked {
  user: string;
  database: string;
  /** It may send several statements as one. */
  isMany: boolean;
  statements: string[];
  isOpen: boolean;
}

export interface Played {
  port: number;
  connections: Asked[];
  stop(): void;
}

/** All that a client may ask for but TLS and compression, which are not played, and prepared statements' newer forms. */
const CAPABILITIES = 0xffffff & ~0x800 & ~0x20 & ~0x1000000;
const MULTI_STATEMENTS = 0x10000;
const LONGLONG = 8;
const VARCHAR = 253;
const UTF8 = 33;

const columns = (row: Record<string, unknown>) =>
  Object.keys(row).map((name) => ({
    catalog: "def",
    schema: "",
    table: "",
    orgTable: "",
    name,
    orgName: name,
    characterSet: UTF8,
    columnLength: 255,
    columnType: typeof row[name] === "number" ? LONGLONG : VARCHAR,
    flags: 0,
    decimals: 0,
  }));

/**
 * Plays a MySQL server with the protocol that mysql2, a package of the services, brings along: it lets everybody in, and says to
 * each statement what it is told to say. It hides what SQL means, passwords, and TLS.
 */
// biome-ignore lint/suspicious/noExplicitAny: mysql2 is a package of the services, and not of this one.
export async function playMysql({ createServer }: any, say: (statement: string) => Said): Promise<Played> {
  const connections: Asked[] = [];
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer();
  // biome-ignore lint/suspicious/noExplicitAny: likewise.
  server.on("connection", (connection: any) => {
    const asked: Asked = { user: "", database: "", isMany: false, statements: [], isOpen: true };
    connections.push(asked);
    sockets.add(connection.stream);
    // What a client says next begins at 0 again.
    const next = () => connection._resetSequenceId();
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: "8.0.36",
      connectionId: connections.length,
      statusFlags: 2,
      characterSet: UTF8,
      capabilityFlags: CAPABILITIES,
      authCallback: ({ user, database }: Asked, done: (error: null) => void) => {
        const isMany = (connection.clientHelloReply.clientFlags & MULTI_STATEMENTS) !== 0;
        Object.assign(asked, { user, database, isMany });
        done(null);
        next();
      },
    });
    const reply = (statement: string) => {
      asked.statements.push(statement);
      const said = say(statement);
      if (said === "nothing") return;
      if (!Array.isArray(said)) connection.writeError({ message: "refused", code: said.errno });
      else if (said[0] === undefined && !/^\s*SELECT/i.test(statement)) connection.writeOk();
      else {
        connection.writeColumns(columns(said[0] ?? { nothing: "" }));
        for (const row of said) connection.writeTextRow(Object.values(row).map(String));
        connection.writeEof();
      }
      next();
    };
    connection.on("query", reply);
    // What begins with SET comes here, too.
    connection.on("stmt_prepare", reply);
    connection.on("ping", () => {
      connection.writeOk();
      next();
    });
    connection.on("error", () => {});
    connection.stream.on("close", () => {
      asked.isOpen = false;
      sockets.delete(connection.stream);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server._server.address() as AddressInfo).port,
    connections,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
