/** EventBridge Scheduler's expressions. Fields and their ranges: "Schedule types" in its user guide. */

const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
export const DAYS = "SUN MON TUE WED THU FRI SAT".split(" ");

interface Field {
  name: string;
  min: number;
  max: number;
  words?: string[];
  /** Matches what this field allows beyond numbers, ranges, lists and steps. */
  also?: RegExp;
}

const FIELDS: readonly Field[] = [
  { name: "minutes", min: 0, max: 59 },
  { name: "hours", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31, also: /^(\?|L|LW|\d{1,2}W)$/ },
  { name: "month", min: 1, max: 12, words: MONTHS },
  { name: "day of week", min: 1, max: 7, words: DAYS, also: /^(\?|L|[1-7]L|[1-7]#[1-5])$/ },
  { name: "year", min: 1970, max: 2199 },
];

const RATE = /^rate\((1 (minute|hour|day)|([2-9]|[1-9]\d{1,3}) (minutes|hours|days))\)$/;

function inRange(field: Field, text: string): boolean {
  const value = field.words?.includes(text)
    ? field.words.indexOf(text) + field.min
    : /^\d{1,4}$/.test(text)
      ? Number(text)
      : Number.NaN;
  return value >= field.min && value <= field.max;
}

function validItem(field: Field, item: string): boolean {
  if (field.also?.test(item)) return true;
  const [range = "", step, ...rest] = item.split("/");
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return false;
  if (range === "*") return true;
  const ends = range.split("-");
  return ends.length <= 2 && ends.every((end) => inRange(field, end));
}

/** What is wrong with a schedule expression, or null. */
export function scheduleProblem(schedule: string): string | null {
  if (RATE.test(schedule)) return null;
  const cron = /^cron\(([^()]*)\)$/.exec(schedule)?.[1];
  if (cron === undefined) return `"${schedule}" should be like "rate(1 hour)" or "cron(0 3 * * ? *)"`;
  const fields = cron.split(" ");
  if (fields.length !== FIELDS.length) return `cron(…) has six fields: ${FIELDS.map(({ name }) => name).join(", ")}`;
  const wrong = FIELDS.find((field, i) => !(fields[i] as string).split(",").every((item) => validItem(field, item)));
  if (wrong !== undefined)
    return `${wrong.name}: "${fields[FIELDS.indexOf(wrong)]}" should be from ${wrong.min} to ${wrong.max}, * or a list of such`;
  if ((fields[2] === "?") === (fields[4] === "?")) return "exactly one of day of month and day of week should be ?";
  return null;
}
