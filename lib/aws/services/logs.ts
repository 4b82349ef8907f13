export {
  CloudWatchLogsClient as Client,
  GetLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
