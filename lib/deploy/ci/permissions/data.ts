import type { View } from "../../../answers/view.ts";
import { arns, type Grant, type Grants, named, ownTags, untaken } from "./grant.ts";
import { bucketsOf } from "./names.ts";

const containers = ({ has }: View) => has.containers;
const buckets = ({ has }: View) => has.routed || has.sites || has.buckets;

const read: Grant[] = [
  {
    sid: "KeysRead",
    actions: [
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
      "kms:ListAliases",
    ],
  },
  {
    sid: "BucketsRead",
    when: buckets,
    actions: ["s3:GetBucket*", "s3:Get*Configuration", "s3:ListBucket", "s3:ListTagsForResource"],
    on: bucketsOf,
  },
  {
    sid: "SecretsRead",
    when: containers,
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetResourcePolicy",
      "secretsmanager:ListSecretVersionIds",
    ],
    on: arns(
      "secretsmanager",
      (prefix) => `secret:${prefix}/*`,
      (prefix) => `secret:${prefix}-*`,
    ),
  },
];

const write: Grant[] = [
  { sid: "KeysMake", actions: ["kms:CreateKey", "kms:TagResource", "kms:UntagResource"], where: untaken },
  {
    sid: "Keys",
    // Encrypt, Decrypt, GenerateDataKey and grants: what is made with the key is made in the name of the deploy.
    actions: [
      "kms:PutKeyPolicy",
      "kms:EnableKey*",
      "kms:DisableKey*",
      "kms:UpdateKeyDescription",
      "kms:UpdateAlias",
      "kms:ScheduleKeyDeletion",
      "kms:CancelKeyDeletion",
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
      "kms:CreateGrant",
      "kms:RetireGrant",
    ],
    on: arns("kms", () => "key/*"),
    where: ownTags,
  },
  { sid: "KeyNames", actions: ["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"], on: named("kms", "alias/") },
  {
    sid: "Buckets",
    when: buckets,
    actions: [
      "s3:CreateBucket",
      "s3:DeleteBucket",
      "s3:PutBucket*",
      "s3:DeleteBucketPolicy",
      "s3:Put*Configuration",
      "s3:ListBucketVersions",
      "s3:TagResource",
      "s3:UntagResource",
      "s3:GetObject*",
      "s3:PutObject*",
      "s3:DeleteObject*",
    ],
    on: (scope) => bucketsOf(scope),
  },
  {
    sid: "Secrets",
    when: containers,
    actions: [
      "secretsmanager:CreateSecret",
      "secretsmanager:UpdateSecret*",
      "secretsmanager:DeleteSecret",
      "secretsmanager:RestoreSecret",
      "secretsmanager:PutSecretValue",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutResourcePolicy",
      "secretsmanager:DeleteResourcePolicy",
      "secretsmanager:TagResource",
      "secretsmanager:UntagResource",
    ],
    on: arns(
      "secretsmanager",
      (prefix) => `secret:${prefix}/*`,
      (prefix) => `secret:${prefix}-*`,
    ),
  },
];

/** Keys, buckets and secrets. */
export const data: Grants = { read, write };
