import { cron, DAYS, hoursOf, type SleepAnswer } from "./hours.ts";

/** The hours of a field of a cron expression: `*`, `0/6`, `8-18`, `3,15`. */
function hoursIn(field: string): number[] {
  return field.split(",").flatMap((item) => {
    const [range = "", step] = item.split("/");
    const [from = 0, to = step === undefined ? from : 23] = range === "*" ? [0, 23] : range.split("-").map(Number);
    const every = Number(step ?? 1);
    return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) => from + index * every);
  });
}

/** The day fields of a cron expression, without weekends: `? *` and working days, or the working day nearest to one of the month. */
function workdaysOf(day: string, month: string, weekday: string): string {
  const [, ofMonth] = /^(\d+|L)W?\b/.exec(day) ?? [];
  if (weekday === "?" && ofMonth !== undefined) return `${ofMonth}W ${month} ?`;
  const word = (item: string) => (/^[1-7]$/.test(item) ? (DAYS[Number(item) - 1] as string) : item);
  const named = weekday.split(",").map((item) => item.split("-").map(word).join("-"));
  const working = named.filter((item) => !/^(SUN|SAT|[17][L#])/.test(item) && !/-(SUN|SAT)$/.test(item));
  const kept = /^[*?]$/.test(weekday) || working.length === 0 ? "MON-FRI" : working.join(",");
  return `? ${month} ${kept}`;
}

/**
 * A schedule in a stage that sleeps, in the time zone of its hours: what would start while it sleeps starts an hour after it
 * has woken up, once its database is there.
 */
export function whileAwake(schedule: string, sleep: SleepAnswer): string {
  const hours = hoursOf(sleep);
  const [first, last] = [hours.awake + 1, hours.asleep - 1];
  const awake = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const [, number, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (unit !== undefined) {
    const minutes = Number(number) * { minute: 1, hour: 60, day: 1440 }[unit as "minute" | "hour" | "day"];
    const often = minutes < 60;
    const every = often ? 1 : Math.min(Math.round(minutes / 60), awake.length);
    const at = every === 1 ? `${first}-${last}` : awake.filter((_, index) => index % every === 0).join(",");
    return cron(often && minutes > 1 ? `0/${minutes}` : often ? "*" : 0, at, hours.weekends);
  }
  const [minute, hour = "*", day = "*", month = "*", weekday = "?", year = "*"] = schedule.slice(5, -1).split(" ");
  const kept = hoursIn(hour).filter((one) => awake.includes(one));
  const at = kept.length === awake.length ? `${first}-${last}` : kept.length === 0 ? first : kept.join(",");
  const days = hours.weekends ? workdaysOf(day, month, weekday) : `${day} ${month} ${weekday}`;
  return `cron(${minute} ${at} ${days} ${year})`;
}
