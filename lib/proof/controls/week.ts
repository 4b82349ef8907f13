/** Times that come back, as minutes of a week that begins on Sunday, in UTC. */
export interface Span {
  from: number;
  to: number;
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

const minutes = (time: string): number => {
  const [hour = Number.NaN, minute = Number.NaN] = time.split(":").map(Number);
  return hour * 60 + minute;
};

const every = (days: readonly number[], from: number, length: number): Span[] =>
  days.map((day) => ({ from: day * DAY + from, to: day * DAY + from + length }));

const ALL_DAYS = DAYS.map((_, index) => index);

/** A window as RDS and ElastiCache write it: `03:00-04:00` every day, `sun:07:00-sun:08:00` once a week. */
export function windowSpans(text: unknown): Span[] {
  const [, day, begin = "", last, end = ""] =
    /^(?:(\w{3}):)?(\d\d:\d\d)-(?:(\w{3}):)?(\d\d:\d\d)$/.exec(String(text ?? "").toLowerCase()) ?? [];
  if (begin === "") return [];
  const from = minutes(begin);
  if (day === undefined) return every(ALL_DAYS, from, (minutes(end) - from + DAY) % DAY);
  const days = (DAYS.indexOf(last ?? day) - DAYS.indexOf(day) + 7) % 7;
  return every([DAYS.indexOf(day)], from, days * DAY + minutes(end) - from);
}

/** When something may begin that a cron expression of AWS starts within some minutes; nothing where that is not so plain. */
export function startSpans(expression: unknown, within: number): Span[] {
  const [, minute = "", hour = "", weekday = ""] =
    /^cron\((\d+) (\d+) \S+ \S+ (\S+) \S+\)$/.exec(String(expression ?? "")) ?? [];
  if (minute === "") return [];
  const named = weekday
    .toLowerCase()
    .split(",")
    .map((name) => DAYS.indexOf(name));
  const days = named.every((day) => day >= 0) ? named : ALL_DAYS;
  return every(days, Number(hour) * 60 + Number(minute), within);
}

/** Whether some of these are at the same time as some of those, in any week. */
export const meet = (some: readonly Span[], others: readonly Span[]): boolean =>
  some.some((one) =>
    others.some((other) =>
      [-WEEK, 0, WEEK].some((shift) => one.from + shift < other.to && other.from < one.to + shift),
    ),
  );

export const earlier = (spans: readonly Span[], by: number): Span[] =>
  spans.map(({ from, to }) => ({ from: from - by, to }));
