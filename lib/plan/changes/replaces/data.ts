/**
 * Files, backups, keys and secrets. Checked against version 6 (2026): ecr/repository.go,
 * secretsmanager/secret_version.go, backup/vault_lock_configuration.go. Late version 5: s3/bucket.go.
 * Version 5: backup/vault.go, efs/file_system.go, kms/key.go, alias.go, secretsmanager/secret.go, ssm/parameter.go.
 * Version 5.0: kms/replica_key.go. An excerpt of an older version: backup/plan.go.
 */
export const DATA: Readonly<Record<string, readonly string[]>> = {
  "aws:backup/plan:Plan": ["name"],
  "aws:backup/vault:Vault": ["name", "kmsKeyArn"],
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": [
    "backupVaultName",
    "changeableForDays",
    "maxRetentionDays",
    "minRetentionDays",
  ],
  "aws:ecr/repository:Repository": ["name", "encryptionConfigurations"],
  "aws:efs/fileSystem:FileSystem": [
    "creationToken",
    "encrypted",
    "kmsKeyId",
    "availabilityZoneName",
    "performanceMode",
  ],
  "aws:kms/alias:Alias": ["name", "namePrefix"],
  "aws:kms/key:Key": ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
  "aws:kms/replicaKey:ReplicaKey": ["primaryKeyArn"],
  "aws:s3/bucket:Bucket": ["bucket", "bucketPrefix", "objectLockEnabled", "objectLockConfiguration.objectLockEnabled"],
  "aws:secretsmanager/secret:Secret": ["name", "namePrefix"],
  // The new version takes the place of the old one, which Secrets Manager keeps as the previous one.
  "aws:secretsmanager/secretVersion:SecretVersion": [
    "secretId",
    "secretBinary",
    "secretString",
    "secretStringWoVersion",
  ],
  // And a tier that goes from Advanced to Standard.
  "aws:ssm/parameter:Parameter": ["name", "dataType"],
};
