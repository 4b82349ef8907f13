import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { momentOf } from "../../lib/commands/moments.ts";
import { checkedNumber, numberOf, problemsOf, waitOf } from "../../lib/commands/numbers.ts";
import { usageGiven } from "../../lib/commands/plan/usage.ts";
import { servicesNamed } from "../../lib/commands/services.ts";
import { Session } from "../../lib/commands/session.ts";

/** Values of flags: numbers, moments, amounts of data, names. */

const withFlags = (options: Record<string, unknown>) =>
  new Session({ cwd: "/", root: "/", args: [], options, ask: async () => null });

describe("a number", () => {
  const bounds = { otherwise: 3, what: "a number from 1 to 16", least: 1, most: 16 };
  const read = (parallel?: string) => numberOf(withFlags({ parallel }), "parallel", bounds);

  it.each([
    [undefined, 3],
    ["1", 1],
    ["16", 16],
    ["007", 7],
  ])("%j is %i", (given, value) => {
    expect(read(given)).toEqual({ value });
    expect(checkedNumber(read(given))).toBe(value);
  });

  it.each(["0", "17", "-1", "1.5", "1e1", "", " 2", "two"])("%j is none from 1 to 16", (given) => {
    const problem = { path: "--parallel", message: `"${given}" should be a number from 1 to 16` };
    expect(read(given)).toEqual({ problem });
    expect(() => checkedNumber(read(given))).toThrow(
      `1 problem in the command line:\n  --parallel: ${problem.message}`,
    );
    expect(problemsOf(read("2"), read(given))).toEqual([problem]);
  });

  it("of seconds to wait is five minutes where nobody says one, and may be nothing", () => {
    expect([undefined, "0", "86400"].map((wait) => waitOf(withFlags({ wait })))).toEqual([
      { value: 300 },
      { value: 0 },
      { value: 86_400 },
    ]);
    expect(waitOf(withFlags({ wait: "soon" }))).toMatchObject({
      problem: { path: "--wait", message: '"soon" should be a number of seconds' },
    });
  });
});

describe("a moment", () => {
  const NOW = Date.parse("2026-01-31T12:00:00Z");
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());
  const read = (since?: string) => momentOf(withFlags({ since }), "since", "10m");

  it.each([
    ["30s", "2026-01-31T11:59:30Z"],
    ["90m", "2026-01-31T10:30:00Z"],
    ["2h", "2026-01-31T10:00:00Z"],
    ["3d", "2026-01-28T12:00:00Z"],
    ["2026-01-31T09:30Z", "2026-01-31T09:30:00Z"],
    [undefined, "2026-01-31T11:50:00Z"],
  ])("%j is %s", (given, at) => {
    expect(read(given)).toEqual({ value: Date.parse(at) });
  });

  it.each(["yesterday", "2w", "h", "-2h", "2 h"])("%j is none", (given) => {
    const message = `"${given}" is neither a time such as 10m, 2h, 3d nor a moment such as 2026-01-31T09:30Z`;
    expect(read(given)).toEqual({ problem: { path: "--since", message } });
  });
});

describe("an amount of data", () => {
  it.each([
    [undefined, null],
    ["100", 100],
    ["100GB", 100],
    [" 1.5 tb ", 1500],
    ["250MB", 0.25],
    ["0", 0],
  ])("%j is %j GB", (traffic, amount) => {
    expect(usageGiven((flag) => ({ traffic })[flag as "traffic"])).toEqual({ traffic: amount, logs: null });
  });

  it("that is none is refused, in each flag", () => {
    expect(() => usageGiven((flag) => ({ traffic: "much", logs: "-1GB" })[flag])).toThrow(
      '2 problems in the command line:\n  --traffic: "much" is no amount of data: use 100GB\n  --logs: "-1GB" is no amount of data: use 100GB',
    );
  });
});

describe("names of services", () => {
  it("are all where none is given, and each once", () => {
    expect(servicesNamed([], ["api", "web"])).toEqual([["api", "web"], []]);
    expect(servicesNamed(["web", "web"], ["api", "web"])).toEqual([["web"], []]);
  });

  it("are refused where there is no such service", () => {
    const problem = (message: string) => [{ path: "service", message }];
    expect(servicesNamed(["apo"], ["api", "web"])[1]).toEqual(
      problem('"apo" is none of the services (did you mean "api"?): api, web'),
    );
    expect(servicesNamed(["api"], [])[1]).toEqual(problem('"api" is none of the services: there are none'));
  });
});
