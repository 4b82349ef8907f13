export {
  BackupClient as Client,
  ListRecoveryPointsByResourceCommand,
  ListRestoreJobsCommand,
} from "@aws-sdk/client-backup";
