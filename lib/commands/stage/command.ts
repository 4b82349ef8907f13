import { command } from "../command.ts";

export const stage = command({
  name: "stage",
  generator: "stage",
  what: "Add a stage to a repo: dev, staging or production.",
  positionals: [{ name: "name", what: "dev, staging or production." }],
  flags: [],
  examples: ["space-sst stage staging"],
});
