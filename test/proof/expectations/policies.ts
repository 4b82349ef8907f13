import { type Statement, statementsIn } from "../../../lib/proof/judges/policies.ts";
import { objects, type Stack } from "../../../lib/proof/simulate/stack.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import type { Expectation } from "./context.ts";

/** What policies let, and whom: no more than each of them is for. That it is enough is asked by name elsewhere. */

/** What IAM limits to no resource. */
const ANYWHERE = ["ecr:GetAuthorizationToken", "logs:DescribeLogGroups", "xray:PutTraceSegments"];

/**
 * Whom the policy of a key, a topic or a queue names, with what, and under which conditions: a key's and a topic's have all of
 * them. What is of the stage is written as such: its ACCOUNT, its REGION, its name (OWN) and what has the policy ("itself").
 */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  "aws:kms/key:Key": [
    "allows account kms:* on *",
    "allows cloudwatch kms:Decrypt kms:GenerateDataKey* on *, if StringEquals aws:SourceAccount ACCOUNT",
    "allows events, events.rds kms:Decrypt kms:GenerateDataKey* on *",
    "allows logs.REGION kms:Decrypt* kms:Describe* kms:Encrypt* kms:GenerateDataKey* kms:ReEncrypt* on *, if ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:REGION:ACCOUNT:*",
  ],
  "aws:sns/topicPolicy:TopicPolicy": [
    "allows cloudwatch, events.rds sns:Publish on itself, if StringEquals aws:SourceAccount ACCOUNT",
    "allows events sns:Publish on itself",
    "denies * sns:Publish on itself, if Bool aws:SecureTransport false",
  ],
  "aws:sqs/queue:Queue": [
    "allows events sqs:SendMessage on itself, if ArnLike aws:SourceArn arn:aws:events:REGION:ACCOUNT:rule/OWN-*",
    "denies * sqs:* on itself, if Bool aws:SecureTransport false",
  ],
};

/** A statement in a line. */
function line({ allows, actions, resources, principals, conditions }: Statement, of: Resource, stack: Stack): string {
  const { account, app, stage } = stack.simulation;
  const said = (text: string) =>
    text
      .replace(`arn:aws:iam::${account}:root`, "account")
      .replace(String(of.outputs.arn ?? of.inputs.arn), "itself")
      .replaceAll(account, "ACCOUNT")
      .replaceAll(of.region, "REGION")
      .replaceAll(`${app.name}-${stage}-`, "OWN-")
      .replace(/\.amazonaws\.com$/, "");
  const whom = principals.map(said).join(", ");
  const conditioned = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${operator} ${key} ${said(String(value))}`),
  );
  const when = conditioned.length > 0 ? `, if ${conditioned.join(" and ")}` : "";
  return `${allows ? "allows" : "denies"} ${whom} ${actions.join(" ")} on ${resources.map(said).join(", ")}${when}`;
}

const linesOf = (of: Resource, stack: Stack): string[] =>
  statementsIn(of.inputs.policy).map((statement) => line(statement, of, stack));

const ownKey = (stack: Stack) => stack.of("aws:kms/key:Key").filter(({ name }) => name === "Key");

/** The statements of what roles allow. */
const allowed = (stack: Stack) =>
  stack
    .of("aws:iam/role:Role")
    .flatMap(({ name, inputs }) =>
      objects(inputs.inlinePolicies).flatMap(({ policy }) =>
        statementsIn(policy).map((statement) => ({ name, statement })),
      ),
    );

export const policies: Expectation[] = [
  {
    answer: "no role may do anywhere, without a condition, what can be limited to something",
    wanted: () => [],
    actual: ({ stack }) =>
      allowed(stack)
        .filter(({ statement: { allows, resources, conditions } }) => {
          const limited = Object.keys(conditions).length > 0;
          return allows && resources.includes("*") && !limited;
        })
        .flatMap(({ name, statement }) =>
          statement.actions.filter((action) => !ANYWHERE.includes(action)).map((action) => `${name} ${action}`),
        ),
  },
  {
    answer: "keys, topics and queues let in whom they are for, under their conditions, and nobody else",
    wanted: () => [],
    actual: ({ stack }) =>
      Object.entries(SHARED).flatMap(([type, lines]) =>
        stack.of(type).flatMap((one) =>
          linesOf(one, stack)
            .filter((is) => !lines.includes(is))
            .map((is) => `${one.name} ${is}`),
        ),
      ),
  },
  {
    answer: "the stage's own key and every topic name all of theirs",
    wanted: ({ stack }) => ({
      key: ownKey(stack).flatMap(() => SHARED["aws:kms/key:Key"] ?? []),
      topics: stack.of("aws:sns/topicPolicy:TopicPolicy").map(() => SHARED["aws:sns/topicPolicy:TopicPolicy"]),
    }),
    actual: ({ stack }) => ({
      key: ownKey(stack).flatMap((key) => linesOf(key, stack)),
      topics: stack.of("aws:sns/topicPolicy:TopicPolicy").map((topic) => linesOf(topic, stack)),
    }),
  },
  {
    answer: "a key lets its account decide who works with it, and a queue hears nothing in the clear",
    wanted: ({ stack }) => ({
      keys: stack.of("aws:kms/key:Key").map(() => SHARED["aws:kms/key:Key"]?.[0]),
      queues: stack.of("aws:sqs/queue:Queue").map(() => SHARED["aws:sqs/queue:Queue"]?.at(-1)),
    }),
    actual: ({ stack }) => ({
      keys: stack.of("aws:kms/key:Key").map((key) => linesOf(key, stack)[0]),
      queues: stack.of("aws:sqs/queue:Queue").map((queue) => linesOf(queue, stack).at(-1)),
    }),
  },
];
