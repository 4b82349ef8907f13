import type { Flag } from "../questions/flags.ts";
import { ALWAYS } from "./flags.ts";
import type { Begin } from "./steps.ts";

/** A word that stands after the command. */
export interface Positional {
  name: string;
  what: string;
}

/** A command, as data: what is typed, what help says, and where its steps are. */
export interface Command {
  name: string;
  /** The folder below `generators/`, by which `yo space-sst:<folder>` runs the same command. */
  generator: string;
  /** It writes a repo: the bin runs it in a Yeoman environment. All others are run as they are, without Yeoman. */
  writesRepo: boolean;
  /** What it does, in one line. */
  what: string;
  usage: string;
  /** What may stand after the command, in this order. */
  positionals: readonly Positional[];
  /** The last positional may be given several times. */
  variadic?: boolean;
  /** What stands after `--`, taken as it is: a command of somebody else's. */
  rest?: Positional;
  /** Those that do something in it, and no others. */
  flags: readonly Flag[];
  examples: readonly string[];
  /** What it does, loaded when it runs: help and the reading of a command line need none of it. */
  load: () => Promise<{ begin: Begin }>;
}

type Spec = Omit<Command, "generator" | "writesRepo" | "usage"> &
  Partial<Pick<Command, "generator" | "writesRepo" | "usage">>;

/** A command with what follows from the rest of it. */
export const command = (spec: Spec): Command => {
  const words = spec.positionals.map(({ name }) => `[${name.toUpperCase()}]`).join(" ");
  const rest = spec.rest === undefined ? "" : ` -- ${spec.rest.name.toUpperCase()}`;
  return {
    generator: spec.name,
    writesRepo: false,
    usage: `space-sst ${spec.name} ${words}${spec.variadic === true ? "…" : ""} [options]${rest}`.replace("  ", " "),
    ...spec,
    flags: [...spec.flags, ...ALWAYS],
  };
};
