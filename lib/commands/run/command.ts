import { command } from "../command.ts";
import { CONFIRM, JSON_DOCUMENT } from "../flags.ts";

export const run = command({
  name: "run",
  what: "Run a command in a task of its own: the image that a service runs now, with its roles, settings and secrets.",
  positionals: [
    { name: "stage", what: "The stage, such as dev or acme-production." },
    { name: "service", what: "The service or scheduled task whose image it is." },
  ],
  rest: { name: "command", what: "The program and its arguments, which no shell reads; a scheduled task needs none." },
  flags: [
    {
      name: "newest",
      type: "boolean",
      help: "The newest version that is registered, instead of the one that runs: that of a deploy that failed, too.",
    },
    CONFIRM,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst run dev api -- node dist/migrate.js",
    'space-sst run staging api -- sh -c "node dist/seed.js && node dist/check.js"',
    "space-sst run dev api --newest -- node dist/migrate.js",
    "space-sst run production report --confirm production",
  ],
  load: () => import("./steps.ts"),
});
