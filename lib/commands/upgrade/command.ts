import { command } from "../command.ts";
import { DIFF, DRY_RUN, JSON_DOCUMENT, YES } from "../flags.ts";

export const upgrade = command({
  name: "upgrade",
  writesRepo: true,
  what: "Bring a repo to this version of the generator, and keep what you edited.",
  usage: "space-sst upgrade [options]",
  positionals: [],
  flags: [
    {
      name: "check",
      type: "boolean",
      help: "Only say whether an upgrade is due: status 4 when it is, 0 when not.",
    },
    { name: "branch", type: "string", value: "NAME", help: "Write on a new branch. Nothing is committed." },
    {
      name: "base",
      type: "string",
      value: "FOLDER",
      help: "Where the version that rendered the repo has rendered it again: for what git's history does not have.",
    },
    {
      name: "force",
      type: "boolean",
      help: "Go on although not everything is committed. Overwrites nothing of yours.",
    },
    {
      name: "rehearse",
      type: "boolean",
      help: "Rehearse its deploy on this machine first, and write nothing where that speaks against it. Asked on a terminal.",
    },
    YES,
    DRY_RUN,
    DIFF,
    JSON_DOCUMENT,
  ],
  examples: [
    "space-sst upgrade --dry-run --diff               every line, and the conflicts",
    "space-sst upgrade --branch upgrade-space-sst",
    "space-sst upgrade --check || echo an upgrade is due",
  ],
  load: () => import("./steps.ts"),
});
