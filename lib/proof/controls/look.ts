import { isObject } from "../simulate/engine/wire.ts";
import { containersOf, objects, type Stack } from "../simulate/stack.ts";
import type { Plain, PlainObject, Resource } from "../simulate/types.ts";

type Value = Plain | undefined;
type Test = (value: Value) => boolean;

/** The value at a dotted path, such as "networkConfiguration.assignPublicIp". */
export const get = (value: Value, path: string): Value =>
  path.split(".").reduce<Value>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);

export const isTrue: Test = (value) => value === true;
export const isOff: Test = (value) => value !== true;
export const isSet: Test = (value) => value !== undefined && value !== null && value !== "";
export const isEmpty: Test = (value) => objects(value).length === 0;
export const atLeast =
  (least: number): Test =>
  (value) =>
    Number(value ?? 0) >= least;
export const isNot =
  (...unwanted: Value[]): Test =>
  (value) =>
    !unwanted.includes(value);

/** A problem for a resource whose input at a path does not pass a test. */
export const unless =
  (path: string, test: Test, problem: string) =>
  ({ inputs }: Resource): string | undefined =>
    test(get(inputs, path)) ? undefined : problem;

/** A problem for every container of a task definition that does not pass a test. */
export const unlessContainer =
  (test: (container: PlainObject) => boolean, problem: string) =>
  (resource: Resource): string[] =>
    containersOf(resource)
      .filter((container) => !test(container))
      .map(({ name }) => (containersOf(resource).length > 1 ? `${name}: ${problem}` : problem));

/** The settings in a parameter group, by name. */
export const parametersOf = ({ inputs }: Resource): Map<string, string> =>
  new Map(objects(inputs.parameters).map(({ name, value }) => [String(name), String(value)]));

/** True when another resource of the stage has this value in one of its inputs. */
export const pointedAt = (stack: Stack, type: string, input: string, ...values: Value[]): boolean =>
  stack.of(type).some(({ inputs }) => {
    const given = inputs[input];
    return (Array.isArray(given) ? given : [given]).some((value) => isSet(value) && values.includes(value));
  });

/** How other resources may name one: its id, its ARN or its name. */
export const handles = ({ id, outputs }: Resource): Plain[] =>
  [id ?? null, outputs.arn ?? null, outputs.name ?? null].filter((value) => value !== null && value !== "");

/** How many tasks an ECS service has once it scales. */
export function mostTasks({ parent, inputs }: Resource, stack: Stack): number {
  const target = stack.of("aws:appautoscaling/target:Target").find((one) => one.parent === parent);
  return Number(target?.inputs.maxCapacity ?? inputs.desiredCount ?? 1);
}
