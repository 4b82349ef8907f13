import { itemFlags } from "../../questions/flags.ts";
import { command } from "../command.ts";
import { users } from "../users.ts";

export const cache = command({
  name: "cache",
  generator: "cache",
  what: "Add a cache to a repo, and give it to services.",
  positionals: [{ name: "name", what: "Name of the cache." }],
  flags: [...itemFlags("caches"), users],
  examples: ["space-sst cache sessions --services api"],
});
