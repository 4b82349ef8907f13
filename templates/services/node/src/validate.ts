import type { FastifySchemaCompiler } from "fastify";
import type { z } from "zod";

/** Lets Zod's schemas stand in `schema` of a route. What does not fit is answered with 400, and why. */
export const validate: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data) => {
    const { error, data: value } = schema.safeParse(data);
    if (error === undefined) return { value };
    return { error: new Error(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")) };
  };
