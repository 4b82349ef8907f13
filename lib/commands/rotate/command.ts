import { command } from "../command.ts";
import { CONFIRM, JSON_DOCUMENT, WAIT } from "../flags.ts";

export const rotate = command({
  name: "rotate",
  what: "Change a credential of a stage while its tasks go on: the new one is valid beside the old one until nobody uses that.",
  positionals: [
    { name: "stage", what: "The stage, such as dev or acme-production." },
    { name: "credential", what: "database, cache or secret; database/NAME, secret/VARIABLE where there are several." },
  ],
  flags: [
    {
      name: "from",
      type: "string",
      value: "FILE",
      help: "secret: a .env file with the new value; - for standard input.",
    },
    CONFIRM,
    WAIT,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst rotate dev database",
    "space-sst rotate production cache --confirm production",
    "op inject -i stripe.tpl | space-sst rotate production secret/STRIPE_KEY --from - --confirm production",
  ],
  load: () => import("./steps.ts"),
});
