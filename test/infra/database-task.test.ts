import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programs, runProgram, SERVICE } from "../support/database-task/run.ts";

/** What the tasks say to a server that make a service's database and role, and end the login that it had before. */

let root: string;

beforeAll(async () => {
  root = await programs();
});

afterAll(() => rm(root, { recursive: true, force: true }));

const postgres = (args: string[], environment = {}, played = {}) =>
  runProgram(root, ["postgres.mjs", ...args], environment, played);
const mysql = (args: string[], environment = {}, played = {}) =>
  runProgram(root, ["mysql.mjs", ...args], environment, played);

const LOCK = "SELECT WHERE pg_try_advisory_lock(hashtext(grant))";
const isQuestion = (text: string) => /^SELECT (FROM|WHERE)/.test(text);
/** What changes something, in its order; verifiers of passwords have their own test. */
const changes = (statements: readonly string[]) =>
  statements.filter((text) => !isQuestion(text)).map((text) => text.replace(/SCRAM-SHA-256\$[^']+/, "VERIFIER"));

const SHUT = ['REVOKE ALL ON DATABASE "order_api" FROM PUBLIC', 'GRANT ALL ON DATABASE "order_api" TO "order_api"'];

describe("PostgreSQL", () => {
  test("a new service gets a role and a database of its own, which nobody else gets into", async () => {
    const { statements, says, exitCode, ended } = await postgres([]);
    expect(statements[0]).toBe(LOCK);
    expect(changes(statements)).toEqual([
      'CREATE ROLE "order_api" WITH NOLOGIN',
      'GRANT "order_api" TO CURRENT_USER',
      `ALTER ROLE "order_api" WITH LOGIN PASSWORD 'VERIFIER'`,
      'GRANT "order_api" TO CURRENT_USER',
      'CREATE DATABASE "order_api" OWNER "order_api"',
      ...SHUT,
    ]);
    expect({ says, exitCode, ended }).toEqual({ says: "order_api: ready for order_api", exitCode: 0, ended: true });
  });

  test("again it makes nothing, and gives the password that the service has now", async () => {
    const there = { roles: ["order_api"], databases: ["order_api"] };
    expect(changes((await postgres([], {}, there)).statements)).toEqual([
      `ALTER ROLE "order_api" WITH LOGIN PASSWORD 'VERIFIER'`,
      'GRANT "order_api" TO CURRENT_USER',
      ...SHUT,
    ]);
  });

  test("a second login works as the owner, whose password stays as it is", async () => {
    const there = { roles: ["order_api"], databases: ["order_api"] };
    const { statements, says } = await postgres([], { DB_USER: "order_api__b" }, there);
    expect(changes(statements)).toEqual([
      `CREATE ROLE "order_api__b" WITH LOGIN PASSWORD 'VERIFIER'`,
      'GRANT "order_api__b" TO CURRENT_USER',
      'GRANT "order_api" TO "order_api__b"',
      `ALTER ROLE "order_api__b" SET role = 'order_api'`,
      ...SHUT,
    ]);
    expect(says).toBe("order_api: ready for order_api__b");
  });

  test("a server is never told a password: it would write it into its log. It proves it as RFC 5803 says", async () => {
    const { statements } = await postgres([], { DB_PASS: "f1rst" });
    expect(statements.join("\n")).not.toContain("f1rst");
    const [, iterations, salt = "", stored, server] =
      /'SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):([^']+)'/.exec(statements.join("\n")) ?? [];
    const salted = pbkdf2Sync("f1rst", Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
    const keyed = (text: string) => createHmac("sha256", salted).update(text).digest();
    // As few as PostgreSQL itself takes, and as long a salt: a client pays for each of them with every connection.
    expect([Number(iterations), Buffer.from(salt, "base64").length]).toEqual([4096, 16]);
    expect(stored).toBe(createHash("sha256").update(keyed("Client Key")).digest("base64"));
    expect(server).toBe(keyed("Server Key").toString("base64"));
  });

  test.each([
    ["the second login", "order_api", "order_api__b"],
    ["the first", "order_api__b", "order_api"],
  ])("%s is ended when the service has another: no password, and nobody who is still in", async (_, now, before) => {
    const { statements, says } = await postgres(["retire"], { DB_USER: now }, { roles: [now, before] });
    expect(changes(statements)).toEqual([
      `ALTER ROLE "${before}" WITH NOLOGIN PASSWORD NULL`,
      `GRANT "${before}" TO CURRENT_USER`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ${before}`,
    ]);
    expect(says).toBe(`order_api: ${before} has no way in`);
  });

  test("a login that never was is none to end", async () => {
    const { statements, says } = await postgres(["retire"], {}, { roles: ["order_api"] });
    expect(changes(statements)).toEqual([]);
    expect(says).toBe("order_api: order_api__b has no way in");
  });

  test("what a server refuses ends the task, and its connection", async () => {
    const { exitCode, says, ended } = await postgres([], {}, { broken: "CREATE DATABASE" });
    expect({ exitCode, ended }).toEqual({ exitCode: 1, ended: true });
    expect(says).toContain("permission denied");
  });
});

describe("MySQL", () => {
  const USER = "'order_api'@'%'";

  test("a new service gets a user, over TLS only, and a database that is all that it reaches", async () => {
    const { statements, says, exitCode, ended } = await mysql([]);
    expect(statements).toEqual([
      "SELECT GET_LOCK('grant', 0) AS taken",
      "CREATE DATABASE IF NOT EXISTS `order_api` CHARACTER SET utf8mb4",
      `CREATE USER IF NOT EXISTS ${USER} IDENTIFIED BY 'f1rst' REQUIRE SSL`,
      // One that was there has the password that the service has now, and may come in again.
      `ALTER USER ${USER} IDENTIFIED BY 'f1rst' REQUIRE SSL ACCOUNT UNLOCK`,
      // `_` is any character there: order_api would reach orderXapi too.
      `GRANT ALL PRIVILEGES ON \`order\\_api\`.* TO ${USER}`,
    ]);
    expect({ says, exitCode, ended }).toEqual({ says: "order_api: ready for order_api", exitCode: 0, ended: true });
  });

  test("a login that is retired is locked, and those that are in by it are ended, and no others", async () => {
    const sessions = [
      { Id: 7, User: "order_api" },
      { Id: 8, User: "order_api__b" },
      { Id: 9, User: "app__admin" },
      { Id: 10, User: "order_api__b" },
    ];
    const { statements, says, exitCode } = await mysql(["retire"], {}, { sessions, gone: [8] });
    expect(statements.slice(1)).toEqual([
      expect.stringMatching(/^ALTER USER IF EXISTS 'order_api__b'@'%' IDENTIFIED BY '[0-9a-f]{48}' ACCOUNT LOCK$/),
      "SHOW PROCESSLIST",
      "CALL mysql.rds_kill(8)",
      "CALL mysql.rds_kill(10)",
    ]);
    // One that has ended by itself meanwhile is told, and stops nothing.
    expect(says).toContain("session 8: unknown thread");
    expect(says).toContain("order_api: order_api__b has no way in");
    expect(exitCode).toBe(0);
  });

  test("a server that is not RDS's ends sessions in its own words", async () => {
    const played = { sessions: [{ Id: 8, User: "order_api__b" }], procedures: false };
    expect((await mysql(["retire"], {}, played)).statements.slice(-2)).toEqual(["CALL mysql.rds_kill(8)", "KILL 8"]);
  });
});

describe.each([
  ["postgres.mjs", LOCK],
  ["mysql.mjs", "SELECT GET_LOCK('grant', 0) AS taken"],
])("%s", (program, lock) => {
  const run = (environment = {}, played = {}) => runProgram(root, [program], environment, played);

  test("connects as the administrator, to a server that must prove itself, and has two minutes to wake", async () => {
    const { connected } = await run();
    expect(connected).toMatchObject({
      host: "main.internal",
      port: 5433,
      user: "app__admin",
      password: "secret",
      ssl: { ca: ["the authorities of AWS"], rejectUnauthorized: true },
    });
    expect(connected.connectionTimeoutMillis ?? connected.connectTimeout).toBe(120_000);
  });

  test("waits until another run has ended, and gives up after ten minutes", async () => {
    const taken = (times: number) => run({}, { taken: times });
    const waited = await taken(2);
    expect(waited.statements.slice(0, 4).filter((text) => text === lock)).toHaveLength(3);
    expect(waited.exitCode).toBe(0);
    const never = await taken(1e9);
    expect(never.says).toContain("another run has not ended in time");
    expect({ exitCode: never.exitCode, ended: never.ended }).toEqual({ exitCode: 1, ended: true });
    expect(new Set(never.statements)).toEqual(new Set([lock]));
    // Every half second.
    expect(never.statements.length).toBeGreaterThan(1_195);
    expect(never.statements.length).toBeLessThan(1_205);
  });

  test("trusts the authorities of a file where it is given one, and nobody without TLS asks for them", async () => {
    const file = join(root, "ca.pem");
    await writeFile(file, "own authorities");
    expect((await run({ DB_SSL_CA: file })).connected.ssl).toEqual({ ca: "own authorities", rejectUnauthorized: true });
    const plain = await run({ DB_SSL: "false" });
    expect(plain.connected.ssl).toBeUndefined();
    expect(plain.statements.join("\n")).not.toContain("REQUIRE SSL");
  });
});

test.each([
  ...Object.keys(SERVICE).map((name) => [name, "", `${name} is not set`]),
  ["DB_NAME", 'a"; DROP', "DB_NAME has characters that it may not have"],
  ["DB_NAME", "1a", "DB_NAME has characters that it may not have"],
  ["DB_USER", "A", "DB_USER has characters that it may not have"],
  ["DB_PASS", "it's", "DB_PASS has characters that it may not have"],
])("says nothing to a server with %s=%s", async (name, value, why) => {
  const { says, exitCode, connected } = await postgres([], { [name]: value });
  expect(says).toContain(why);
  expect({ exitCode, connected }).toEqual({ exitCode: 1, connected: {} });
});
