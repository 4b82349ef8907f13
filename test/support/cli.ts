import { join } from "node:path";
import { execa } from "execa";
import { COMMAND_LIST, COMMANDS } from "../../lib/commands/index.ts";
import { packageRoot } from "../../lib/system/package-root.ts";

export const bin = join(packageRoot, "dist", "bin", "space-sst.js");

export { temporaryFolder } from "./temporary-folder.ts";

export interface RunOptions {
  cwd: string;
  input?: string;
  /** Undefined takes a variable away. */
  env?: Record<string, string | undefined>;
  /** Another version's bin. */
  program?: string;
}

/** The flags that keep a command from installing packages and making a git repository, where it would. */
function quick([first]: readonly string[]): string[] {
  if (first === "help") return [];
  const { flags } = COMMAND_LIST.find(({ name }) => name === first) ?? COMMANDS.kickoff;
  return ["skip-install", "skip-git"]
    .filter((name) => flags.some((flag) => flag.name === name))
    .map((name) => `--${name}`);
}

/** Runs the bin as a process without a terminal, without installing packages or making a git repository. */
export const run = (words: readonly string[], { cwd, input, env = {}, program = bin }: RunOptions) =>
  execa(process.execPath, [program, ...words, ...quick(words)], {
    cwd,
    env,
    reject: false,
    ...(input === undefined ? { stdin: "ignore" } : { input }),
  });
