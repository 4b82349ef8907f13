import { setTimeout as delay } from "node:timers/promises";
import { eventually } from "../boot/container.ts";
import type { Server } from "../boot/servers.ts";
import { inSync, promote, replicate } from "./redis.ts";
import type { FaultyStage, Store } from "./stage.ts";

/** Something that happens to every store at once. */
export interface Fault {
  title: string;
  /** How long it goes on until the stores are well again; 0 for what happens in a moment. */
  lasts: number;
  /** Whoever asks afterwards gets answers again after this time, as the README of a service says. */
  heals: number;
  /** Nobody notices but by waiting. */
  harmless?: true;
  begin(stage: FaultyStage): unknown;
  end?(stage: FaultyStage): unknown;
}

const each = async (stage: FaultyStage, act: (store: Store) => unknown): Promise<void> => {
  await Promise.all([...stage.wires.keys()].map(act));
};

export const FAULTS: readonly Fault[] = [
  {
    title: "the network is slow: 100 ms more each way",
    lasts: 8_000,
    heals: 1_000,
    harmless: true,
    begin: (stage) => each(stage, (store) => stage.wire(store).slow(100)),
    end: (stage) => each(stage, (store) => stage.wire(store).heal()),
  },
  {
    title: "every connection is reset",
    lasts: 0,
    heals: 10_000,
    begin: (stage) => each(stage, (store) => stage.wire(store).reset()),
  },
  {
    title: "the stores refuse connections",
    lasts: 8_000,
    heals: 10_000,
    begin: (stage) => each(stage, (store) => stage.wire(store).refuse()),
    end: (stage) => each(stage, (store) => stage.wire(store).open()),
  },
  {
    title: "the stores restart",
    lasts: 0,
    heals: 10_000,
    begin: (stage) =>
      each(stage, async (store) => {
        await stage.server(store).stop();
        await delay(2_000);
        await stage.server(store).start();
      }),
  },
  {
    title: "the hosts are lost, and standbys have their names at once",
    lasts: 0,
    heals: 20_000,
    begin: (stage) => each(stage, (store) => stage.wire(store).strand()),
  },
  {
    title: "the hosts are lost for 20 s",
    lasts: 20_000,
    heals: 20_000,
    begin: (stage) => each(stage, (store) => stage.wire(store).swallow()),
    end: (stage) => each(stage, (store) => stage.wire(store).heal()),
  },
];

/**
 * Another server becomes the primary, and has the name: connections that exist are still with the one before, which
 * takes no more writes.
 * @param before what is done at the last moment
 * @returns the server that takes them now
 */
type Demotion = (stage: FaultyStage, before?: () => Promise<unknown>) => Promise<Server>;

export const DEMOTIONS: Record<Store, Demotion> = {
  /** Stand-in: one server, whose sessions may write from the next connection on. It hides that data is copied. */
  postgres: async (stage, before) => {
    const server = stage.server("postgres");
    const sql = (statement: string) => server.sql("postgres", statement);
    await before?.();
    const owners = stage.on("postgres").map((item) => stage.envOf(item).DB_USER);
    await sql(owners.map((name) => `ALTER ROLE ${name} SET default_transaction_read_only = off`).join("; "));
    await sql("ALTER SYSTEM SET default_transaction_read_only = on");
    await sql("SELECT pg_reload_conf()");
    return server;
  },
  /** Stand-in: two servers that know nothing of each other. It hides that data is copied. */
  mariadb: async (stage, before) => {
    const standby = await stage.servers.another("mariadb");
    await stage.makeDatabases("mariadb", standby);
    await before?.();
    stage.wire("mariadb").move(standby.port);
    await stage.server("mariadb").sql("mysql", "SET GLOBAL read_only = ON");
    return standby;
  },
  /** A replica of Redis' own, promoted. */
  redis: async (stage, before) => {
    const primary = stage.server("redis");
    const standby = await stage.servers.another("redis");
    await replicate(standby, primary);
    await eventually("the replica has everything", async () => (await inSync(standby)) || undefined);
    await before?.();
    await promote(standby);
    stage.wire("redis").move(standby.port);
    await replicate(primary, standby);
    return standby;
  },
};
