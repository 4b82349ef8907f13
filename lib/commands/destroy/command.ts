import { command } from "../command.ts";
import { DRY_RUN, JSON_DOCUMENT } from "../flags.ts";

export const destroy = command({
  name: "destroy",
  what: "Take a stage away from AWS: what goes, what stays and what that costs is said first.",
  positionals: [{ name: "stage", what: "The stage, such as dev or acme-production." }],
  flags: [
    {
      name: "confirm",
      type: "string",
      value: "STAGE",
      help: "Confirm this stage by its exact name, where nobody can be asked.",
    },
    DRY_RUN,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst destroy dev --dry-run                        what goes, what stays, what it costs",
    "space-sst destroy dev",
    "space-sst destroy acme-staging --confirm acme-staging --json",
  ],
  load: () => import("./steps.ts"),
});
