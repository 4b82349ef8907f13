import { getEventListeners } from "node:events";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { limited } from "../../lib/system/limit.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const state = (limit: ReturnType<typeof limited>) => ({ aborted: limit.signal.aborted, expired: limit.expired() });

describe("a time limit", () => {
  it("stops when its time is over, and not before", () => {
    const limit = limited(1000);
    vi.advanceTimersByTime(999);
    expect(state(limit)).toEqual({ aborted: false, expired: false });
    vi.advanceTimersByTime(1);
    expect(state(limit)).toEqual({ aborted: true, expired: true });
  });

  it("stops for another reason, too, which is not the time", () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const limit = limited(1000, undefined, one.signal, other.signal);
    expect(state(limit)).toEqual({ aborted: false, expired: false });
    other.abort();
    expect(state(limit)).toEqual({ aborted: true, expired: false });
  });

  it("has stopped at once where there is a reason already", () => {
    expect(state(limited(1000, AbortSignal.abort()))).toEqual({ aborted: true, expired: false });
  });

  it("leaves nothing behind once it is ended", () => {
    const other = new AbortController();
    const limit = limited(1000, other.signal);
    expect(getEventListeners(other.signal, "abort")).toHaveLength(1);
    limit.end();
    expect(getEventListeners(other.signal, "abort")).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
    other.abort();
    expect(state(limit)).toEqual({ aborted: false, expired: false });
  });

  it("is no leak for Node, however many share one reason, or wait for one limit", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on("warning", warn);
    const { signal } = new AbortController();
    const limits = Array.from({ length: 20 }, () => limited(1000, signal));
    for (let i = 0; i < 20; i += 1) limits[0]?.signal.addEventListener("abort", () => undefined);
    await setImmediate();
    process.removeListener("warning", warn);
    for (const limit of limits) limit.end();
    expect(warnings).toEqual([]);
  });
});
