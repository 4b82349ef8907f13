import { type Form, text } from "./form.ts";

/** `7pm` has no place here: hours are those of a day of 24. */
const hour = (word: string): string => `${word.padStart(2, "0")}:00`;

/** `19-7`, `19:00 - 7:00 + weekends` → `19:00-07:00 and weekends`. */
export const sleepHours: Form = text((given) => {
  const [, from, to, weekends] =
    /^(\d{1,2})(?::00)?\s*(?:-|–|to)\s*(\d{1,2})(?::00)?(\s*(?:,|\+|and)?\s*weekends?)?$/i.exec(given) ?? [];
  if (from === undefined || to === undefined) return given;
  return `${hour(from)}-${hour(to)}${weekends === undefined ? "" : " and weekends"}`;
});
