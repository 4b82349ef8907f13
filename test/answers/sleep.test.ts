import { describe, expect, it } from "vitest";
import { parseBlueprint } from "../../lib/answers/parse.ts";
import { whileAwake } from "../../lib/answers/sleep/schedules.ts";
import { awakeShare, nextStart, sleepTimes } from "../../lib/answers/sleep/times.ts";
import { dayWindows } from "../../lib/answers/sleep/windows.ts";

const nights = (hours: string, timezone = "UTC") => ({ hours, timezone });
const WORK = nights("19:00-07:00 and weekends");
const DAILY = nights("22:00-06:00");

describe("the times of a stage that sleeps", () => {
  it("wake databases before services, and stop them after", () => {
    expect(sleepTimes(nights("19:00-07:00 and weekends", "Europe/Berlin"))).toEqual({
      timezone: "Europe/Berlin",
      services: { wake: "cron(20 7 ? * MON-FRI *)", sleep: "cron(0 19 * * ? *)" },
      databases: { wake: "cron(0 7 ? * MON-FRI *)", sleep: "cron(10 19 * * ? *)" },
      checks: { wake: "cron(40 7 ? * MON-FRI *)", sleep: "cron(0 19 * * ? *)" },
    });
    expect(sleepTimes(DAILY).databases.wake).toBe("cron(0 6 * * ? *)");
  });

  it.each([
    ["19:00-07:00 and weekends", (5 * 700) / 10_080, (5 * 730) / 10_080],
    ["19:00-07:00", 700 / 1440, 730 / 1440],
    // What falls asleep on Saturday at midnight was woken on Friday.
    ["00:00-10:00 and weekends", (5 * 820) / 10_080, (5 * 850) / 10_080],
  ])("%s leave a share of the week", (hours, services, databases) => {
    const times = sleepTimes(nights(hours));
    expect(awakeShare(times.services)).toBeCloseTo(services, 10);
    expect(awakeShare(times.databases)).toBeCloseTo(databases, 10);
  });
});

describe("backups and maintenance are while it is awake, summer and winter", () => {
  it.each([
    ["UTC", "08:00-09:00", "cron(0 10 ? * MON,TUE,WED,THU,FRI *)", "wed:12:30-wed:13:30"],
    // Ahead of UTC by one hour in winter, two in summer: awake from 6 to 17 in both.
    ["Europe/Berlin", "07:00-08:00", "cron(0 9 ? * MON,TUE,WED,THU,FRI *)", "wed:11:30-wed:12:30"],
    // Monday morning there is Sunday evening in UTC.
    ["Asia/Tokyo", "23:00-00:00", "cron(0 1 ? * MON,TUE,WED,THU,FRI *)", "wed:03:30-wed:04:30"],
    ["Pacific/Auckland", "20:00-21:00", "cron(0 22 ? * SUN,MON,TUE,WED,THU *)", "wed:00:30-wed:01:30"],
    ["America/Los_Angeles", "16:00-17:00", "cron(0 18 ? * MON,TUE,WED,THU,FRI *)", "wed:20:30-wed:21:30"],
    // Half an hour ahead of what others are.
    ["Asia/Kolkata", "02:00-03:00", "cron(0 4 ? * MON,TUE,WED,THU,FRI *)", "wed:06:30-wed:07:30"],
  ])("in %s", (timezone, databaseBackup, backupPlan, databaseMaintenance) => {
    const found = dayWindows(nights("19:00-07:00 and weekends", timezone));
    expect(found).toEqual({ databaseBackup, backupPlan, databaseMaintenance });
  });

  it("on every day where it sleeps by night alone", () => {
    expect(dayWindows(nights("22:00-06:00"))).toEqual({
      databaseBackup: "07:00-08:00",
      backupPlan: "cron(0 9 * * ? *)",
      databaseMaintenance: "wed:11:30-wed:12:30",
    });
  });
});

describe("a schedule of a stage that sleeps", () => {
  it.each([
    // At night: an hour after it has woken up.
    ["cron(0 3 * * ? *)", WORK, "cron(0 8 ? * MON-FRI *)"],
    ["cron(0 3 * * ? *)", DAILY, "cron(0 7 * * ? *)"],
    // In the day: as it is, but for what is at night, or at weekends.
    ["cron(30 2,12 * * ? *)", WORK, "cron(30 12 ? * MON-FRI *)"],
    ["cron(0 * * * ? *)", WORK, "cron(0 8-18 ? * MON-FRI *)"],
    ["cron(0 0/6 * * ? *)", WORK, "cron(0 12,18 ? * MON-FRI *)"],
    ["cron(0 12 ? * SAT *)", WORK, "cron(0 12 ? * MON-FRI *)"],
    ["cron(0 12 ? * MON,SUN *)", WORK, "cron(0 12 ? * MON *)"],
    ["cron(0 12 ? * 2-6 *)", WORK, "cron(0 12 ? * MON-FRI *)"],
    ["cron(0 12 ? * 6L *)", WORK, "cron(0 12 ? * 6L *)"],
    ["cron(0 12 ? * 7#1 *)", WORK, "cron(0 12 ? * MON-FRI *)"],
    ["cron(0 12 1 * ? *)", WORK, "cron(0 12 1W * ? *)"],
    ["cron(0 12 L * ? *)", WORK, "cron(0 12 LW * ? *)"],
    ["cron(0 12 1 * ? *)", DAILY, "cron(0 12 1 * ? *)"],
    ["rate(5 minutes)", WORK, "cron(0/5 8-18 ? * MON-FRI *)"],
    ["rate(1 minute)", WORK, "cron(* 8-18 ? * MON-FRI *)"],
    ["rate(1 hour)", DAILY, "cron(0 7-21 * * ? *)"],
    ["rate(4 hours)", WORK, "cron(0 8,12,16 ? * MON-FRI *)"],
    ["cron(0 * * * ? *)", nights("00:00-08:00"), "cron(0 9-23 * * ? *)"],
    ["rate(1 day)", WORK, "cron(0 8 ? * MON-FRI *)"],
    ["rate(59 minutes)", WORK, "cron(0/59 8-18 ? * MON-FRI *)"],
    ["rate(60 minutes)", WORK, "cron(0 8-18 ? * MON-FRI *)"],
    ["rate(90 minutes)", DAILY, "cron(0 7,9,11,13,15,17,19,21 * * ? *)"],
    ["cron(0 8-18/5 * * ? *)", WORK, "cron(0 8,13,18 ? * MON-FRI *)"],
    ["cron(0 18-19 * * ? *)", WORK, "cron(0 18 ? * MON-FRI *)"],
    ["cron(0 12 ? * 1,7 *)", WORK, "cron(0 12 ? * MON-FRI *)"],
    ["cron(0 12 ? 6 FRI-SUN 2030)", WORK, "cron(0 12 ? 6 MON-FRI 2030)"],
    ["cron(0 12 ? * 2 *)", WORK, "cron(0 12 ? * MON *)"],
    ["cron(0 12 LW * ? *)", WORK, "cron(0 12 LW * ? *)"],
    ["cron(0 12 15W * ? *)", WORK, "cron(0 12 15W * ? *)"],
  ])("%s", (schedule, sleep, awake) => {
    expect(whileAwake(schedule, sleep)).toBe(awake);
  });
});

describe("when it wakes up next", () => {
  it.each([
    ["2026-03-02T03:00:00Z", "07:20 Europe/Berlin"],
    ["2026-03-02T20:00:00Z", "07:20 Europe/Berlin"],
    // A Friday evening, and a Sunday.
    ["2026-03-06T20:00:00Z", "Mon 07:20 Europe/Berlin"],
    ["2026-03-08T12:00:00Z", "07:20 Europe/Berlin"],
    // In summer Berlin is two hours ahead.
    ["2026-07-06T05:19:00Z", "07:20 Europe/Berlin"],
    // At that very minute it has begun: the next one is tomorrow's.
    ["2026-03-02T06:20:00Z", "07:20 Europe/Berlin"],
    ["2026-03-06T06:20:00Z", "Mon 07:20 Europe/Berlin"],
  ])("at %s", (now, said) => {
    expect(nextStart("cron(20 7 ? * MON-FRI *)", "Europe/Berlin", new Date(now))).toBe(said);
  });
});

describe("an answer", () => {
  const read = (sleep: unknown) => {
    const found = parseBlueprint({ project: "shop", sleep });
    return "problems" in found
      ? found.problems.map(({ path, message }) => `${path}: ${message}`)
      : found.blueprint.sleep;
  };

  it.each([
    [{}, { hours: "19:00-07:00 and weekends", timezone: "UTC", stages: ["dev"] }],
    [{ hours: "19-7" }, { hours: "19:00-07:00", timezone: "UTC", stages: ["dev"] }],
    [{ hours: "18:00-10:00" }, { hours: "18:00-10:00", timezone: "UTC", stages: ["dev"] }],
    [{ hours: "00:00-16:00" }, { hours: "00:00-16:00", timezone: "UTC", stages: ["dev"] }],
    [{ hours: "20:00 – 6:00, weekends" }, { hours: "20:00-06:00 and weekends", timezone: "UTC", stages: ["dev"] }],
  ])("%j is read", (given, sleep) => {
    expect(read(given)).toEqual(sleep);
  });

  it.each([
    [{ hours: "19:30-07:00" }, /^sleep\.hours: .*use whole hours/],
    [{ hours: "07:00-04:00" }, /^sleep\.hours: leave too little of a day/],
    [{ hours: "02:00-10:00" }, /^sleep\.hours: leave too little of a day/],
    [{ hours: "17:00-10:00" }, /^sleep\.hours: .* awake for 8 hours before midnight at least/],
    [{ timezone: "Berlin" }, /^sleep\.timezone: "Berlin" is no time zone/],
    [{ stages: ["production"] }, /^sleep\.stages\[0\]/],
  ])("%j is refused", (given, problem) => {
    expect(read(given)).toEqual([expect.stringMatching(problem)]);
  });
});
