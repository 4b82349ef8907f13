import { COMMON_FLAGS, type Flag, KICKOFF_FLAGS } from "../questions/flags.ts";

/** A command of the bin: each is a generator, and `yo space-sst:<name>` runs the same one. */
export interface Command {
  name: string;
  /** The folder below `generators/`. */
  generator: string;
  /** What it does, in one line. */
  what: string;
  usage: string;
  flags: readonly Flag[];
  examples: readonly string[];
}

export const COMMANDS: readonly Command[] = [
  {
    name: "kickoff",
    generator: "app",
    what: "Render a complete SST repo from a few answers, or bring a repo to other answers.",
    usage: "space-sst [kickoff] [FOLDER] [options]",
    flags: [...KICKOFF_FLAGS, ...COMMON_FLAGS],
    examples: [
      "space-sst shop                                   asks, then renders into ./shop",
      "space-sst shop --preset saas --project shop --yes",
      "space-sst shop --answers answers.yml --dry-run",
      "space-sst --domain acme.com                      in a repo: bring it to another answer",
    ],
  },
];
