import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Server } from "../boot/servers.ts";
import { servicePackages } from "../packages.ts";

interface Redis {
  call(...words: string[]): Promise<unknown>;
  quit(): Promise<unknown>;
}

/** Sends one command to a server. */
async function command({ host, port, password, ca }: Server, ...words: string[]): Promise<string> {
  const { Redis } = createRequire(join(await servicePackages(), "packages.js"))("ioredis");
  const redis: Redis = new Redis({ host, port, password, tls: { ca: await readFile(ca, "utf8") } });
  const answer = await redis.call(...words);
  await redis.quit();
  return String(answer);
}

export const replicate = (replica: Server, primary: Server): Promise<string> =>
  command(replica, "REPLICAOF", primary.host, String(primary.port));

export const promote = (replica: Server): Promise<string> => command(replica, "REPLICAOF", "NO", "ONE");

export const inSync = async (replica: Server): Promise<boolean> =>
  /master_link_status:up/.test(await command(replica, "INFO", "replication"));
