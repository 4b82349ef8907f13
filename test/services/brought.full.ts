import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { variables } from "../../templates/infra/kit/authorities.ts";
import { URL_WORDS } from "../proof/expectations/services.ts";
import { missing, programs } from "../support/boot/binaries.ts";
import { type Servers, startServers } from "../support/boot/servers.ts";
import { servicePackages } from "../support/packages.ts";

/**
 * Code that was not written for AWS reaches a database that takes TLS only, by the variables of its container alone. The
 * file of Amazon's authorities is here one with the authority of the test's own servers.
 */

const reason = missing("postgres", "mariadb");
if (reason !== "") console.warn(`code that is brought along: ${reason}`);

describe.skipIf(reason !== "")("a plain client with DATABASE_URL", () => {
  let servers: Servers;
  let packages: string;
  beforeAll(async () => {
    [servers, packages] = await Promise.all([startServers(["postgres", "mariadb"]), servicePackages()]);
  });
  afterAll(() => servers?.dispose());

  /** What a container is given: the URL as infra/kit/database.ts makes it, and the names of the file. */
  function environment(family: "postgres" | "mysql", database: string) {
    const { user, password, host, port, ca } = servers.of(family === "mysql" ? "mariadb" : "postgres");
    const protocol = family === "mysql" ? "mysql" : "postgresql";
    const url = `${protocol}://${user}:${password}@${host}:${port}/${database}${URL_WORDS[family]}`;
    return {
      DATABASE_URL: encodeURI(url),
      ...Object.fromEntries(Object.keys(variables).map((name) => [name, ca])),
    };
  }
  const run = (file: string, args: string[], env: Record<string, string>) =>
    execa(file, args, { cwd: join(packages, ".."), env: { PATH: process.env.PATH ?? "", ...env }, extendEnv: false });

  const pg = "const c = new (require('pg').Client)(process.env.DATABASE_URL); c.connect()";
  const typeorm = "const d = new (require('typeorm').DataSource)({ type: 'postgres', url: process.env.DATABASE_URL });";
  const mysql = "const c = require('mysql2/promise').createPool(process.env.DATABASE_URL);";
  const ssl = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
  const cipher = "SHOW STATUS LIKE 'Ssl_version'";
  test.each([
    ["pg", "postgres", `${pg}.then(() => c.query("${ssl}")).then((r) => { console.log(r.rows[0].ssl); c.end() })`],
    [
      "typeorm",
      "postgres",
      `${typeorm} d.initialize().then(() => d.query("${ssl}")).then((r) => { console.log(r[0].ssl); d.destroy() })`,
    ],
    [
      "mysql2",
      "mysql",
      `${mysql} c.query("${cipher}").then(([r]) => { console.log(/TLS/.test(r[0].Value)); c.end() })`,
    ],
  ] as const)("%s", async (_, family, code) => {
    const database = family === "mysql" ? "" : "postgres";
    const env = environment(family, database);
    expect((await run(process.execPath, ["-e", code], env)).stdout).toBe("true");
    // Without the file nobody knows who answers.
    const { NODE_EXTRA_CA_CERTS: _file, ...without } = env as Record<string, string>;
    await expect(run(process.execPath, ["-e", code], without)).rejects.toThrow(/certificate/);
  });

  test("libpq", async () => {
    const env = environment("postgres", "postgres");
    const { client = "" } = programs("postgres");
    expect((await run(client, ["-XAtc", ssl, env.DATABASE_URL], env)).stdout).toBe("t");
    const { PGSSLROOTCERT: _file, ...without } = env as Record<string, string>;
    await expect(run(client, ["-XAtc", ssl, env.DATABASE_URL], without)).rejects.toThrow(/root certificate/);
  });
});
