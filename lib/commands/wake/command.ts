import { command } from "../command.ts";
import { JSON_DOCUMENT } from "../flags.ts";

export const wake = command({
  name: "wake",
  what: "Wake a stage that sleeps: its databases are started, then its tasks. It sleeps again in the evening.",
  positionals: [{ name: "stage", what: "The stage, such as dev." }],
  flags: [JSON_DOCUMENT],
  examples: ["space-sst wake dev", "space-sst wake dev --json"],
  load: () => import("./steps.ts"),
});
