import { command } from "../command.ts";
import { JSON_DOCUMENT } from "../flags.ts";

export const doctor = command({
  name: "doctor",
  what: "Say whether a stage can be deployed from here: this machine, the AWS account, the domain, the secrets.",
  positionals: [{ name: "stage", what: "The stage, such as dev or acme-production; without one, what needs none." }],
  flags: [
    {
      name: "dns",
      type: "string",
      value: "SERVER",
      help: "Name servers to ask, such as 1.1.1.1,8.8.8.8. Default: those two, then this machine's own.",
    },
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst doctor",
    "space-sst doctor production",
    "AWS_PROFILE=acme space-sst doctor acme-production --json",
  ],
  load: () => import("./steps.ts"),
});
