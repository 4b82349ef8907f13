import { itemFlags } from "../../questions/flags.ts";
import { command } from "../command.ts";
import { ANSWERS, WRITES } from "../flags.ts";
import { users } from "../users.ts";

export const cache = command({
  name: "cache",
  writesRepo: true,
  what: "Add a cache to a repo, and give it to services.",
  positionals: [{ name: "name", what: "Name of the cache." }],
  flags: [...itemFlags("caches"), users, ANSWERS, ...WRITES],
  examples: ["space-sst cache sessions --services api"],
  load: () => import("./steps.ts"),
});
