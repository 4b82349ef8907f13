/** When stages sleep, as people say it. */

export interface SleepAnswer {
  hours: string;
  timezone: string;
}

/** Whole hours, so that what runs by the hour has an hour that it may run in. */
export const SLEEP_HOURS = /^([01]\d|2[0-3]):00-([01]\d|2[0-3]):00( and weekends)?$/;

/** What most want; the first is the default. */
export const SLEEP_AT = ["19:00-07:00 and weekends", "19:00-07:00"] as const;

/** Backups, maintenance and what must be between them want this many hours, whatever time of the year it is. */
const LEAST_AWAKE = 8;

export interface Hours {
  /** The hour of a day at which it wakes up. */
  awake: number;
  /** The hour of the same day at which it falls asleep: 24 at midnight. */
  asleep: number;
  weekends: boolean;
}

export function hoursOf({ hours }: SleepAnswer): Hours {
  const [, asleep, awake, weekends] = SLEEP_HOURS.exec(hours) ?? [];
  return { awake: Number(awake), asleep: Number(asleep) || 24, weekends: weekends !== undefined };
}

export const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
export const WORKDAYS = [1, 2, 3, 4, 5];

/** In the words of EventBridge Scheduler. */
export const cron = (minute: number | string, hour: number | string, workdays: boolean): string =>
  workdays ? `cron(${minute} ${hour} ? * MON-FRI *)` : `cron(${minute} ${hour} * * ? *)`;

export const clock = (hour: number, minute: number): string =>
  `${String(((hour % 24) + 24) % 24).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;

/** Whether AWS knows a time zone: by its own name, as this machine does. */
function isTimezone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with it, by its keys. */
export function sleepProblems(sleep: SleepAnswer): { key: "hours" | "timezone"; message: string }[] {
  const { awake, asleep } = hoursOf(sleep);
  const hours = `leave too little of a day: it should be awake for ${LEAST_AWAKE} hours before midnight at least, for backups and maintenance of its databases`;
  const timezone = `"${sleep.timezone}" is no time zone: use a name such as Europe/Berlin`;
  return [
    ...(asleep - awake < LEAST_AWAKE ? [{ key: "hours" as const, message: hours }] : []),
    ...(isTimezone(sleep.timezone) ? [] : [{ key: "timezone" as const, message: timezone }]),
  ];
}
