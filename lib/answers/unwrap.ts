import * as z from "zod";

/** The schema inside defaults, optionals and nullables. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable
  ) {
    inner = inner.unwrap();
  }
  return inner;
}

/** The schema of a key of an object schema, or of the items of an array schema. */
export function schemaAt(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  const outer = unwrap(schema);
  if (outer instanceof z.ZodArray) return outer.element;
  return outer instanceof z.ZodObject ? outer.shape[key as string] : undefined;
}
