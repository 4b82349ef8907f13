import { describe, expect, it } from "vitest";
import { heardWithin, longestGap } from "../../lib/answers/schedule-gap.ts";

describe("the longest time between two runs", () => {
  it.each([
    ["rate(5 minutes)", 5],
    ["rate(1 day)", 1440],
    ["cron(0 3 * * ? *)", 1440],
    ["cron(0/15 * * * ? *)", 15],
    ["cron(0 8-18 * * ? *)", 14 * 60],
    ["cron(30 2,14 * * ? *)", 12 * 60],
    ["cron(0 8 ? * MON-FRI *)", 3 * 1440],
    ["cron(0 8 ? * 2-6 *)", 3 * 1440],
    ["cron(0 8 ? * SAT-MON *)", 5 * 1440],
    ["cron(0 3 ? * SUN *)", 7 * 1440],
    // The 31st is followed by the 1st, or by the 1st of a month that is two days away in February.
    ["cron(0 3 1/2 * ? *)", 2 * 1440],
    ["cron(0 3 1 * ? *)", 31 * 1440],
    ["cron(10,20 8 * * ? *)", 1430],
    ["cron(0 0/6 ? * 2,4 *)", 5 * 1440 - 18 * 60],
    ["rate(2 hours)", 120],
  ])("is that of %s: %i minutes", (schedule, minutes) => {
    expect(longestGap(schedule)).toBe(minutes);
  });

  it.each([
    "cron(0 3 L * ? *)",
    "cron(0 3 ? * 6#3 *)",
    "cron(0 3 * 6 ? *)",
    "cron(0 3 * * ? 2030)",
    "cron(0 3 15W * ? *)",
    "cron(0 3 ? * 6L *)",
  ])("is not known of %s", (schedule) => {
    expect(longestGap(schedule)).toBeNull();
  });
});

it("is heard of within hours that CloudWatch can look back, asleep or not", () => {
  expect(heardWithin(null, null)).toBeNull();
  expect(heardWithin("rate(5 minutes)", null)).toBe(3);
  expect(heardWithin("cron(0 3 * * ? *)", null)).toBe(26);
  expect(heardWithin("cron(0 3 * * ? *)", "cron(0 8 ? * MON-FRI *)")).toBe(74);
  expect(heardWithin("cron(0 3 ? * SUN *)", null)).toBeNull();
  // CloudWatch looks back for a week.
  expect([heardWithin("rate(166 hours)"), heardWithin("rate(167 hours)")]).toEqual([168, null]);
  expect(heardWithin("cron(0 3 1 * ? *)", null)).toBeNull();
});
