import { SILENT, SILENT_TO_KEYS } from "../judges/alerts.ts";
import { type Statement, statementsIn } from "../judges/policies.ts";
import type { Control } from "./control.ts";
import { isSet } from "./look.ts";

const permission = "aws:lambda/permission:Permission";

/** Services that do not say for which account they act, by what they ask: a condition would keep them out. */
const NAMELESS: Readonly<Record<string, readonly string[]>> = {
  "aws:kms/key:Key": SILENT_TO_KEYS,
  "aws:sns/topic:Topic": SILENT,
  "aws:sns/topicPolicy:TopicPolicy": SILENT,
};

/**
 * What a service works for is named: by a condition, or by the account in the path that it writes to. A policy pack is not told
 * which account that is.
 */
const namesAccount = ({ conditions, resources }: Statement, account: string): boolean =>
  Object.values(conditions).some((keys) =>
    Object.keys(keys).some((key) => /^aws:Source(Account|Arn)$|EncryptionContext/i.test(key)),
  ) || resources.every((resource) => new RegExp(`/.*/${account || "\\d{12}"}/`).test(resource));

/** Whom resources let in of the services of AWS. */
export const deputyControls: Control[] = [
  {
    id: "OWN.deputy",
    title: "services of AWS are let in on behalf of this account only",
    why: "they work for everybody: without the account, a stranger's load balancer may write here and a stranger's site read",
    fix: "add a condition on aws:SourceArn or aws:SourceAccount to the statement",
    severity: "mandatory",
    when: "always",
    of: [
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:sns/topicPolicy:TopicPolicy",
      "aws:sqs/queuePolicy:QueuePolicy",
      "aws:kms/key:Key",
      "aws:sns/topic:Topic",
      "aws:sqs/queue:Queue",
      permission,
    ],
    problem: ({ type, inputs }, { simulation: { account } }) => {
      if (type === permission)
        return isSet(inputs.sourceArn) || isSet(inputs.sourceAccount)
          ? undefined
          : `${inputs.principal} of any account`;
      const nameless = NAMELESS[type] ?? [];
      return statementsIn(inputs.policy)
        .filter((statement) => statement.allows && !namesAccount(statement, account))
        .flatMap(({ principals }) =>
          principals.filter((one) => /\.amazonaws\.com$/.test(one) && !nameless.includes(one)),
        )
        .map((service) => `${service} of any account`);
    },
  },
];
