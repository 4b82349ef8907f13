import { itemFlags } from "../../questions/flags.ts";
import { command } from "../command.ts";
import { ANSWERS, WRITES } from "../flags.ts";

export const client = command({
  name: "client",
  writesRepo: true,
  what: "Add a client to a repo: stages of its own, in an AWS account of its own.",
  positionals: [{ name: "name", what: "Name of the client." }],
  flags: [
    ...itemFlags("clients").filter(({ name }) => !name.startsWith("sizes-")),
    {
      name: "size",
      type: "string",
      multiple: true,
      value: "ENV.SETTING=VALUE",
      help: "A setting other than the project's, such as production.database.instance=t4g.large. Repeat it.",
    },
    ANSWERS,
    ...WRITES,
  ],
  examples: [
    "space-sst client                                 asks",
    "space-sst client acme --account 111111111111 --domain acme.com --yes",
    "space-sst client acme --answers acme.yml --size production.cache.node=t4g.medium --dry-run",
  ],
  load: () => import("./steps.ts"),
});
