import * as z from "zod/mini";
import { SLEEP_AT, SLEEP_HOURS } from "../sleep/hours.ts";
import { SLEEPERS } from "../vocabulary.ts";
import { byDefault, formed, is, someOf, whole } from "./shapes.ts";
import { region } from "./words.ts";

/** What is answered for stages as a whole. */

export const backupSchema = z.strictObject({
  region: is(
    "The second region that production's backups are copied to. Default: another region under the same law, where there is one.",
    z.optional(region),
  ),
  retentionDays: is("Days that a daily backup is kept.", byDefault(whole(7, 365), 35)),
  copyRetentionDays: is("Days that its copy in the second region is kept.", byDefault(whole(7, 365), 35)),
});

export const sleepSchema = z.strictObject({
  hours: is(
    "When stages sleep: their services run no task, and their databases are stopped; none: never.",
    byDefault(formed(SLEEP_HOURS, 'use whole hours such as "19:00-07:00", or "19:00-07:00 and weekends"'), SLEEP_AT[0]),
  ),
  timezone: is(
    "Whose hours these are, such as Europe/Berlin.",
    byDefault(formed(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, "use the name of a time zone such as Europe/Berlin"), "UTC"),
  ),
  stages: is("Stages that sleep.", byDefault(someOf(z.enum(SLEEPERS), "stage"), [SLEEPERS[0]])),
});
