import { command } from "../command.ts";
import { CONFIRM, JSON_DOCUMENT, WAIT } from "../flags.ts";

export const rollback = command({
  name: "rollback",
  what: "Bring a service back to an earlier version, without the repo and without a build, and see that it serves.",
  positionals: [
    { name: "stage", what: "The stage, such as dev or acme-production." },
    { name: "service", what: "The service." },
  ],
  flags: [
    {
      name: "to",
      type: "string",
      value: "VERSION",
      help: "The version, as `status` shows it: 7, or shop-dev-api:7. Default: the one before the one that runs.",
    },
    CONFIRM,
    WAIT,
    JSON_DOCUMENT,
  ],
  examples: ["space-sst rollback dev api", "space-sst rollback production api --to 7 --confirm production"],
  load: () => import("./steps.ts"),
});
