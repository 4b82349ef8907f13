import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Sdk } from "../../../lib/proof/simulate/engine/sdk.ts";
import { collectRejections, type Settling, settle } from "../../../lib/proof/simulate/engine/settle.ts";

/** When a program is over, and what becomes of its failures. Played: what Pulumi waits for, and what the system does. */

let underWay: string[][] = [];
beforeEach(() => {
  underWay = [];
  vi.spyOn(process, "getActiveResourcesInfo").mockImplementation(
    () => underWay.shift() ?? ["TCPSocketWrap", "Timeout"],
  );
});
afterEach(() => {
  vi.restoreAllMocks();
});

const leak = (label: string) => ({ _debugCtx: label });

interface Played extends Partial<Omit<Settling, "sdk">> {
  leaks?: { _debugCtx?: string }[];
  rpcs?: () => Promise<void>;
}

async function run({ leaks = [], rpcs = async () => {}, ...more }: Played) {
  const rejections = collectRejections();
  const store = { leakCandidates: new Set(leaks) };
  const sdk = { getStore: () => store, runtime: { waitForRPCs: rpcs } } as unknown as Sdk;
  const outputs = Promise.resolve({ url: "u" });
  const settling = { sdk, outputs, count: () => 0, busy: () => false, rejections, timeout: 60_000, ...more };
  try {
    const result = await settle(settling);
    return { result, errors: rejections.errors.map(String) };
  } finally {
    await rejections.stop();
  }
}

describe("a program is over", () => {
  it("when it has returned and nothing is under way", async () => {
    expect(await run({})).toEqual({ result: { url: "u" }, errors: [] });
    expect(await run({ outputs: Promise.resolve(undefined) })).toEqual({ result: {}, errors: [] });
  });

  it("not while resources are made, timers run or Pulumi waits for something", async () => {
    let [made, timers] = [0, 3];
    const leaks = [leak("a"), leak("b")];
    const asked: string[] = [];
    const store = new Set(leaks);
    const rejections = collectRejections();
    const sdk = {
      getStore: () => ({ leakCandidates: store }),
      runtime: {
        waitForRPCs: async () => {
          if (made < 3) made++;
          else if (timers > 0) timers--;
          else store.delete([...store][0] as { _debugCtx: string });
          asked.push(`${made} ${timers} ${store.size}`);
        },
      },
    } as unknown as Sdk;
    const busy = () => timers > 0;
    await settle({ sdk, outputs: Promise.resolve(), count: () => made, busy, rejections, timeout: 60_000 });
    await rejections.stop();
    // Five turns more in which nothing happens are the end.
    const last = asked.indexOf("3 0 0");
    expect(asked.slice(0, last + 1)).toEqual(["1 3 2", "2 3 2", "3 3 2", "3 2 2", "3 1 2", "3 0 2", "3 0 1", "3 0 0"]);
    expect(asked.slice(last)).toEqual(new Array(5).fill("3 0 0"));
  });

  it("not while a file is read: the turns are counted anew", async () => {
    underWay = [[], ["Timeout"], [], ["FSReqPromise"], [], ["GetAddrInfoReqWrap", "Timeout"]];
    let turns = 0;
    await run({ rpcs: async () => void turns++ });
    // The first turn compares with nothing, and asks the system for nothing.
    expect(turns).toBe(1 + 6 + 5);
  });

  it("when it has failed, a moment later, in which others may fail as well", async () => {
    const outputs = new Promise<never>(() => {});
    const rejections = collectRejections();
    const sdk = { getStore: () => ({ leakCandidates: new Set() }), runtime: { waitForRPCs: async () => {} } };
    const settling = { outputs, count: () => 0, busy: () => true, rejections, timeout: 60_000 };
    void Promise.reject(new Error("first"));
    void delay(5).then(() => Promise.reject(new Error("second")));
    expect(await settle({ sdk: sdk as unknown as Sdk, ...settling })).toEqual({});
    await rejections.stop();
    expect(rejections.errors.map(String)).toEqual(["Error: first", "Error: second"]);
  });

  it("when there is no time left: then it says what it waits for, each once, and no more than five", async () => {
    const labels = [
      "One[a:b:C]",
      "One[a:b:C]",
      "Two[a:b:C]",
      "Three[a:b:C]",
      "Four[a:b:C]",
      "Five[a:b:C]",
      "Six[a:b:C]",
    ];
    const leaks = [{}, leak("resolving"), ...labels.map((label) => leak(`resource:${label} ...`))];
    const { errors } = await run({ leaks, timeout: 20 });
    const named = "One[a:b:C], Two[a:b:C], Three[a:b:C], Four[a:b:C], Five[a:b:C]";
    expect(errors).toEqual([`Error: the program did not finish in 0.02 s; it waits for ${named}`]);
    const hangs = await run({ rpcs: () => new Promise(() => {}), timeout: 20 });
    expect(hangs.errors).toEqual(["Error: the program did not finish in 0.02 s; it waits for "]);
  });
});

describe("what nobody has caught", () => {
  it("is collected, each error once, and ends no process", async () => {
    const rejections = collectRejections();
    const error = new Error("no");
    void Promise.reject(error);
    rejections.add(error);
    await rejections.failed;
    expect(rejections.errors).toEqual([error]);
    // What is rejected in the last moment counts, too.
    void Promise.reject(new Error("late"));
    await rejections.stop();
    expect(rejections.errors.map(String)).toEqual(["Error: no", "Error: late"]);
  });

  it("goes to those who listened before, once the run is over", async () => {
    const before = process.listeners("unhandledRejection");
    const rejections = collectRejections();
    expect(process.listeners("unhandledRejection")).toEqual([rejections.add]);
    await rejections.stop();
    expect(process.listeners("unhandledRejection")).toEqual(before);
  });
});
