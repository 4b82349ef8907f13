import { command } from "../command.ts";
import { WRITES } from "../flags.ts";

export const eject = command({
  name: "eject",
  writesRepo: true,
  what: "Write the sources of the proof into the repo, for who wants to own them.",
  positionals: [{ name: "what", what: "proof." }],
  flags: [...WRITES],
  examples: ["space-sst eject proof --dry-run"],
  load: () => import("./steps.ts"),
});
