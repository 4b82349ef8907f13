/** The shape of documents of JSON, for somebody who reads: names, and the types of their values. */

/** What has a schema of its own. */
const DESCRIBED: Readonly<Record<string, string>> = { blueprint: "the answers" };

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const isObject = (value: Json): value is { [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What several values have together: those of the same name are one, with each type that they have. What only some have
 * comes last, whichever of them is the first.
 */
function lines(values: readonly Json[], indent: string): string[] {
  const objects = values.filter(isObject);
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const inAll = (name: string) => Number(objects.every((object) => name in object));
  return names
    .sort((a, b) => inAll(b) - inAll(a))
    .flatMap((name) => {
      const own = objects.flatMap((object) => (name in object ? [object[name] as Json] : []));
      const optional = own.length < objects.length ? "?" : "";
      if (name in DESCRIBED) return [`${indent}${name}${optional}: ${DESCRIBED[name]}`];
      return [`${indent}${name}${optional}: ${typesOf(own)}`, ...below(own, `${indent}  `)];
    });
}

const below = (values: readonly Json[], indent: string): string[] =>
  lines(
    values.flatMap((value) => (Array.isArray(value) ? value : [value])),
    indent,
  );

const typeOf = (value: Json): string => {
  if (value === null) return "null";
  if (!Array.isArray(value)) return typeof value;
  return value.length === 0 ? "list" : `list of ${typesOf(value)}`;
};

function typesOf(values: readonly Json[]): string {
  const types = [...new Set(values.map(typeOf))].sort();
  return types.filter((type) => type !== "list" || !types.some((other) => other.startsWith("list of"))).join(" | ");
}

export const shapeOf = (text: string): string => lines([JSON.parse(text) as Json], "").join("\n");
