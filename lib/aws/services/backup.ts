export {
  BackupClient as Client,
  DescribeRegionSettingsCommand,
  ListRecoveryPointsByResourceCommand,
  ListRestoreJobsCommand,
} from "@aws-sdk/client-backup";
