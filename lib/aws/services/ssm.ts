export {
  GetParameterCommand,
  SSMClient as Client,
  StartSessionCommand,
  TerminateSessionCommand,
} from "@aws-sdk/client-ssm";
