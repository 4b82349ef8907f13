import { type Flag, KICKOFF_FLAGS } from "../../questions/flags.ts";
import { command } from "../command.ts";
import { ANSWERS, SKIP_GIT, WRITES } from "../flags.ts";

const DEPLOY: Flag = {
  name: "deploy",
  type: "string",
  value: "STAGE",
  help: "Deploy a stage outside production right afterwards; with --yes nobody is asked.",
};

export const kickoff = command({
  name: "kickoff",
  writesRepo: true,
  generator: "app",
  what: "Render a complete SST repo from a few answers, or bring a repo to other answers.",
  usage: "space-sst [kickoff] [FOLDER] [options]",
  positionals: [{ name: "folder", what: "Folder of the repo. Default: the current one." }],
  flags: [...KICKOFF_FLAGS, ANSWERS, ...WRITES, SKIP_GIT, DEPLOY],
  examples: [
    "space-sst shop                                   asks, then renders into ./shop",
    "space-sst shop --preset saas --project shop --yes",
    "space-sst shop --answers answers.yml --dry-run",
    "space-sst shop --preset @agency/presets:saas --project shop --domain shop.com",
    "space-sst shop --like ../acme --project shop       the same as another repo",
    "space-sst --domain acme.com                      in a repo: bring it to another answer",
  ],
  load: () => import("./steps.ts"),
});
