import { itemFlags } from "../../questions/flags.ts";
import { command } from "../command.ts";
import { ANSWERS, WRITES } from "../flags.ts";

export const service = command({
  name: "service",
  writesRepo: true,
  what: "Add a service to a repo.",
  positionals: [{ name: "name", what: "Name of the service." }],
  flags: [
    ...itemFlags("services"),
    {
      name: "callers",
      type: "string",
      value: "A,B",
      help: "Services that call it.",
    },
    {
      name: "database-engine",
      type: "string",
      value: "ENGINE",
      help: "Make the database that --database names, with this engine.",
    },
    {
      name: "cache-engine",
      type: "string",
      value: "ENGINE",
      help: "Make the cache that --cache names, with this engine.",
    },
    ANSWERS,
    ...WRITES,
  ],
  examples: [
    "space-sst service                                asks",
    "space-sst service mailer --kind worker --source node --cache main --yes",
    "space-sst service billing --private yes --callers api,worker --yes",
    "space-sst service reports --database reports --database-engine mysql --dry-run",
  ],
  load: () => import("./steps.ts"),
});
