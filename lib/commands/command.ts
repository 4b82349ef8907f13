import { COMMON_FLAGS, type Flag } from "../questions/flags.ts";

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
  /** The last positional may be given several times. */
  variadic?: boolean;
  flags: readonly Flag[];
  examples: readonly string[];
}

/** A command with the flags that all have; one of its own goes before theirs of the same name. */
export const command = (
  spec: Omit<Command, "flags" | "usage"> & { flags: readonly Flag[]; usage?: string },
): Command => ({
  ...spec,
  usage:
    spec.usage ??
    `space-sst ${spec.name} ${spec.positionals.map(({ name }) => `[${name.toUpperCase()}]`).join(" ")}${spec.variadic === true ? "…" : ""} [options]`,
  flags: [...spec.flags, ...COMMON_FLAGS.filter(({ name }) => !spec.flags.some((flag) => flag.name === name))],
});
