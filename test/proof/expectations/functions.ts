import { handles } from "../../../lib/proof/controls/look.ts";
import { may, type Request } from "../../../lib/proof/judges/access.ts";
import { roles } from "../../../lib/proof/judges/policies.ts";
import { containersOf, type Stack } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject, Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, object, sorted } from "./context.ts";

/** What functions of Lambda are made of, and what they need for it: their programs say it. */

const functions = ({ stack }: Context) => stack.of("aws:lambda/function:Function");
const clusterOf = ({ stack }: Context) => String(stack.of("aws:ecs/cluster:Cluster")[0]?.outputs.arn);

/** The file that the handler names, and the name in it. */
function programOf({ inputs }: Resource): { text: string; entry: string } {
  const [module, entry = ""] = String(inputs.handler).split(".");
  const { text } = object(object(object(inputs.code).assets)[`${module}.mjs`]);
  return { text: String(text ?? ""), entry };
}

/** What the program calls of ECS, as IAM writes it. */
const callsOf = (one: Resource): string[] =>
  sorted([...programOf(one).text.matchAll(/new (\w+)Command\(/g)].map(([, name]) => `ecs:${name}`));

/** The tasks that a function is called to run. */
function runsOf(one: Resource, stack: Stack): { input: PlainObject; definition: Resource | undefined }[] {
  return stack
    .of("aws:lambda/invocation:Invocation")
    .filter(({ inputs }) => handles(one).includes(inputs.functionName ?? null))
    .map(({ inputs }) => JSON.parse(String(inputs.input)) as PlainObject)
    .map((input) => ({
      input,
      definition: stack
        .of("aws:ecs/taskDefinition:TaskDefinition")
        .find(({ outputs }) => outputs.arn === input.taskDefinition),
    }));
}

/** What it asks of AWS then: to run a task is also to give it its roles. */
function requestsOf(one: Resource, context: Context): Request[] {
  const cluster = clusterOf(context);
  const within = { "ecs:cluster": cluster };
  const runs = runsOf(one, context.stack).flatMap(({ definition }) => [
    { action: "ecs:RunTask", resource: String(definition?.outputs.arn), context: within },
    ...[definition?.inputs.taskRoleArn, definition?.inputs.executionRoleArn].map((role) => ({
      action: "iam:PassRole",
      resource: String(role),
      context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
    })),
  ]);
  const task = `${cluster.replace(":cluster/", ":task/")}/0123456789abcdef`;
  const others = callsOf(one)
    .filter((action) => action !== "ecs:RunTask")
    .map((action) => ({ action, resource: task, context: within }));
  return [...runs, ...others];
}

/** The same of a cluster of others, and for another service. */
const elsewhere = (request: Request): Request => ({
  ...request,
  context: Object.fromEntries(Object.keys(request.context ?? {}).map((key) => [key, "another"])),
});

const roleOf = (one: Resource, stack: Stack) => stack.of(roles).find(({ outputs }) => outputs.arn === one.inputs.role);

export const lambdas: Expectation[] = [
  {
    answer: "a function has its program, and in it the handler that is called",
    wanted: () => [],
    actual: (context) =>
      functions(context)
        .filter((one) => {
          const { text, entry } = programOf(one);
          return !new RegExp(`^export (async function|const) ${entry}\\b`, "m").test(text);
        })
        .map(({ name }) => name),
  },
  {
    answer: "a function is told what its program reads, which is its cluster",
    wanted: (context) =>
      functions(context).map((one) =>
        Object.fromEntries(
          sorted([...programOf(one).text.matchAll(/process\.env\.(\w+)/g)].map(([, name = ""]) => name)).map((name) => [
            name,
            clusterOf(context),
          ]),
        ),
      ),
    actual: (context) => functions(context).map(({ inputs }) => object(object(inputs.environment).variables)),
  },
  {
    answer: "a function may do what its program does, in its cluster, and nowhere else",
    wanted: (context) => functions(context).map(({ name }) => ({ name, denied: [], elsewhere: [] })),
    actual: (context) =>
      functions(context).map((one) => {
        const role = roleOf(one, context.stack);
        const allowed = (request: Request) => role !== undefined && may(role, request, context.stack);
        const requests = requestsOf(one, context);
        const named = (list: Request[]) => list.map(({ action, resource }) => `${action} ${resource}`);
        return {
          name: one.name,
          denied: named(requests.filter((request) => !allowed(request))),
          elsewhere: named(requests.map(elsewhere).filter(allowed)),
        };
      }),
  },
  {
    answer: "what a function runs is a container of its task",
    wanted: () => [],
    actual: (context) =>
      functions(context).flatMap((one) =>
        runsOf(one, context.stack)
          .filter(({ input, definition }) => containersOf(definition as Resource)[0]?.name !== input.container)
          .map(() => one.name),
      ),
  },
];
