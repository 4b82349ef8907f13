import { parseArgs } from "node:util";
import { type Problem, UsageError } from "../errors.ts";
import type { Flag } from "../questions/flags.ts";
import { didYouMean } from "../system/nearest.ts";
import type { Command } from "./command.ts";

/** What a command is given. */
export interface Arguments {
  /** Positional arguments after the command. */
  args: string[];
  /** Flags by their names: text, a list of texts, or true. */
  options: Record<string, string | boolean | string[]>;
  /** What stands after `--`, where the command takes it as it is. */
  rest: string[];
}

type Token = ReturnType<typeof parseArgs>["tokens"] extends (infer T)[] | undefined ? T : never;
type OptionToken = Extract<Token, { kind: "option" }>;

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

/** What is wrong with a flag as it is given; null where nothing is. */
function flagProblem({ name, rawName, ...given }: OptionToken, flags: Map<string, Flag>, count: number): string | null {
  const flag = flags.get(name);
  if (flag === undefined) return `there is no such flag${didYouMean(name, flags.keys())}`;
  if (flag.type === "boolean") return given.value === undefined ? null : "is a switch and takes no value";
  if (!hasValue(given)) return `needs a value: ${rawName} ${flag.value ?? "VALUE"}`;
  return flag.multiple !== true && count > 1 ? "is given more than once" : null;
}

/**
 * Reads the words after a command.
 * @throws {UsageError} with every unknown flag and every value that is missing or too many
 */
export function readArguments(command: Command, all: readonly string[], before: readonly Problem[] = []): Arguments {
  const end = command.rest === undefined ? -1 : all.indexOf("--");
  const [words, rest] = end === -1 ? [all, []] : [all.slice(0, end), all.slice(end + 1)];
  const flags = new Map(command.flags.map((flag) => [flag.name, flag]));
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options: config(command.flags),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = (tokens as Token[]).filter((token) => token.kind === "option");
  const problems = [
    ...before,
    ...given.flatMap((token): Problem[] => {
      const count = given.filter(({ name }) => name === token.name).length;
      const message = flagProblem(token, flags, count);
      return message === null ? [] : [{ path: token.rawName, message }];
    }),
  ];
  const more = command.variadic === true ? [] : positionals.slice(command.positionals.length);
  // The value of a flag that does not exist is no word of its own.
  if (more.length > 0 && problems.length === 0)
    problems.push({ path: more.join(" "), message: `is one word too many: ${command.usage}` });
  const unique = [...new Map(problems.map((problem) => [`${problem.path}${problem.message}`, problem])).values()];
  if (unique.length > 0) throw new UsageError(unique, "the command line");
  const options = Object.entries(values).map(([name, value]) => [
    name,
    Array.isArray(value) && flags.get(name)?.multiple !== true ? value[0] : value,
  ]);
  return { args: positionals, options: Object.fromEntries(options), rest };
}
