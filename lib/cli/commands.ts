import { COMMON_FLAGS, type Flag, itemFlags, KICKOFF_FLAGS } from "../questions/flags.ts";

/** A command of the bin: each is a generator, and `yo space-sst:<name>` runs the same one. */
export interface Command {
  name: string;
  /** The folder below `generators/`. */
  generator: string;
  /** What it does, in one line. */
  what: string;
  usage: string;
  /** What may stand after the command, in this order. */
  positionals: readonly { name: string; what: string }[];
  flags: readonly Flag[];
  examples: readonly string[];
}

const command = (spec: Omit<Command, "flags" | "usage"> & { flags: readonly Flag[]; usage?: string }): Command => ({
  ...spec,
  usage:
    spec.usage ??
    `space-sst ${spec.name} ${spec.positionals.map(({ name }) => `[${name.toUpperCase()}]`).join(" ")} [options]`,
  flags: [...spec.flags, ...COMMON_FLAGS],
});

const users: Flag = {
  name: "services",
  type: "string",
  value: "A,B",
  help: "Services that use it; each must have none yet.",
};

export const COMMANDS = {
  kickoff: command({
    name: "kickoff",
    generator: "app",
    what: "Render a complete SST repo from a few answers, or bring a repo to other answers.",
    usage: "space-sst [kickoff] [FOLDER] [options]",
    positionals: [{ name: "folder", what: "Folder of the repo. Default: the current one." }],
    flags: KICKOFF_FLAGS,
    examples: [
      "space-sst shop                                   asks, then renders into ./shop",
      "space-sst shop --preset saas --project shop --yes",
      "space-sst shop --answers answers.yml --dry-run",
      "space-sst --domain acme.com                      in a repo: bring it to another answer",
    ],
  }),
  service: command({
    name: "service",
    generator: "service",
    what: "Add a service to a repo.",
    positionals: [{ name: "name", what: "Name of the service." }],
    flags: [
      ...itemFlags("services"),
      {
        name: "database-engine",
        type: "string",
        value: "ENGINE",
        help: "Make the database that --database names, with this engine.",
      },
      {
        name: "cache-engine",
        type: "string",
        value: "ENGINE",
        help: "Make the cache that --cache names, with this engine.",
      },
    ],
    examples: [
      "space-sst service                                asks",
      "space-sst service mailer --kind worker --source node --cache main --yes",
      "space-sst service reports --database reports --database-engine mysql --dry-run",
    ],
  }),
  database: command({
    name: "database",
    generator: "database",
    what: "Add a database to a repo, and give it to services.",
    positionals: [{ name: "name", what: "Name of the database." }],
    flags: [...itemFlags("databases"), users],
    examples: ["space-sst database reports --engine mysql --services reports,nightly"],
  }),
  cache: command({
    name: "cache",
    generator: "cache",
    what: "Add a cache to a repo, and give it to services.",
    positionals: [{ name: "name", what: "Name of the cache." }],
    flags: [...itemFlags("caches"), users],
    examples: ["space-sst cache sessions --services api"],
  }),
  stage: command({
    name: "stage",
    generator: "stage",
    what: "Add a stage to a repo: dev, staging or production.",
    positionals: [{ name: "name", what: "dev, staging or production." }],
    flags: [],
    examples: ["space-sst stage staging"],
  }),
  remove: command({
    name: "remove",
    generator: "remove",
    what: "Take a service, a database or a cache out of a repo.",
    positionals: [
      { name: "what", what: "service, database or cache." },
      { name: "name", what: "Its name." },
    ],
    flags: [
      {
        name: "lose-data",
        type: "boolean",
        help: "Go on although data is lost: that of databases and caches that nothing uses any more.",
      },
      { name: "delete-code", type: "boolean", help: "Delete the service's code too, even where you have edited it." },
    ],
    examples: ["space-sst remove service mailer", "space-sst remove cache sessions --lose-data"],
  }),
} satisfies Record<string, Command>;

export const COMMAND_LIST: readonly Command[] = Object.values(COMMANDS);
