import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Command } from "../commands/command.ts";
import { COMMAND_LIST, COMMANDS } from "../commands/index.ts";
import { type Problem, UsageError } from "../errors.ts";
import type { Flag } from "../questions/flags.ts";
import { didYouMean, nearest } from "../system/nearest.ts";

export interface CommandLine {
  command: Command;
  /** Positional arguments after the command. */
  args: string[];
  /** Flags by their names: text, a list of texts, or true. */
  options: Record<string, string | boolean | string[]>;
}

type Token = ReturnType<typeof parseArgs>["tokens"] extends (infer T)[] | undefined ? T : never;

const config = (flags: readonly Flag[]) =>
  Object.fromEntries(
    flags.map(({ name, type }) => [
      name,
      { type, multiple: type === "string", ...(name === "help" ? { short: "h" } : {}) },
    ]),
  ) as never;

/** Another flag after a flag is not its value; `-` alone is: standard input. */
const hasValue = ({ value, inlineValue }: { value?: string | undefined; inlineValue?: boolean | undefined }): boolean =>
  value !== undefined && (inlineValue === true || value === "-" || !value.startsWith("-"));

/** The command that the first word names; without one, the kickoff. */
function chooseCommand(words: readonly string[]): { command: Command; rest: string[]; problems: Problem[] } {
  const { kickoff } = COMMANDS;
  const [first] = words;
  const named = COMMAND_LIST.find(({ name }) => name === first);
  if (named !== undefined) return { command: named, rest: words.slice(1), problems: [] };
  const meant =
    first === undefined || first.startsWith("-") || existsSync(first)
      ? undefined
      : nearest(
          first,
          COMMAND_LIST.map(({ name }) => name),
          // The word may be a folder that is to be made: `acme` is not `cache`.
          Math.max(1, Math.floor(first.length / 3)),
        );
  const problems =
    meant === undefined
      ? []
      : [
          {
            path: String(first),
            message: `there is no such command (did you mean "${meant}"?); for a folder of that name say ./${first}`,
          },
        ];
  return { command: kickoff, rest: [...words], problems };
}

/**
 * Reads a command line.
 * @throws {UsageError} with every unknown flag and every value that is missing or too many
 */
export function readCommandLine(words: readonly string[]): CommandLine {
  const { command, rest, problems } = chooseCommand(words);
  const flags = new Map(command.flags.map((flag) => [flag.name, flag]));
  const { values, positionals, tokens } = parseArgs({
    args: rest,
    options: config(command.flags),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens as Token[]) {
    if (token.kind !== "option") continue;
    const flag = flags.get(token.name);
    const given = token.rawName;
    if (flag === undefined)
      problems.push({ path: given, message: `there is no such flag${didYouMean(token.name, flags.keys())}` });
    else if (flag.type === "boolean" && token.value !== undefined)
      problems.push({ path: given, message: "is a switch and takes no value" });
    else if (flag.type === "string" && !hasValue(token))
      problems.push({ path: given, message: `needs a value: ${given} ${flag.value ?? "VALUE"}` });
    else if (flag.type === "string" && flag.multiple !== true && (values[token.name] as unknown[]).length > 1)
      problems.push({ path: given, message: "is given more than once" });
  }
  const more = command.variadic === true ? [] : positionals.slice(command.positionals.length);
  // The value of a flag that does not exist is no word of its own.
  if (more.length > 0 && problems.length === 0)
    problems.push({ path: more.join(" "), message: `is one word too many: ${command.usage}` });
  const unique = [...new Map(problems.map((problem) => [`${problem.path}${problem.message}`, problem])).values()];
  if (unique.length > 0) throw new UsageError(unique, "the command line");
  const options = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) && flags.get(name)?.multiple !== true ? value[0] : value,
    ]),
  );
  return { command, args: positionals, options: options as CommandLine["options"] };
}
