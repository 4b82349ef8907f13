import { get, handles } from "../../../lib/proof/controls/look.ts";
import { grants, may } from "../../../lib/proof/judges/access.ts";
import { roles } from "../../../lib/proof/judges/policies.ts";
import type { Stack } from "../../../lib/proof/simulate/stack.ts";
import { texts } from "../../../lib/proof/simulate/stack.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { type Expectation, sorted } from "./context.ts";

/** Who is called or written to by AWS itself, and lets it in. */

const rules = "aws:cloudwatch/eventRule:EventRule";
const functions = "aws:lambda/function:Function";
const groups = "aws:cloudwatch/logGroup:LogGroup";
const flows = "aws:ec2/flowLog:FlowLog";
const queues = "aws:sqs/queue:Queue";

const named = (stack: Stack, type: string, name: unknown): Resource | undefined =>
  stack.of(type).find((one) => handles(one).includes(name as string));

const targets = (stack: Stack) =>
  stack.of("aws:cloudwatch/eventTarget:EventTarget").map((target) => ({
    name: target.name,
    rule: named(stack, rules, target.inputs.rule),
    called: named(stack, functions, target.inputs.arn),
    untold: named(stack, queues, get(target.inputs, "deadLetterConfig.arn")),
  }));

/** Whether a function says that rules of EventBridge, and this one, may call it. */
const isCalledBy = (called: Resource, rule: Resource | undefined, stack: Stack): boolean =>
  stack
    .of("aws:lambda/permission:Permission")
    .some(
      ({ inputs }) =>
        handles(called).includes(inputs.function as string) &&
        inputs.action === "lambda:InvokeFunction" &&
        inputs.principal === "events.amazonaws.com" &&
        inputs.sourceArn === rule?.outputs.arn &&
        inputs.sourceAccount === stack.simulation.account,
    );

const takesFrom = (queue: Resource, rule: string): boolean =>
  grants(queue.inputs.policy, "events.amazonaws.com", {
    action: "sqs:SendMessage",
    resource: String(queue.outputs.arn),
    context: { "aws:SourceArn": rule, "aws:SecureTransport": "true" },
  }) === "allow";

/** The roles that work with AWS's own policies, which follow what its services need. All others say themselves what they may. */
const OF_AWS: Readonly<Record<string, readonly string[]>> = {
  BackupRole: [
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "service-role/AWSBackupServiceRolePolicyForRestores",
  ],
  DatabaseMonitoringRole: ["service-role/AmazonRDSEnhancedMonitoringRole"],
  SlackRole: ["CloudWatchReadOnlyAccess"],
  TunnelRole: ["AmazonSSMManagedInstanceCore"],
};

export const letIn: Expectation[] = [
  {
    answer: "a function can be called by the rules that have it as their target",
    wanted: ({ stack }) => targets(stack).flatMap(({ name, called }) => (called ? [name] : [])),
    actual: ({ stack }) =>
      targets(stack).flatMap(({ name, rule, called }) => (called && isCalledBy(called, rule, stack) ? [name] : [])),
  },
  {
    answer: "an event that cannot be told is kept in a queue, which takes none of other stages",
    wanted: ({ stack }) => targets(stack).flatMap(({ name, untold }) => (untold ? [name] : [])),
    actual: ({ stack }) =>
      targets(stack).flatMap(({ name, rule, untold }) =>
        untold && takesFrom(untold, String(rule?.outputs.arn)) && !takesFrom(untold, "arn:aws:events:x:1:rule/other")
          ? [name]
          : [],
      ),
  },
  {
    answer: "a function may write to its log",
    wanted: ({ stack }) => sorted(stack.of(functions).flatMap(({ name, inputs }) => (logOf(inputs) ? [name] : []))),
    actual: ({ stack }) =>
      sorted(
        stack.of(functions).flatMap(({ name, inputs }) => {
          const group = named(stack, groups, logOf(inputs));
          const role = named(stack, roles, inputs.role);
          const writes = ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({
            action,
            resource: `${group?.outputs.arn}:log-stream:x`,
          }));
          return role && writes.every((request) => may(role, request, stack)) ? [name] : [];
        }),
      ),
  },
  {
    answer: "what the network refuses is written to its log, and to no other",
    wanted: ({ stack }) => stack.of(flows).map(({ name }) => ({ name, to: ["FlowLogs"] })),
    actual: ({ stack }) =>
      stack.of(flows).map(({ name, inputs }) => {
        const role = named(stack, roles, inputs.iamRoleArn);
        const isWritten = ({ outputs }: Resource) =>
          ["logs:CreateLogStream", "logs:PutLogEvents"].every(
            (action) => role && may(role, { action, resource: `${outputs.arn}:log-stream:x` }, stack),
          );
        return {
          name,
          to: stack
            .of(groups)
            .filter(isWritten)
            .map((group) => group.name),
        };
      }),
  },
  {
    answer:
      "what backups, monitoring, the tunnel and Slack work with are AWS's own policies, and no other role has any",
    wanted: ({ stack }) =>
      stack.of(roles).map(({ name }) => ({
        name,
        policies: (OF_AWS[name] ?? []).map((policy) => `arn:aws:iam::aws:policy/${policy}`),
      })),
    actual: ({ stack }) =>
      stack.of(roles).map(({ name, inputs }) => ({ name, policies: texts(inputs.managedPolicyArns) })),
  },
];

const logOf = (inputs: Resource["inputs"]) => get(inputs, "loggingConfig.logGroup");
