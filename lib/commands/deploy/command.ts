import { command } from "../command.ts";
import { DRY_RUN, JSON_DOCUMENT, WAIT, YES } from "../flags.ts";

export const deploy = command({
  name: "deploy",
  what: "Deploy a stage: check, confirm, run the repo's SST with live progress, and see that the new version serves.",
  positionals: [{ name: "stage", what: "The stage: dev, staging, production, acme-production …" }],
  flags: [
    {
      name: "confirm",
      type: "string",
      value: "STAGE",
      help: "Confirm this stage by its exact name. Production is deployed by nothing else where nobody can be asked.",
    },
    { name: "skip-doctor", type: "boolean", help: "Deploy without looking first whether it can work." },
    { name: "allow-plain-http", type: "boolean", help: "Deploy production without a domain, unencrypted." },
    {
      name: "after-rollback",
      type: "boolean",
      help: "Deploy the version that a service was rolled back from once more.",
    },
    WAIT,
    YES,
    DRY_RUN,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst deploy dev                             asks, deploys, and looks whether it serves",
    "space-sst deploy dev --dry-run                   what would change: sst diff",
    "space-sst deploy production --yes --confirm production --json",
  ],
  load: () => import("./steps.ts"),
});
