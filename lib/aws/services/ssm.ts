export {
  GetParameterCommand,
  GetParametersByPathCommand,
  SSMClient as Client,
} from "@aws-sdk/client-ssm";
