import * as z from "zod/mini";

/** The schema inside defaults, optionals and nullables. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodMiniDefault ||
    inner instanceof z.ZodMiniPrefault ||
    inner instanceof z.ZodMiniOptional ||
    inner instanceof z.ZodMiniNullable
  ) {
    inner = inner.def.innerType;
  }
  return inner;
}

/** The schema of a key of an object schema, or of the items of an array schema. */
export function schemaAt(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  const outer = unwrap(schema);
  if (outer instanceof z.ZodMiniArray) return outer.def.element;
  return outer instanceof z.ZodMiniObject ? outer.shape[key as string] : undefined;
}
