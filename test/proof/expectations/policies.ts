import { type Statement, statementsIn } from "../../../lib/proof/judges/policies.ts";
import { objects, type Stack } from "../../../lib/proof/simulate/stack.ts";
import type { Expectation } from "./context.ts";

/** What policies let, and whom: no more than each of them is for. That it is enough is asked by name elsewhere. */

/** What IAM limits to no resource. */
const ANYWHERE = ["ecr:GetAuthorizationToken", "logs:DescribeLogGroups", "xray:PutTraceSegments"];

/** Whom the policy of a key, a topic or a queue names, and under which conditions: a key's and a topic's have all of them. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  "aws:kms/key:Key": [
    "allows kms:* to account",
    "allows kms:Decrypt kms:GenerateDataKey* to cloudwatch, if aws:SourceAccount",
    "allows kms:Decrypt kms:GenerateDataKey* to events, events.rds",
    "allows kms:Decrypt* kms:Describe* kms:Encrypt* kms:GenerateDataKey* kms:ReEncrypt* to logs, if kms:EncryptionContext:aws:logs:arn",
  ],
  "aws:sns/topicPolicy:TopicPolicy": [
    "allows sns:Publish to cloudwatch, events.rds, if aws:SourceAccount",
    "allows sns:Publish to events",
    "denies sns:Publish to *, if aws:SecureTransport",
  ],
  "aws:sqs/queue:Queue": [
    "allows sqs:SendMessage to events, if aws:SourceArn",
    "denies sqs:* to *, if aws:SecureTransport",
  ],
};

const short = (principal: string): string =>
  /:root$/.test(principal)
    ? "account"
    : principal.replace(/\.[a-z]{2}-[a-z]+-\d(?=\.amazonaws)/, "").replace(/\.amazonaws\.com$/, "");

function line({ allows, actions, principals, conditions }: Statement): string {
  const keys = Object.values(conditions).flatMap((one) => Object.keys(one));
  const whom = principals.map(short).join(", ");
  return `${allows ? "allows" : "denies"} ${actions.join(" ")} to ${whom}${keys.length > 0 ? `, if ${keys.join(", ")}` : ""}`;
}

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
        stack
          .of(type)
          .flatMap(({ name, inputs }) => statementsIn(inputs.policy).map((one) => ({ name, is: line(one) })))
          .filter(({ is }) => !lines.includes(is))
          .map(({ name, is }) => `${name} ${is}`),
      ),
  },
  {
    answer: "the stage's own key and every topic name all of theirs",
    wanted: ({ stack }) => ({
      key: ownKey(stack).flatMap(() => SHARED["aws:kms/key:Key"] ?? []),
      topics: stack.of("aws:sns/topicPolicy:TopicPolicy").map(() => SHARED["aws:sns/topicPolicy:TopicPolicy"]),
    }),
    actual: ({ stack }) => ({
      key: ownKey(stack).flatMap(({ inputs }) => statementsIn(inputs.policy).map(line)),
      topics: stack.of("aws:sns/topicPolicy:TopicPolicy").map(({ inputs }) => statementsIn(inputs.policy).map(line)),
    }),
  },
];
