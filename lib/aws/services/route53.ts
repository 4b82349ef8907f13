export {
  GetHealthCheckCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  Route53Client as Client,
  UpdateHealthCheckCommand,
} from "@aws-sdk/client-route-53";
