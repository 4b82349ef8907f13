import type { Rows } from "../row.ts";

/**
 * Who may do what, keys and secrets. Read in version 6 (2026): iam/role.go, secretsmanager/secret_version.go. Version 5:
 * iam/instance_profile.go, kms/key.go, alias.go, secretsmanager/secret.go, ssm/parameter.go. Version 5.0: kms/replica_key.go.
 */
export const access = {
  "aws:iam/instanceProfile:InstanceProfile": {
    bill: "free",
    holds: null,
    replacedBy: ["name", "namePrefix", "path"],
    controls: ["OWN.may-trust"],
  },
  "aws:iam/policy:Policy": {
    bill: "free",
    holds: null,
    replacedBy: null,
    neededBy: ["aws:iam/role:Role", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
  },
  "aws:iam/role:Role": {
    label: "IAM role",
    bill: "free",
    holds: null,
    replacedBy: ["name", "namePrefix", "path"],
    neededBy: ["aws:iam/instanceProfile:InstanceProfile", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
  },
  "aws:kms/key:Key": {
    label: "KMS key",
    bill: { priced: true, settings: { enableKeyRotation: "key-rotation" } },
    holds: "the key to everything that it encrypts",
    stays: true,
    replacedBy: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    givenBack: "deletionWindowInDays",
  },
  "aws:kms/alias:Alias": {
    bill: "free",
    holds: null,
    replacedBy: ["name", "namePrefix"],
    controls: "a name, and no more",
  },
  "aws:kms/replicaKey:ReplicaKey": { bill: { priced: true }, holds: null, replacedBy: ["primaryKeyArn"] },
  "aws:secretsmanager/secret:Secret": {
    bill: { priced: true },
    // Secrets Manager gives it back for 30 days. Those of databases stay: infra/secrets.ts.
    holds: "a secret",
    replacedBy: ["name", "namePrefix"],
    givenBack: "recoveryWindowInDays",
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    bill: "free",
    holds: null,
    // The new version takes the place of the old one, which Secrets Manager keeps as the previous one.
    replacedBy: ["secretId", "secretBinary", "secretString", "secretStringWoVersion"],
    secrets: ["secretString", "secretBinary"],
  },
  "aws:ssm/parameter:Parameter": {
    bill: "free",
    holds: "a parameter",
    // And a tier that goes from Advanced to Standard.
    replacedBy: ["name", "dataType"],
    secrets: ["value"],
  },
  "aws:cognito/userPool:UserPool": { bill: "unknown", holds: "user accounts", stays: true, replacedBy: null },
} as const satisfies Rows;
