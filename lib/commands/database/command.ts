import { itemFlags } from "../../questions/flags.ts";
import { command } from "../command.ts";
import { ANSWERS, WRITES } from "../flags.ts";
import { users } from "../users.ts";

export const database = command({
  name: "database",
  writesRepo: true,
  what: "Add a database to a repo, and give it to services.",
  positionals: [{ name: "name", what: "Name of the database." }],
  flags: [...itemFlags("databases"), users, ANSWERS, ...WRITES],
  examples: ["space-sst database reports --engine mysql --services reports,nightly"],
  load: () => import("./steps.ts"),
});
