import { command } from "../command.ts";
import { JSON_DOCUMENT } from "../flags.ts";

export const logs = command({
  name: "logs",
  what: "Show what a stage's services have written, in one order of time; follow it; find a request or the errors.",
  positionals: [
    { name: "stage", what: "The stage, such as dev or acme-production." },
    { name: "service", what: "Services and scheduled tasks. Default: all." },
  ],
  variadic: true,
  flags: [
    {
      name: "since",
      type: "string",
      value: "TIME",
      help: "From when on: 30s, 10m, 2h, 3d, or a moment such as 2026-01-31T09:30Z. Default: 10m.",
    },
    { name: "follow", type: "boolean", help: "Go on with what is written from now on, until Ctrl-C." },
    { name: "filter", type: "string", value: "TEXT", help: "Lines with this text only." },
    { name: "request", type: "string", value: "ID", help: "Lines of this request only, in all services." },
    { name: "errors", type: "boolean", help: "Errors only." },
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst logs dev --follow",
    "space-sst logs production api --errors --since 2h",
    "space-sst logs production --request 1-67891233-abcdef012345678912345678",
  ],
  load: () => import("./steps.ts"),
});
