import { CREDENTIALS, STATE } from "./access.ts";
import { DOMAINS, QUOTAS } from "./aws.ts";
import { IMAGES } from "./images.ts";
import { ASIDES, MACHINE } from "./machine.ts";
import { RESOURCES, TASKS } from "./resources.ts";
import type { Cause } from "./types.ts";

export type { Cause, Place } from "./types.ts";

/** The first row that fits speaks: a task that could not start for want of a quota is a matter of the quota. */
export const CAUSES: readonly Cause[] = [
  ...CREDENTIALS,
  ...QUOTAS,
  ...TASKS,
  ...STATE,
  ...IMAGES,
  ...DOMAINS,
  ...RESOURCES,
  ...MACHINE,
  ...ASIDES,
];
