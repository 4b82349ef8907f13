import { DAYS } from "./schedule.ts";

/** How long a schedule may say nothing. */

const MINUTES = { minute: 1, hour: 60, day: 1440 };
const DAY = MINUTES.day;
/** Long enough for every week and every end of a month. */
const YEAR = 366;

/** What a field of a cron expression lists: `*`, `0/15`, `8-18`, `3,15`, `MON-FRI`. */
function valuesOf(field: string, min: number, max: number): number[] {
  const number = (text: string): number => (DAYS.includes(text) ? DAYS.indexOf(text) + 1 : Number(text));
  return field.split(",").flatMap((item) => {
    const [range = "", step] = item.split("/");
    const [from = min, to = step === undefined ? from : max] =
      range === "*" || range === "?" ? [min, max] : range.split("-").map(number);
    // SAT-MON goes over the end of the week.
    const length = to >= from ? to - from + 1 : max - from + 1 + (to - min + 1);
    return Array.from({ length }, (_, index) => ((from - min + index) % (max - min + 1)) + min).filter(
      (_, index) => index % Number(step ?? 1) === 0,
    );
  });
}

/** The longest time between two runs, in minutes; null where it is not the same in every month. */
export function longestGap(schedule: string): number | null {
  const [, number, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (unit !== undefined) return Number(number) * MINUTES[unit as keyof typeof MINUTES];
  const [minute = "", hour = "", day = "", month = "", weekday = "", year = ""] = schedule.slice(5, -1).split(" ");
  if (month !== "*" || year !== "*" || /[LW#]/.test(day) || /L|#/.test(weekday)) return null;
  const days = new Set(valuesOf(day, 1, 31));
  const weekdays = new Set(valuesOf(weekday, 1, 7));
  const times = valuesOf(hour, 0, 23).flatMap((hours) =>
    valuesOf(minute, 0, 59).map((minutes) => hours * MINUTES.hour + minutes),
  );
  const starts = Array.from({ length: YEAR }, (_, index) => index)
    .filter((index) => {
      const date = new Date(Date.UTC(2024, 0, 1 + index));
      return days.has(date.getUTCDate()) && weekdays.has(date.getUTCDay() + 1);
    })
    .flatMap((index) => [Math.min(...times), Math.max(...times)].map((time) => index * DAY + time));
  const within = times
    .sort((a, b) => a - b)
    .slice(1)
    .map((time, index) => time - (times[index] ?? 0));
  const between = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
  // Between the first and the last run of a day are others.
  return Math.max(...within, ...between.filter((_, index) => index % 2 === 1));
}

/** Clocks that are changed, the time until a line is in the log, and the hour that has begun. */
const SLACK = 2;
/** CloudWatch looks back so far. */
const MOST = 7 * 24;

/** The hours in which something must have been heard of a task that has these schedules; null where CloudWatch cannot tell. */
export function heardWithin(...schedules: readonly (string | null)[]): number | null {
  const given = schedules.filter((schedule) => schedule !== null);
  const gaps = given.map(longestGap);
  if (given.length === 0 || gaps.includes(null)) return null;
  const hours = Math.ceil(Math.max(...gaps.map(Number)) / MINUTES.hour) + SLACK;
  return hours > MOST ? null : hours;
}
