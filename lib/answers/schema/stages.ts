import * as z from "zod";
import { SLEEP_AT, SLEEP_HOURS } from "../sleep/hours.ts";
import { SLEEPERS } from "../vocabulary.ts";
import { region } from "./words.ts";

/** What is answered for stages as a whole. */

export const backupSchema = z.strictObject({
  region: region
    .optional()
    .describe(
      "The second region that production's backups are copied to. Default: another region under the same law, where there is one.",
    ),
  retentionDays: z.int().min(7).max(365).default(35).describe("Days that a daily backup is kept."),
  copyRetentionDays: z.int().min(7).max(365).default(35).describe("Days that its copy in the second region is kept."),
});

export const sleepSchema = z.strictObject({
  hours: z
    .string()
    .regex(SLEEP_HOURS, 'use whole hours such as "19:00-07:00", or "19:00-07:00 and weekends"')
    .default(SLEEP_AT[0])
    .describe("When stages sleep: their services run no task, and their databases are stopped; none: never."),
  timezone: z
    .string()
    .regex(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, "use the name of a time zone such as Europe/Berlin")
    .default("UTC")
    .describe("Whose hours these are, such as Europe/Berlin."),
  stages: z
    .array(z.enum(SLEEPERS))
    .min(1, "name at least one stage")
    .default([SLEEPERS[0]])
    .describe("Stages that sleep."),
});
