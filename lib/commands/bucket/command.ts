import { itemFlags } from "../../questions/flags.ts";
import { command } from "../command.ts";
import { ANSWERS, WRITES } from "../flags.ts";
import { users } from "../users.ts";

export const bucket = command({
  name: "bucket",
  writesRepo: true,
  what: "Add a bucket for files to a repo, and give it to services.",
  positionals: [{ name: "name", what: "Name of the bucket." }],
  flags: [...itemFlags("buckets"), users, ANSWERS, ...WRITES],
  examples: ["space-sst bucket uploads --services api"],
  load: () => import("./steps.ts"),
});
