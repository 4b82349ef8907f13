import { command } from "../command.ts";
import { DRY_RUN, JSON_DOCUMENT, WAIT, YES } from "../flags.ts";

export const fleet = command({
  name: "fleet",
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
    WAIT,
    { name: "aws", type: "boolean", help: "status: ask SST's state in every client's account, too." },
    { name: "again", type: "boolean", help: "Deploy also what has this version already." },
    {
      name: "confirm",
      type: "string",
      value: "ENVIRONMENT",
      help: "Deploy without a question: the environment's name, once more.",
    },
    YES,
    DRY_RUN,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst fleet deploy --environment staging",
    "space-sst fleet deploy --first acme --parallel 5",
    "space-sst fleet deploy --clients acme,globex --confirm production",
    "space-sst fleet status --json",
  ],
  load: () => import("./steps.ts"),
});
