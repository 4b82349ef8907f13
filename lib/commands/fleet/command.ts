import { command } from "../command.ts";

export const fleet = command({
  name: "fleet",
  generator: "fleet",
  what: "Deploy a version to all clients, or say which client runs which.",
  positionals: [{ name: "action", what: "deploy or status." }],
  flags: [
    { name: "clients", type: "string", value: "A,B", help: "These clients only. Default: all." },
    {
      name: "environment",
      type: "string",
      value: "NAME",
      help: "Their stage of this environment. Default: production; for status, all.",
    },
    { name: "first", type: "string", value: "CLIENT", help: "The client that goes first, alone." },
    {
      name: "parallel",
      type: "string",
      value: "N",
      help: "Deploys at the same time after the first: 1 to 16. Default: 3.",
    },
    {
      name: "profile",
      type: "string",
      value: "PATTERN",
      help: 'AWS profile of each stage, of {client}, {environment}, {stage} and {account}; none for the environment\'s own credentials. Default: "{client}".',
    },
    {
      name: "wait",
      type: "string",
      value: "SECONDS",
      help: "How long services and addresses may take to serve the new version once SST is done. Default: 300.",
    },
    { name: "aws", type: "boolean", help: "status: ask SST's state in every client's account, too." },
    { name: "again", type: "boolean", help: "Deploy also what has this version already." },
    {
      name: "confirm",
      type: "string",
      value: "ENVIRONMENT",
      help: "Deploy without a question: the environment's name, once more.",
    },
  ],
  examples: [
    "space-sst fleet deploy --environment staging",
    "space-sst fleet deploy --first acme --parallel 5",
    "space-sst fleet deploy --clients acme,globex --confirm production",
    "space-sst fleet status --json",
  ],
});
