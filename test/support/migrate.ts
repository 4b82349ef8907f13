import { join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import type { Server } from "./boot/servers.ts";
import { playClient } from "./played/prisma.ts";

/** Compiles the program of a rendered service that migrates. */
export async function compileMigrate(folder: string, { prisma }: { prisma: boolean }): Promise<string> {
  // A migration does not use Prisma's client.
  if (prisma) await playClient(folder);
  await build({
    entryPoints: [join(folder, "src/migrate.ts"), ...(prisma ? [] : [join(folder, "src/migrations/*.ts")])],
    outdir: join(folder, "dist"),
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    logLevel: "error",
  });
  return join(folder, "dist/migrate.js");
}

interface Login {
  database: string;
  user: string;
  password: string;
}

/** Runs a program of a rendered repo that works on a database, as a task of it does. */
export const runOn = (server: Server, { database, user, password }: Login, file: string) =>
  execa(process.execPath, [file], {
    env: {
      ...{ PATH: process.env.PATH ?? "", NODE_ENV: "production", STAGE: "dev", ENVIRONMENT: "dev", LOG_LEVEL: "info" },
      ...{ DB_HOST: server.host, DB_PORT: `${server.port}`, DB_NAME: database, DB_USER: user, DB_PASS: password },
      ...{ DB_POOL_SIZE: "2", DB_SSL: "true", DB_SSL_CA: server.ca, DB_CONNECT_SECONDS: "5" },
      ...{ ADMIN_USER: server.user, ADMIN_PASS: server.password, PORT: "5000", SELF_URL: "http://localhost:5000" },
    },
    extendEnv: false,
    reject: false,
    all: true,
    timeout: 90_000,
  });
