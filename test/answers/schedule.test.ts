import { expect, it } from "vitest";
import { scheduleProblem } from "../../lib/answers/schedule.ts";

/** What EventBridge Scheduler takes ("Schedule types" in its user guide), and what is said of anything else. */

it.each([
  ...["rate(1 minute)", "rate(1 hour)", "rate(1 day)", "rate(2 minutes)", "rate(9999 days)"],
  ...["cron(0 0 1 1 ? 1970)", "cron(59 23 31 12 ? 2199)", "cron(* * ? JAN,DEC SUN-SAT *)", "cron(0/5 8-18 ? * 1-7 *)"],
  ...["cron(0 0 L * ? *)", "cron(0 0 LW * ? *)", "cron(0 0 31W * ? *)", "cron(0 0 ? * L *)", "cron(0 0 ? * 7L *)"],
  ...["cron(0 0 ? * 1#5 *)", "cron(1,2,3 */9999 * * ? *)"],
])("%s is one", (schedule) => expect(scheduleProblem(schedule)).toBeNull());

const ranges = (name: string, value: string, from: number, to: number) =>
  `${name}: "${value}" should be from ${from} to ${to}, * or a list of such`;

it.each([
  ...["60", "-1", "1-2-3", "1/0", "1/2/3", "", "00000", "x", "*/10000"].map((field): [string, string] => [
    `cron(${field} 0 * * ? *)`,
    ranges("minutes", field, 0, 59),
  ]),
  ["cron(0 24 * * ? *)", ranges("hours", "24", 0, 23)],
  ["cron(0 0 0 * ? *)", ranges("day of month", "0", 1, 31)],
  ["cron(0 0 32 * ? *)", ranges("day of month", "32", 1, 31)],
  ["cron(0 0 * 0 ? *)", ranges("month", "0", 1, 12)],
  ["cron(0 0 * 13 ? *)", ranges("month", "13", 1, 12)],
  ["cron(0 0 ? * 0 *)", ranges("day of week", "0", 1, 7)],
  ["cron(0 0 ? * 8 *)", ranges("day of week", "8", 1, 7)],
  ["cron(0 0 ? * 1#6 *)", ranges("day of week", "1#6", 1, 7)],
  ["cron(0 0 * * ? 1969)", ranges("year", "1969", 1970, 2199)],
  ["cron(0 0 * * ? 2200)", ranges("year", "2200", 1970, 2199)],
  ["cron(0 0 * * * *)", "exactly one of day of month and day of week should be ?"],
  ["cron(0 0 ? * ? *)", "exactly one of day of month and day of week should be ?"],
  ["cron(0 0 * * ?)", "cron(…) has six fields: minutes, hours, day of month, month, day of week, year"],
  ...[
    "rate(1 minutes)",
    "rate(2 minute)",
    "rate(0 days)",
    "rate(10000 days)",
    "at(2030-01-01)",
    "cron(0 0 * * ? *) ",
  ].map((schedule): [string, string] => [
    schedule,
    `"${schedule}" should be like "rate(1 hour)" or "cron(0 3 * * ? *)"`,
  ]),
])("%s is none", (schedule, problem) => expect(scheduleProblem(schedule)).toBe(problem));
