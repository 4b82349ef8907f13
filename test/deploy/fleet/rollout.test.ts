import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { planOf } from "../../../lib/deploy/fleet/plan.ts";
import type { Record } from "../../../lib/deploy/fleet/records.ts";
import { type Outcome, rollOut } from "../../../lib/deploy/fleet/rollout.ts";
import type { Target } from "../../../lib/deploy/fleet/targets.ts";

/** The order of a rollout, moment by moment. A deploy is a promise here that ends when the test says so. */

const target = (stage: string, account = "111111111111") => ({ stage, account }) as Target;
const record = (over: Partial<Record> = {}): Record => ({
  revision: "abc",
  status: "complete",
  deployed: "abc",
  account: "111111111111",
  at: "2026-01-31T09:30:00.000Z",
  seconds: 1,
  log: null,
  error: null,
  ...over,
});
const ended = (status: Outcome["status"]): Outcome => ({ status, seconds: 1, log: null, error: null });

/** A rollout whose deploys wait to be ended. */
function begin(stages: readonly string[], { canary, parallel }: { canary: boolean; parallel: number }) {
  const begun: string[] = [];
  const ends = new Map<string, (outcome: Outcome) => void>();
  const stop = new AbortController();
  const outcomes = rollOut({
    targets: stages.map((stage) => target(stage)),
    canary,
    parallel,
    signal: stop.signal,
    deploy: ({ stage }) =>
      new Promise((resolve) => {
        begun.push(stage);
        ends.set(stage, resolve);
      }),
  });
  return {
    stop,
    outcomes: outcomes.then((all) => Object.fromEntries([...all].map(([{ stage }, { status }]) => [stage, status]))),
    /** What has begun, once all that could begin has. */
    begun: async () => {
      await turn();
      return [...begun];
    },
    end: (stage: string, status: Outcome["status"] = "complete") => ends.get(stage)?.(ended(status)),
  };
}

describe("a rollout", () => {
  it("begins nothing beside the first, and then as many as may run", async () => {
    const { begun, end, outcomes } = begin(["a", "b", "c", "d"], { canary: true, parallel: 2 });
    expect(await begun()).toEqual(["a"]);
    end("a");
    expect(await begun()).toEqual(["a", "b", "c"]);
    end("c");
    expect(await begun()).toEqual(["a", "b", "c", "d"]);
    end("b");
    end("d");
    expect(await outcomes).toEqual({ a: "complete", b: "complete", c: "complete", d: "complete" });
  });

  it.each(["failed", "unverified", "interrupted", "locked", "killed"] as const)(
    "begins nothing more after one that is %s, and cuts none off",
    async (status) => {
      const { begun, end, outcomes } = begin(["a", "b", "c", "d"], { canary: false, parallel: 2 });
      expect(await begun()).toEqual(["a", "b"]);
      end("a", status);
      end("b");
      expect(await outcomes).toEqual({ a: status, b: "complete" });
      expect(await begun()).toEqual(["a", "b"]);
    },
  );

  it("begins nothing more once it is stopped", async () => {
    const { begun, end, outcomes, stop } = begin(["a", "b"], { canary: true, parallel: 2 });
    expect(await begun()).toEqual(["a"]);
    stop.abort();
    end("a");
    expect(await outcomes).toEqual({ a: "complete" });
    expect(await begun()).toEqual(["a"]);
  });
});

describe("what is left", () => {
  const [a, b, c] = [target("a"), target("b"), target("c")];
  const plan = (records: { [stage: string]: Record }, again = false) =>
    planOf([a, b, c], new Map(Object.entries(records)), "abc", again);

  it("is all of it at first, the first alone", () => {
    expect(plan({})).toEqual({ done: [], next: [a, b, c], canary: true });
  });

  it("is what is not done, at once", () => {
    expect(plan({ a: record() })).toEqual({ done: [a], next: [b, c], canary: false });
  });

  it.each(["failed", "unverified", "interrupted", "locked", "killed", "running"] as const)(
    "has what is %s in front, alone: nothing has shown that it works now",
    (status) => {
      expect(plan({ a: record(), c: record({ status }) })).toEqual({ done: [a], next: [c, b], canary: true });
    },
  );

  it.each([
    ["of another revision", { revision: "def" }],
    ["of another account: the client has moved", { account: "222222222222" }],
  ])("has nothing to do with a record %s", (_, over) => {
    expect(plan({ a: record(over) })).toEqual({ done: [], next: [a, b, c], canary: true });
  });

  it("is all of it again where that is asked", () => {
    expect(plan({ a: record(), b: record() }, true)).toEqual({ done: [], next: [a, b, c], canary: true });
  });
});
