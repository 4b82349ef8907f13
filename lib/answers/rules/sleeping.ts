import type { Problem } from "../../errors.ts";
import type { Parsed } from "../schema.ts";
import { sleepProblems } from "../sleep/hours.ts";

/** Hours that leave room for what a stage does by itself, in a time zone that there is. */
export function* sleeping({ sleep }: Parsed): Iterable<Problem> {
  if (sleep === null) return;
  for (const { key, message } of sleepProblems(sleep)) yield { path: `sleep.${key}`, message };
}
