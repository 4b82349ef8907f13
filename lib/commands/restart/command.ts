import { command } from "../command.ts";
import { CONFIRM, JSON_DOCUMENT, WAIT } from "../flags.ts";

export const restart = command({
  name: "restart",
  what: "Start new tasks of the version that services run, one after the other, and see that they serve.",
  positionals: [
    { name: "stage", what: "The stage, such as dev or acme-production." },
    { name: "service", what: "Services. Default: all." },
  ],
  variadic: true,
  flags: [CONFIRM, WAIT, JSON_DOCUMENT],
  examples: ["space-sst restart dev api", "space-sst restart production --confirm production --json"],
  load: () => import("./steps.ts"),
});
