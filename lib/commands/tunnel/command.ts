import { command } from "../command.ts";
import { CONFIRM, JSON_DOCUMENT } from "../flags.ts";

export const tunnel = command({
  name: "tunnel",
  what: "Open a port of this machine that leads to a stage's database or cache, and run a program at its end.",
  positionals: [
    { name: "stage", what: "The stage, such as dev or acme-production." },
    { name: "store", what: "database or cache; database/NAME where there are several." },
  ],
  rest: {
    name: "command",
    what: "A program that is run with the tunnel open, and the credentials in its environment.",
  },
  flags: [
    {
      name: "as",
      type: "string",
      value: "SERVICE",
      help: "Whose credentials are used. Default: the first service that uses it.",
    },
    {
      name: "host",
      type: "string",
      value: "HOST",
      help: "Another host in the stage's network, such as a restored database, with the same credentials.",
    },
    { name: "port", type: "string", value: "PORT", help: "The port of this machine. Default: 15432, 13306 or 16379." },
    CONFIRM,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst tunnel dev database -- psql",
    "space-sst tunnel dev cache -- redis-cli --tls --insecure -p 16379",
    "space-sst tunnel production database --as api --confirm production -- pg_dump --file=api.sql",
  ],
  load: () => import("./steps.ts"),
});
