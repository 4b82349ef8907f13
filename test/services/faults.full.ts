import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { databaseEngine } from "../support/boot/surroundings.ts";
import { FAULTS } from "../support/faults/faults.ts";
import { testFaults } from "../support/faults/heals.ts";
import type { Running, Store } from "../support/faults/stage.ts";
import { describeUnderLoad, type UnderLoad } from "../support/faults/under-load.ts";

const LASTING = FAULTS.filter(({ lasts }) => lasts > 0);

function stops(load: UnderLoad): void {
  test("a worker that is stopped ends its job first", async () => {
    const worker = load.workers[0] as Running;
    const wire = load.stage.wire(databaseEngine(worker.item) as Store);
    wire.slow(1_500);
    load.producing = true;
    await delay(3_000);
    worker.signal("SIGTERM");
    expect(await worker.ended).toBe(0);
    wire.heal();
    const counts = await load.producer.counts(worker.item.name);
    expect(counts).toMatchObject({ active: 0, failed: 0 });
  }, 120_000);
}

/** Rendered services under a steady load, on networks and servers that fail for a while; and then a worker that is stopped. */
describeUnderLoad("faults that last", (load) => testFaults(load, LASTING), stops);
