import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import type { PlainObject } from "../types.ts";
import type { Sdk } from "./sdk.ts";

export interface Rejections {
  errors: unknown[];
  add(error: unknown): void;
  /** Resolves when the first error has come and had a moment to bring others with it. */
  failed: Promise<void>;
  stop(): Promise<void>;
}

/**
 * What fails inside `apply()` surfaces as an unhandled rejection, which would end the process or the test run: for the
 * length of a run they are collected instead.
 */
export function collectRejections(): Rejections {
  const errors: unknown[] = [];
  let fail = () => {};
  const failed = new Promise<void>((resolve) => {
    fail = resolve;
  }).then(() => delay(50));
  const add = (error: unknown) => {
    if (!errors.includes(error)) errors.push(error);
    fail();
  };
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", add);
  return {
    errors,
    add,
    failed,
    async stop() {
      // Node reports rejections after the microtasks of a turn.
      await nextTurn();
      await nextTurn();
      process.removeListener("unhandledRejection", add);
      for (const other of others) process.on("unhandledRejection", other);
    },
  };
}

/** Requests to the system that are under way: FSReqPromise, CloseReq, GetAddrInfoReqWrap and the like. */
const readingFiles = () => process.getActiveResourcesInfo().some((name) => name.includes("Req"));

export interface Settling {
  sdk: Sdk;
  /** What the program returns. */
  outputs: Promise<unknown>;
  /** How many resources there are by now. */
  count(): number;
  /** True while something of the program is under way that Pulumi does not know of. */
  busy(): boolean;
  rejections: Rejections;
  timeout: number;
}

/** Waits until the program has returned or failed, every resource is registered and nothing is under way any more. */
export async function settle({ sdk, outputs, count, busy, rejections, timeout }: Settling): Promise<PlainObject> {
  const store = sdk.getStore();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      const labels = [...store.leakCandidates].map(({ _debugCtx = "" }) => /resource:([^\]]+\])/.exec(_debugCtx)?.[1]);
      const names = [...new Set(labels)].filter((label) => label !== undefined).slice(0, 5);
      rejections.add(new Error(`the program did not finish in ${timeout / 1000} s; it waits for ${names.join(", ")}`));
      resolve();
    }, timeout);
    void rejections.failed.then(resolve);
  }).then(() => {
    over = true;
  });
  try {
    const result = await Promise.race([outputs, end]);
    let [quiet, seen] = [0, -1];
    // Some turns of the event loop in which nothing happens are the end.
    while (quiet < 5 && !over) {
      await Promise.race([sdk.runtime.waitForRPCs(), end]);
      await nextTurn();
      const idle = seen === count() && store.leakCandidates.size === 0 && !busy() && !readingFiles();
      quiet = idle ? quiet + 1 : 0;
      seen = count();
    }
    return (result ?? {}) as PlainObject;
  } finally {
    clearTimeout(timer);
  }
}
