import * as z from "zod/mini";
import { sizesSchema } from "../sizes.ts";
import { formed, is, orNull, whole } from "./shapes.ts";
import { backupSchema } from "./stages.ts";
import { certificate, hostname, name, region, stages } from "./words.ts";

export const clientSchema = z.strictObject({
  name: is("Name of the client: the first part of its stages' names.", name(20)),
  account: is(
    "The client's AWS account: its stages deploy into this one only.",
    formed(/^\d{12}$/, "use the 12 digits of an AWS account"),
  ),
  region: is("Default: the project's region.", z.optional(region)),
  domain: is("The client's domain.", hostname()),
  certificate: is("ACM certificate in the client's region, for dns external.", orNull(certificate)),
  backup: is("Default: the project's.", z.optional(z.nullable(backupSchema))),
  stages: is("Default: the project's, without dev.", z.optional(stages)),
  network: is(
    "Second octet of its VPC ranges, 10.<network>.0.0/16: assigned once, kept for ever.",
    z.optional(whole(1, 255)),
  ),
  sizes: is(
    "What its stages have other than the project's, by environment, in the words of infra/stage.ts.",
    z.optional(sizesSchema),
  ),
});
