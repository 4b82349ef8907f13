/**
 * Whether a line of a log fits a pattern of CloudWatch Logs, as far as the kit writes them: fields of JSON are compared, and
 * the comparisons joined by one of && and ||.
 */
export function fitsPattern(pattern: string, line: Readonly<Record<string, unknown>>): boolean {
  const [, inside] = /^\{ (.*) \}$/.exec(pattern) ?? [];
  const [first = "", ...rest] = (inside ?? "").split(/ (&&|\|\|) /);
  const joins = rest.filter((_, index) => index % 2 === 0);
  if (inside === undefined || new Set(joins).size > 1) throw new Error(`not understood: ${pattern}`);
  const fits = [first, ...rest.filter((_, index) => index % 2 === 1)].map((text) => compares(text, line));
  return joins[0] === "||" ? fits.some(Boolean) : fits.every(Boolean);
}

function compares(text: string, line: Readonly<Record<string, unknown>>): boolean {
  const [, name = "", operator, value = ""] = /^\(\$\.(\w+) (=|>=) (.+)\)$/.exec(text) ?? [];
  const said = line[name];
  if (operator === "=") return said === JSON.parse(value);
  if (operator === ">=") return typeof said === "number" && said >= Number(value);
  throw new Error(`not understood: ${text}`);
}
