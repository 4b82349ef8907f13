import { isObject } from "../simulate/engine/wire.ts";
import { type Stack, texts, textsIn } from "../simulate/stack.ts";
import type { Plain, Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";

const rule = "aws:cloudwatch/eventRule:EventRule";
const subscription = "aws:rds/eventSubscription:EventSubscription";

/** What an event must be about, without what is true of those of the whole account. */
function subjectOf(pattern: Plain | undefined): string[] {
  const whole = typeof pattern === "string" ? JSON.parse(pattern) : {};
  const { resources = [], detail = {} } = isObject(whole) ? whole : {};
  return textsIn([resources, detail]).map(({ text }) => text);
}

const names = (stack: Stack) =>
  new Set(
    stack.simulation.resources.flatMap(({ outputs }) => [outputs.name, outputs.configurationSetName].filter(Boolean)),
  );

function isOwn({ type, inputs }: Resource, stack: Stack): boolean {
  if (type === subscription) return texts(inputs.sourceIds).length > 0;
  const known = names(stack);
  return subjectOf(inputs.eventPattern).some((text) => text.startsWith("arn:") || known.has(text));
}

export const reportControls: Control[] = [
  {
    id: "OWN.events",
    title: "the events that a stage reports are those of its own resources",
    why: "stages share accounts: who looks after production would hear of dev, and each of them of all others",
    fix: "name what it is about in the rule's pattern, or in sourceIds, as infra/monitoring.ts does",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: [rule, subscription],
    where: ({ type, inputs }) => type === subscription || inputs.scheduleExpression === undefined,
    problem: (resource, stack) =>
      isOwn(resource, stack) ? undefined : "it reports what happens to anything of its kind in the account",
  },
];
