import { existsSync } from "node:fs";
import { type Arguments, readArguments } from "../commands/arguments.ts";
import type { Command } from "../commands/command.ts";
import { COMMAND_LIST, COMMANDS } from "../commands/index.ts";
import type { Problem } from "../errors.ts";
import { repoOf } from "../questions/store.ts";
import { nearest } from "../system/nearest.ts";

/** A command line, read: the first word is a command, or else the folder of a kickoff. */
export interface CommandLine extends Arguments {
  command: Command;
}

const NAMES = COMMAND_LIST.map(({ name }) => name);

const named = (word: string | undefined): Command | undefined => COMMAND_LIST.find(({ name }) => name === word);

/** Said as a path, it can only be a folder. */
const isPath = (word: string): boolean => /[/\\]|^\.{1,2}$/.test(word);

/** Whether the current folder is in a repo of this generator; one whose answers cannot be read is one, too. */
function isInRepo(): boolean {
  try {
    return repoOf(process.cwd()) !== null;
  } catch {
    return true;
  }
}

/**
 * Why a word that is no command is not taken for the folder of a new repo: it is nearly a command, or a repo is here
 * already, in which another one is seldom meant. A folder that is there is meant where no repo is.
 */
function folderProblem(word: string): Problem | null {
  // The word may be a folder that is to be made: `acme` is not `cache`.
  const meant = nearest(word, NAMES, Math.max(1, Math.floor(word.length / 3)));
  const say = `; for a folder of that name say ./${word}`;
  if ((meant === undefined || existsSync(word)) && !isInRepo()) return null;
  const hint = meant === undefined ? `: ${NAMES.join(", ")}` : ` (did you mean "${meant}"?)`;
  return { path: word, message: `there is no such command${hint}${say}` };
}

/** The words that are this program's own: what stands after `--` is somebody else's. */
export function ownWords(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  return end === -1 ? words : words.slice(0, end);
}

/**
 * Reads a command line.
 * @throws {UsageError} with all that is wrong with it
 */
export function readCommandLine(words: readonly string[]): CommandLine {
  const [first, ...rest] = words;
  if (first === "help") return readHelp(rest);
  const command = named(first);
  if (command !== undefined) return { command, ...readArguments(command, rest) };
  const problem = first === undefined || first.startsWith("-") || isPath(first) ? null : folderProblem(first);
  const problems = problem === null ? [] : [problem];
  return { command: COMMANDS.kickoff, ...readArguments(COMMANDS.kickoff, words, problems) };
}

/** `help deploy` is `deploy --help`. */
const readHelp = (words: readonly string[]): CommandLine => readCommandLine([...words, "--help"]);
