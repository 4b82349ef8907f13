import * as z from "zod/mini";

/**
 * What a schema of answers is made of. It stands on zod's small form: every command begins with reading answers, and the
 * form whose methods are chained takes three times as long to start.
 */

/** A value, and what it is: a line for the help, the prompts and editors. */
export function is<T extends z.ZodMiniType>(description: string, schema: T): T {
  z.globalRegistry.add(schema, { description });
  return schema;
}

/** What stands where nobody has answered. */
export const byDefault = z._default;

/** A value, or none: none by default. */
export const orNull = <T extends z.ZodMiniType>(schema: T) => byDefault(z.nullable(schema), null);

/** At most so many. */
export const characters = (max: number) => z.maxLength(max, `at most ${max} characters`);

/** Of so many characters at most. */
export const text = (max: number) => z.string().check(characters(max));

/**
 * Of one form.
 * @param use what would do, in words
 */
export const formed = (form: RegExp, use: string) => z.string().check(z.regex(form, use));

/** The same, of so many characters at most. */
export const formedText = (max: number, form: RegExp, use: string) => text(max).check(z.regex(form, use));

/** A whole number between two. */
export const whole = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max));

/** A list, of so many items at most. */
export const list = <T extends z.ZodMiniType>(item: T, max: number, what = `at most ${max} of them`) =>
  z.array(item).check(z.maxLength(max, what));

/** A list that has at least one item. */
export const someOf = <T extends z.ZodMiniType>(item: T, what: string) =>
  z.array(item).check(z.minLength(1, `name at least one ${what}`));
