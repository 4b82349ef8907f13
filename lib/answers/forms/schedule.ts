import { amount } from "../../system/amount.ts";
import { DAYS, scheduleProblem } from "../schedule.ts";
import { type Form, text, Unclear } from "./form.ts";

/** Schedules as crontab, Nest and people write them, in the words of EventBridge Scheduler. */

const NAMED: ReadonlyMap<string, string> = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
]);

const isAny = (field: string | undefined): boolean => field === "*" || field === "?";

const dayNumber = (word: string): number =>
  /^[0-7]$/.test(word) ? Number(word) % 7 : DAYS.findIndex((day) => word.toUpperCase().startsWith(day));

/** Days of the week, which crontab counts from 0 and EventBridge from 1: by their names, which both know. */
function weekdays(field: string): string | null {
  const found: string[] = [];
  for (const item of field.split(",")) {
    // Sunday is both 0 and 7.
    const [from, to = from, more] = (item === "0-7" ? "0-6" : item).split("-").map(dayNumber);
    if (from === undefined || to === undefined || from < 0 || to < 0 || more !== undefined) return null;
    if (from === to) found.push(DAYS[from] as string);
    else if (from < to) found.push(`${DAYS[from]}-${DAYS[to]}`);
    // 5-7 goes from Friday past the end of the week.
    else for (let day = from; day !== (to + 1) % 7; day = (day + 1) % 7) found.push(DAYS[day] as string);
  }
  return found.join(",");
}

const cron = (...fields: readonly (string | undefined)[]): string => `cron(${fields.join(" ").toUpperCase()})`;

/** Five fields of a crontab. With a day of the month and one of the week it runs on both, which EventBridge cannot say. */
function crontab([minutes, hours, day, month, weekday = "*"]: readonly string[]): string | Unclear | null {
  const monthly = cron(minutes, hours, isAny(day) ? "*" : day, month, "?", "*");
  if (isAny(weekday)) return monthly;
  const days = weekdays(weekday);
  if (days === null) return null;
  const weekly = cron(minutes, hours, "?", month, days, "*");
  return isAny(day) ? weekly : new Unclear([monthly, weekly]);
}

/** Six fields as EventBridge has them; the day that is not meant becomes a question mark. */
function sixFields([minutes, hours, day, month, weekday, year]: readonly string[]): string {
  if (weekday === "*" && day !== "?") return cron(minutes, hours, day, month, "?", year);
  return cron(minutes, hours, day === "*" && weekday !== "?" ? "?" : day, month, weekday, year);
}

function ofCron(given: string): string | Unclear | null {
  const inside = /^cron\((.*)\)$/i.exec(given)?.[1];
  const fields = (inside ?? given).trim().split(/\s+/);
  if (fields.length === 5) return crontab(fields);
  if (fields.length !== 6) return null;
  if (inside !== undefined || fields.includes("?")) return sixFields(fields);
  // Nest and others have the seconds first.
  const [seconds, ...rest] = fields;
  const other = seconds === "0" ? crontab(rest) : null;
  return new Unclear([
    sixFields(fields),
    typeof other === "string" ? other : "one with seconds, which EventBridge does not have",
  ]);
}

function ofRate(given: string): string | null {
  const [, number = "1", unit = ""] =
    /^(?:rate\(\s*|every\s+|(?=\d))(\d+)?\s*(minute|hour|day)s?\s*\)?$/i.exec(given) ?? [];
  if (unit === "") return null;
  return `rate(${amount(Number(number), unit.toLowerCase())})`;
}

const isValid = (found: string): boolean => scheduleProblem(found) === null;

/** `0 3 * * *` → `cron(0 3 * * ? *)`, `every 5 minutes` → `rate(5 minutes)`. */
export const schedule: Form = text((given) => {
  if (isValid(given)) return given;
  const found = ofRate(given) ?? ofCron(NAMED.get(given.toLowerCase()) ?? given);
  if (found instanceof Unclear) return isValid(found.meanings[0] as string) ? found : given;
  return found !== null && isValid(found) ? found : given;
});
