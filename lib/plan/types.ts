import type * as z from "zod";
import type { planSchema } from "./schema.ts";

/** The document of `space-sst plan --json`, and its parts: see `schema.ts`. */

export type Plan = z.infer<typeof planSchema>;

export type StagePlan = Plan["stages"][number];

export type Layer = StagePlan["layers"][number];
export type Notable = Layer["notable"][number];

export type Controls = StagePlan["controls"];
export type FailedControl = Controls["failed"][number];
export type WaivedControl = Controls["waived"][number];

export type Bill = StagePlan["cost"];
export type Saving = Bill["savings"][number];

export type Change = NonNullable<StagePlan["changes"]>[number];

export type Differences = Plan["differences"];
export type DifferenceRow = Differences["stages"]["rows"][number];
