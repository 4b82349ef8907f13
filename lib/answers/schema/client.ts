import * as z from "zod";
import { sizesSchema } from "../sizes.ts";
import { backupSchema } from "./stages.ts";
import { certificate, hostname, name, region, stages } from "./words.ts";

export const clientSchema = z.strictObject({
  name: name(20).describe("Name of the client: the first part of its stages' names."),
  account: z
    .string()
    .regex(/^\d{12}$/, "use the 12 digits of an AWS account")
    .describe("The client's AWS account: its stages deploy into this one only."),
  region: region.optional().describe("Default: the project's region."),
  domain: hostname.describe("The client's domain."),
  certificate: certificate
    .nullable()
    .default(null)
    .describe("ACM certificate in the client's region, for dns external."),
  backup: backupSchema.nullable().optional().describe("Default: the project's."),
  stages: stages.optional().describe("Default: the project's, without dev."),
  network: z
    .int()
    .min(1)
    .max(255)
    .optional()
    .describe("Second octet of its VPC ranges, 10.<network>.0.0/16: assigned once, kept for ever."),
  sizes: sizesSchema
    .optional()
    .describe("What its stages have other than the project's, by environment, in the words of infra/stage.ts."),
});
