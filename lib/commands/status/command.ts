import { command } from "../command.ts";
import { JSON_DOCUMENT } from "../flags.ts";

export const status = command({
  name: "status",
  what: "Say how a stage does: what runs, whether it answers, why it does not, what rings, backups, certificates, cost.",
  positionals: [{ name: "stage", what: "The stage, such as dev or acme-production." }],
  flags: [
    { name: "watch", type: "boolean", help: "Look again every few seconds, until Ctrl-C." },
    { name: "all", type: "boolean", help: "Every stage of the project and of all clients, a line each." },
    {
      name: "profile",
      type: "string",
      value: "PATTERN",
      help: '--all: AWS profile of each client\'s stage, as for fleet. Default: "{client}".',
    },
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst status dev",
    "space-sst status production --watch",
    "space-sst status --all",
    "AWS_PROFILE=acme space-sst status acme-production --json",
  ],
  load: () => import("./steps.ts"),
});
