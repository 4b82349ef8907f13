import * as z from "zod/mini";
import { blueprintSchema } from "./schema.ts";

/** JSON Schema (draft 2020-12) of the document that a person writes: for completion and checks in editors. The build writes it. */
export const jsonSchema = (): object => ({
  ...z.toJSONSchema(blueprintSchema, { io: "input" }),
  title: "generator-space-sst blueprint v1",
});
