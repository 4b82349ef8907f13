export {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient as Client,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
