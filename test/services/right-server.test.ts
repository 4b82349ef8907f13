import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { makeCertificates } from "../support/boot/certificates.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { playClient } from "../support/played/prisma.ts";

/**
 * Whom a service tells who it is: a server that encrypts, with a certificate of an authority that it trusts, for the name by
 * which it knows the server. The servers play the beginning of a connection and hear what they are told then.
 */

const DATABASES = {
  "plain-postgres": ["postgres", "none"],
  "plain-mysql": ["mysql", "none"],
  "prisma-postgres": ["postgres", "prisma"],
  "prisma-mysql": ["mysql", "prisma"],
  "typeorm-postgres": ["postgres", "typeorm"],
  "typeorm-mysql": ["mysql", "typeorm"],
} as const;
const ANSWERS = {
  project: "acme",
  services: Object.keys(DATABASES).map((name) => ({ name, source: "node", database: name })),
  databases: Object.entries(DATABASES).map(([name, [engine, migrations]]) => ({ name, engine, migrations })),
} as Answers;

/** What the greeting of a MySQL server says that it can: the protocol of today, passwords, and TLS or not. */
function greeting(isSecure: boolean): Buffer {
  const capabilities = 0x008ff7df | (isSecure ? 0x800 : 0);
  const low = Buffer.alloc(2);
  low.writeUInt16LE(capabilities & 0xffff);
  const high = Buffer.alloc(2);
  high.writeUInt16LE(capabilities >>> 16);
  const body = Buffer.concat([
    Buffer.from("\x0a8.0.36\0\x01\0\0\0saltsalt\0", "latin1"),
    low,
    Buffer.from([33, 2, 0]),
    high,
    Buffer.from(`\x15${"\0".repeat(10)}saltsaltsalt\0mysql_native_password\0`, "latin1"),
  ]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
}
/** What asks PostgreSQL, and MySQL, to encrypt: its first bytes, and how many there are. It says nothing yet of who asks. */
const REQUESTS = {
  postgres: { begins: Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]), bytes: 8 },
  mysql: { begins: Buffer.from([32, 0, 0, 1]), bytes: 36 },
};

type Identity = { cert: string; key: string } | null;

let sources: Sources;
let folder: string;
let identities: Record<"own" | "other", { ca: string; cert: string; key: string }>;
const open: (() => unknown)[] = [];
beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  for (const { name, orm } of sources.items) if (orm === "prisma") await playClient(sources.folderOf(name));
  folder = await mkdtemp(join(tmpdir(), "space-sst-certificates-"));
  const make = async (name: string, names?: string) => {
    const { ca, cert, key } = await makeCertificates(join(folder, name), names);
    return { ca, cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") };
  };
  identities = { own: await make("own"), other: await make("other", "DNS:elsewhere.test") };
});
afterAll(async () => {
  await sources?.dispose();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A server that hears what a service says of itself, and then goes. */
async function hears(family: keyof typeof REQUESTS, identity: Identity) {
  const { begins, bytes } = REQUESTS[family];
  let isTold = false;
  const told = (socket: Socket) => () => {
    isTold = true;
    socket.destroy();
  };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    if (family === "mysql") socket.write(greeting(identity !== null));
    socket.once("data", (data) => {
      if (!data.subarray(0, begins.length).equals(begins)) return told(socket)();
      if (family === "postgres") socket.write(identity === null ? "N" : "S");
      if (identity === null) return socket.on("data", told(socket));
      // Whoever does not wait for an answer has begun to encrypt already.
      socket.pause();
      if (data.length > bytes) socket.unshift(data.subarray(bytes));
      const secure = new TLSSocket(socket, { isServer: true, ...identity });
      secure.on("error", () => socket.destroy());
      secure.on("data", told(secure));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, isTold: () => isTold };
}

const log = { warn: () => {}, error: () => {} };

it.each(
  Object.keys(DATABASES).flatMap(
    (service) =>
      [
        { service, who: "encrypts nothing", identity: null, trusted: "own", isTold: false },
        { service, who: "comes from an authority of somebody else", identity: "own", trusted: "other", isTold: false },
        { service, who: "has another name", identity: "other", trusted: "other", isTold: false },
        { service, who: "is the right one", identity: "own", trusted: "own", isTold: true },
      ] as const,
  ),
)("$service tells a server that $who: $isTold", async ({ service, identity, trusted, isTold }) => {
  const server = await hears(
    service.endsWith("mysql") ? "mysql" : "postgres",
    identity === null ? null : identities[identity],
  );
  const { openDatabase } = await import(join(sources.folderOf(service), "src/database.ts"));
  const config = {
    ...{ DB_HOST: "localhost", DB_PORT: server.port, DB_NAME: "shop", DB_USER: "u", DB_PASS: "p", DB_POOL_SIZE: 1 },
    ...{ DB_CONNECT_SECONDS: 5, DB_SSL: true, DB_SSL_CA: identities[trusted].ca },
  };
  await expect(openDatabase(config, log)).rejects.toThrow();
  expect(server.isTold()).toBe(isTold);
});
