import type { Command } from "../lib/commands/command.ts";

/** Options that Yeoman, `yo` and the environment put beside those of the command line. */
const YEOMAN_OPTIONS = new Set([
  "env",
  "namespace",
  "resolved",
  "description",
  "destination-root",
  "shared-data",
  "skip-cache",
  "skip-local-cache",
  "local-config-only",
  "skip-parse-options",
  "skip-check-env",
  "ignore-version-check",
  "force-install",
  "forward-error-to-environment",
  "ask-answered",
  "node-package-manager",
  "insight",
  "color",
  "debug",
  "bail",
  "ignore-whitespace",
  "skip-yo-resolve",
  "local-only",
]);

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A flag as it is typed; a repeated one as often as it is given. */
function* typedFlag(name: string, value: unknown): Iterable<string> {
  for (const one of Array.isArray(value) ? value : [value]) {
    yield one === true ? `--${name}` : `--${name}=${one}`;
  }
}

/**
 * What was typed, from what Yeoman has made of it: it takes any option for one, and reads values as it likes. So there is
 * one reader of command lines, which knows the flags.
 */
export function typedWords(
  all: readonly string[],
  options: Readonly<Record<string, unknown>>,
  { flags, positionals, rest }: Command,
  argv: readonly string[] = [],
): string[] {
  // Yeoman puts what stands after `--` at the end of the others.
  const end = rest === undefined ? -1 : argv.indexOf("--");
  const after = end === -1 ? [] : argv.slice(end);
  const args = all.slice(0, all.length - Math.max(after.length - 1, 0));
  const known = new Set(flags.map(({ name }) => name));
  const passedOver = new Set([...positionals.map(({ name }) => name), ...YEOMAN_OPTIONS]);
  const given = new Map<string, unknown>();
  for (const [key, value] of Object.entries(options)) {
    const name = kebab(key);
    if (key.startsWith("_") || value === undefined || value === false || (passedOver.has(name) && !known.has(name)))
      continue;
    given.set(name, value);
  }
  return [...args.map(String), ...[...given].flatMap(([name, value]) => [...typedFlag(name, value)]), ...after];
}
