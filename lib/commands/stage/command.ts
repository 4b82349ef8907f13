import { command } from "../command.ts";
import { WRITES } from "../flags.ts";

export const stage = command({
  name: "stage",
  writesRepo: true,
  what: "Add a stage to a repo: dev, staging or production.",
  positionals: [{ name: "name", what: "dev, staging or production." }],
  flags: [...WRITES],
  examples: ["space-sst stage staging"],
  load: () => import("./steps.ts"),
});
