import { clock, DAYS, hoursOf, type SleepAnswer, WORKDAYS } from "./hours.ts";

/** Hours that a time zone is ahead of UTC, in winter and in summer. */
function offsets(timezone: string): number[] {
  const format = new Intl.DateTimeFormat("en", {
    timeZone: timezone,
    hourCycle: "h23",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  return [0, 6].map((month) => {
    const parts = Object.fromEntries(
      format.formatToParts(Date.UTC(2026, month, 15, 12)).map(({ type, value }) => [type, Number(value)]),
    );
    return ((parts.day ?? 15) - 15) * 24 + (parts.hour ?? 12) - 12 + (parts.minute ?? 0) / 60;
  });
}

export interface DayWindows {
  databaseBackup: string;
  backupPlan: string;
  databaseMaintenance: string;
}

/** A day of the week that an hour is on, counted from the beginning of another day. */
const dayAt = (day: number, hour: number): string => DAYS[(day + Math.floor(hour / 24) + 7) % 7] as string;

const WEDNESDAY = 3;

/**
 * When a stage that sleeps is backed up and maintained, in UTC: while it is awake, in the order and with the distances
 * that infra/windows.ts has at night.
 */
export function dayWindows(sleep: SleepAnswer): DayWindows {
  const { awake, weekends } = hoursOf(sleep);
  const first = Math.max(...offsets(sleep.timezone).map((ahead) => Math.ceil(awake - ahead + 0.5)));
  const plan = first + 2;
  const maintenance = first + 4;
  const days = weekends ? WORKDAYS.map((day) => dayAt(day, plan)).join(",") : "";
  const at = (hour: number) => `${dayAt(WEDNESDAY, hour)}:${clock(hour, 30)}`.toLowerCase();
  return {
    databaseBackup: `${clock(first, 0)}-${clock(first + 1, 0)}`,
    backupPlan: `cron(0 ${Number(clock(plan, 0).slice(0, 2))} ${weekends ? `? * ${days}` : "* * ?"} *)`,
    databaseMaintenance: `${at(maintenance)}-${at(maintenance + 1)}`,
  };
}
