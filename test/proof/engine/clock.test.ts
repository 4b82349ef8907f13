import { expect, it, vi } from "vitest";
import { createClock } from "../../../lib/proof/simulate/engine/clock.ts";

/** What a program is told of the time: the same on every day. Played: the time that its timers take. */

it("it is the beginning of 2030, and any other day that is asked for by name", () => {
  const { Date: Fixed } = createClock().globals;
  const now = "2030-01-01T00:00:00.000Z";
  expect([new Fixed().toISOString(), new Date(Fixed.now()).toISOString()]).toEqual([now, now]);
  expect(new Fixed(0).toISOString()).toBe("1970-01-01T00:00:00.000Z");
  expect(new Fixed("2026-11-27").toISOString()).toBe("2026-11-27T00:00:00.000Z");
  expect(new Fixed(2026, 10, 27, 8).getTime()).toBe(new Date(2026, 10, 27, 8).getTime());
  expect(new Fixed() instanceof Date).toBe(true);
});

it("a timer is pending until it has fired or is taken back, and is given what it was set with", () => {
  vi.useFakeTimers();
  try {
    const clock = createClock();
    const { setTimeout, clearTimeout } = clock.globals;
    const fired: unknown[] = [];
    setTimeout((...args: unknown[]) => fired.push(args, clock.pending()), 20, "a", "b");
    const other = setTimeout(() => fired.push("never"), 20);
    expect(clock.pending()).toBe(2);
    clearTimeout(other);
    expect(clock.pending()).toBe(1);
    vi.advanceTimersByTime(19);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect([fired, clock.pending()]).toEqual([[["a", "b"], 0], 0]);
  } finally {
    vi.useRealTimers();
  }
});
