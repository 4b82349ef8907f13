import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Fault } from "./faults.ts";
import { print, type UnderLoad } from "./under-load.ts";

/** Each fault heals by itself in the time that a service's README states. */
export function testFaults(load: UnderLoad, faults: readonly Fault[]): void {
  test.each(faults)(
    "$title",
    async ({ title, lasts, heals, harmless, begin, end }) => {
      await delay(2_000);
      const from = load.moments();
      await begin(load.stage);
      await delay(lasts);
      await end?.(load.stage);
      const to = load.moments();
      const [jobs] = await Promise.all([load.jobsBorne(heals), delay(heals + 3_000)]);
      const requests = load.borne(from, to);
      print(title, requests);
      print(title, jobs);
      expect(requests.filter((one) => one["healed after ms"] > heals)).toEqual([]);
      if (harmless) expect(requests.filter((one) => one["failed during"] + one["failed after"] > 0)).toEqual([]);
    },
    180_000,
  );
}
