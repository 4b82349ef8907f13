export {
  GetAccountLimitCommand,
  GetHealthCheckCommand,
  GetHostedZoneCommand,
  ListHealthChecksCommand,
  ListHostedZonesByNameCommand,
  Route53Client as Client,
  UpdateHealthCheckCommand,
} from "@aws-sdk/client-route-53";
