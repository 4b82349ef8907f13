import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { DEMOTIONS, FAULTS } from "../support/faults/faults.ts";
import { testFaults } from "../support/faults/heals.ts";
import { type Borne, describeUnderLoad, print, type UnderLoad } from "../support/faults/under-load.ts";

/** What was under way fails with the server that is no longer the primary: no more than a pool has connections. */
const POOL = 10;
/** As the README of a service says. */
const HEALS_MS = 10_000;

function demotes(load: UnderLoad): void {
  test.each(["postgres", "mariadb", "redis"] as const)(
    "%s: another server becomes the primary",
    async (store) => {
      // What a replica has not got yet is lost with its primary: that is Redis, and no service can change it.
      load.producing = store !== "redis";
      await delay(1_000);
      const from = load.moments();
      const primary = await DEMOTIONS[store](load.stage);
      const to = load.moments();
      if (store === "mariadb") load.homes.mariadb.push(primary);
      if (store === "redis") await load.producer.connect([...load.producer.accepted.keys()], primary);
      load.producing = true;
      const [jobs] = await Promise.all([delay(2_000).then(() => load.jobsBorne(HEALS_MS)), delay(HEALS_MS + 2_000)]);
      const requests = load.borne(from, to);
      print(`${store}: another server becomes the primary`, [...requests, ...jobs]);
      const beyond = (one: Borne) =>
        store === "redis" ? one["healed after ms"] > HEALS_MS : one["failed after"] > POOL;
      expect(requests.filter(load.isAbout(store)).filter(beyond)).toEqual([]);
    },
    180_000,
  );
}

const SUDDEN = FAULTS.filter(({ lasts }) => lasts === 0);

/** Rendered services under a steady load, whose stores are lost and there again, or get another primary. */
describeUnderLoad("faults of a moment", (load) => {
  testFaults(load, SUDDEN);
  demotes(load);
});
