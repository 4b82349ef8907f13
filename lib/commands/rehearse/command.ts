import { command } from "../command.ts";
import { HTML_REPORT, JSON_DOCUMENT } from "../flags.ts";

export const rehearse = command({
  name: "rehearse",
  what: "Deploy a stage on this machine, as it was and as it is, and say what the deploy would do. No AWS account.",
  positionals: [
    { name: "stage", what: "The stage; without one, the project's last, which is production where there is one." },
  ],
  flags: [
    {
      name: "since",
      type: "string",
      value: "REV",
      help: "What is deployed before: a revision of git. Default: the last commit.",
    },
    { name: "first", type: "boolean", help: "Nothing is deployed before: the first deploy." },
    { name: "remove", type: "boolean", help: "Take the stage away in the end, and say what stays." },
    {
      name: "fault",
      type: "string",
      value: "FAULT",
      help: "Let something go wrong: create:MainDatabase:fail, update:Api:hang, delete:Cache:kill, or a JSON file of such.",
    },
    HTML_REPORT,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst rehearse",
    "space-sst rehearse production --since origin/main",
    "space-sst rehearse dev --first --remove",
    "space-sst rehearse production --fault create:MainDatabase:kill",
    "space-sst rehearse production --json > rehearsal.json",
  ],
  load: () => import("./steps.ts"),
});
