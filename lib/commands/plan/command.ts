import { command } from "../command.ts";
import { HTML_REPORT, JSON_DOCUMENT } from "../flags.ts";

export const plan = command({
  name: "plan",
  what: "Show what a deploy would make, what it costs a month and which controls it keeps, without AWS.",
  positionals: [{ name: "stage", what: "Stages, or clients for all of theirs; without one, all." }],
  variadic: true,
  flags: [
    {
      name: "since",
      type: "string",
      value: "REV",
      help: "Compare with this revision of git: what a deploy adds, changes, replaces and deletes. Default: the last commit.",
    },
    HTML_REPORT,
    { name: "mermaid", type: "boolean", help: "Print the architecture as a Mermaid flowchart, for a README." },
    { name: "all", type: "boolean", help: "All stages, however many clients there are." },
    {
      name: "traffic",
      type: "string",
      value: "GB",
      help: "Count what a stage sends to visitors in a month, such as 100GB.",
    },
    {
      name: "logs",
      type: "string",
      value: "GB",
      help: "Count what a stage writes to its logs in a month, such as 20GB.",
    },
    { name: "fresh", type: "boolean", help: "Run every stage again, although nothing that it reads has changed." },
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst plan",
    "space-sst plan production",
    "space-sst plan production --traffic 100GB --logs 20GB",
    "space-sst plan --since origin/main",
    "space-sst plan --html plan.html",
    "space-sst plan production --mermaid",
    "space-sst plan --json > plan.json",
  ],
  load: () => import("./steps.ts"),
});
