import { clock, cron, DAYS, hoursOf, type SleepAnswer, WORKDAYS } from "./hours.ts";

/**
 * When a stage is woken, and falls asleep, as EventBridge Scheduler is told. Services go before databases and come after them:
 * a database takes some minutes, and nobody is to ask one that is not there. Checks from outside come back last of all.
 */

/** Minutes after the hour. */
const DATABASES_STOP = 10;
const SERVICES_START = 20;
const CHECKS_START = 40;

export interface SleepTimes {
  timezone: string;
  services: { wake: string; sleep: string };
  databases: { wake: string; sleep: string };
  checks: { wake: string; sleep: string };
}

/** It falls asleep every day, also when somebody has woken it at a weekend, or RDS has after seven days. */
export function sleepTimes(sleep: SleepAnswer): SleepTimes {
  const { asleep, awake, weekends } = hoursOf(sleep);
  return {
    timezone: sleep.timezone,
    services: { wake: cron(SERVICES_START, awake, weekends), sleep: cron(0, asleep % 24, false) },
    databases: { wake: cron(0, awake, weekends), sleep: cron(DATABASES_STOP, asleep % 24, false) },
    checks: { wake: cron(CHECKS_START, awake, weekends), sleep: cron(0, asleep % 24, false) },
  };
}

const DAY_MINUTES = 24 * 60;

/** The minutes of a week at which a daily or weekly cron expression starts something; none where it is another kind. */
function startsIn(expression: string): number[] {
  const [, minute, hour, weekday = ""] = /^cron\((\d+) (\d+) \S+ \* (\S+) \*\)$/.exec(expression) ?? [];
  const days = weekday === "MON-FRI" ? WORKDAYS : weekday === "?" ? DAYS.keys() : [];
  return [...days].map((day) => day * DAY_MINUTES + Number(hour) * 60 + Number(minute));
}

/** The share of a week that lies between the times at which something is woken, and those at which it falls asleep. */
export function awakeShare({ wake, sleep }: { wake: string; sleep: string }): number {
  const week = 7 * DAY_MINUTES;
  const changes = [
    ...startsIn(wake).map((at) => ({ at, awake: true })),
    ...startsIn(sleep).map((at) => ({ at, awake: false })),
  ].sort((one, other) => one.at - other.at);
  const minutes = changes.reduce((sum, { at, awake }, index) => {
    const next = changes[index + 1]?.at ?? (changes[0]?.at ?? 0) + week;
    return awake ? sum + next - at : sum;
  }, 0);
  return changes.length === 0 ? 1 : minutes / week;
}

/** When such an expression starts something next, as people say it: `07:20 Europe/Berlin`, with the day where that is not within one. */
export function nextStart(expression: string, timezone: string, now: Date): string {
  const format = new Intl.DateTimeFormat("en", {
    ...{ timeZone: timezone, hourCycle: "h23", weekday: "short", hour: "2-digit", minute: "2-digit" },
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const today = DAYS.indexOf(String(parts.weekday).toUpperCase());
  const at = today * DAY_MINUTES + Number(parts.hour) * 60 + Number(parts.minute);
  const week = 7 * DAY_MINUTES;
  const wait = Math.min(...startsIn(expression).map((start) => (start - at + week) % week || week));
  const then = (at + wait) % week;
  const day = wait > DAY_MINUTES ? `${titled(DAYS[Math.floor(then / DAY_MINUTES)] as string)} ` : "";
  return `${day}${clock(Math.floor(then / 60), then % 60)} ${timezone}`;
}

const titled = (day: string): string => day.charAt(0) + day.slice(1).toLowerCase();
