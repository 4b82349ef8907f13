import { command } from "../command.ts";
import { JSON_DOCUMENT } from "../flags.ts";

export const sleep = command({
  name: "sleep",
  what: "Let a stage sleep now, until its schedule wakes it: its tasks go, then its databases are stopped.",
  positionals: [{ name: "stage", what: "The stage, such as dev." }],
  flags: [JSON_DOCUMENT],
  examples: ["space-sst sleep dev", "space-sst sleep dev --json"],
  load: () => import("./steps.ts"),
});
