import type { Problem } from "../errors.ts";
import { didYouMean } from "../system/nearest.ts";

/**
 * The services of these names, or all where none is given, and what is wrong with the names.
 * @param known those that the command is for
 */
export function servicesNamed(
  given: readonly string[],
  known: readonly string[],
): [services: string[], problems: Problem[]] {
  const problems = given
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: "service",
      message: `"${name}" is none of the services${didYouMean(name, known)}: ${known.length === 0 ? "there are none" : known.join(", ")}`,
    }));
  return [given.length === 0 ? [...known] : [...new Set(given)], problems];
}
