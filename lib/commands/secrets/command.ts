import { command } from "../command.ts";
import { DRY_RUN, JSON_DOCUMENT, YES } from "../flags.ts";

export const secrets = command({
  name: "secrets",
  what: "Set, compare or fetch the values of a stage's secrets; no value is ever shown or kept.",
  positionals: [
    { name: "action", what: "push, pull or diff." },
    { name: "stage", what: "The stage, such as dev or acme-production." },
  ],
  flags: [
    {
      name: "from",
      type: "string",
      value: "FILE",
      help: "push, diff: a .env file with the values; - for standard input.",
    },
    {
      name: "to",
      type: "string",
      value: "FILE",
      help: "pull: a file that git ignores, which nobody else can read; - for standard output.",
    },
    { name: "force", type: "boolean", help: "pull: replace the file where it is there." },
    YES,
    DRY_RUN,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst secrets diff dev",
    "space-sst secrets push dev --from .env.dev",
    "op inject -i secrets.tpl | space-sst secrets push production --from -",
    "space-sst secrets pull dev --to .env.dev",
  ],
  load: () => import("./steps.ts"),
});
