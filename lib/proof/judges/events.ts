import { isObject } from "../simulate/engine/wire.ts";
import { type Stack, texts } from "../simulate/stack.ts";
import type { Plain, PlainObject, Resource } from "../simulate/types.ts";

/** Which events a pattern of EventBridge matches, and who is told of them. */

type Test = (wanted: Plain, value: Plain | undefined) => boolean;

const isText = (value: Plain | undefined): value is string => typeof value === "string";

const OPERATORS: Record<string, (left: number, right: number) => boolean> = {
  "=": (left, right) => left === right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

/** `["<", 5, ">=", 0]`: every pair must hold. */
const inRange: Test = (wanted, value) =>
  typeof value === "number" &&
  Array.isArray(wanted) &&
  wanted.every(
    (operator, index) => index % 2 === 1 || (OPERATORS[String(operator)]?.(value, Number(wanted[index + 1])) ?? false),
  );

/** EventBridge's comparisons with more than a value. */
const FILTERS: Record<string, Test> = {
  exists: (wanted, value) => (value !== undefined) === wanted,
  prefix: (wanted, value) => isText(value) && isText(wanted) && value.startsWith(wanted),
  suffix: (wanted, value) => isText(value) && isText(wanted) && value.endsWith(wanted),
  "equals-ignore-case": (wanted, value) =>
    isText(value) && isText(wanted) && value.toLowerCase() === wanted.toLowerCase(),
  numeric: inRange,
  wildcard: (wanted, value) => isText(value) && isText(wanted) && wildcard(wanted).test(value),
  "anything-but": (wanted, value) => value !== undefined && ![wanted].flat().some((one) => fits(one, value)),
};

const wildcard = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);

/** One of the things that a pattern lists for a field. */
const fits: Test = (wanted, value) =>
  isObject(wanted)
    ? Object.entries(wanted).every(([name, inner]) => FILTERS[name]?.(inner, value) ?? false)
    : wanted === value;

/** A list in an event matches when one of its elements does. */
const elements = (value: Plain | undefined): (Plain | undefined)[] =>
  Array.isArray(value) && value.length > 0 ? value : [Array.isArray(value) ? undefined : value];

/** Whether a pattern matches an event. Every field that it names must; in each list of a field, one thing is enough. */
export const matches = (pattern: PlainObject, event: PlainObject): boolean =>
  Object.entries(pattern).every(([key, wanted]) => {
    if (key === "$or") return Array.isArray(wanted) && wanted.some((one) => isObject(one) && matches(one, event));
    if (isObject(wanted)) return elements(event[key]).some((value) => matches(wanted, isObject(value) ? value : {}));
    return [wanted].flat().some((one) => elements(event[key]).some((value) => fits(one, value)));
  });

/** What stands in the lists of a pattern and is no comparison that EventBridge knows: it refuses the rule. */
export const strangersIn = (pattern: Plain): string[] => {
  if (Array.isArray(pattern))
    return pattern
      .filter(isObject)
      .flatMap(Object.keys)
      .filter((name) => !Object.hasOwn(FILTERS, name));
  if (!isObject(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, wanted]) =>
    key === "$or" && Array.isArray(wanted) ? wanted.flatMap(strangersIn) : strangersIn(wanted),
  );
};

export const patternOf = ({ inputs }: Resource): PlainObject => JSON.parse(String(inputs.eventPattern ?? "{}"));

/** The ARNs that are told of an event: targets of the rules that are on, and match it. */
export function toldOf(event: PlainObject, stack: Stack): string[] {
  const rules = stack
    .of("aws:cloudwatch/eventRule:EventRule")
    .filter(({ inputs }) => inputs.state !== "DISABLED" && inputs.isEnabled !== false)
    .filter((rule) => rule.inputs.eventPattern !== undefined && matches(patternOf(rule), event));
  const names = rules.flatMap(({ id, inputs }) => [...texts(id), ...texts(inputs.name)]);
  return stack
    .of("aws:cloudwatch/eventTarget:EventTarget")
    .filter(({ inputs }) => names.includes(String(inputs.rule)))
    .map(({ inputs }) => String(inputs.arn));
}
