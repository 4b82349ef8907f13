import type { Command } from "../lib/commands/command.ts";
import { UsageError } from "../lib/errors.ts";
import { didYouMean } from "../lib/system/nearest.ts";

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

/**
 * Refuses every option that no flag of the command declares, with the nearest right name: Yeoman itself takes any.
 * @throws {UsageError}
 */
export function checkOptions(options: Readonly<Record<string, unknown>>, { flags, positionals }: Command): void {
  const words = new Set(positionals.map(({ name }) => name));
  const known = new Map(flags.map((flag) => [flag.name, flag]));
  const given = new Set(
    Object.keys(options)
      .filter((key) => !key.startsWith("_") && options[key] !== undefined)
      .map(kebab),
  );
  const problems = [...given].flatMap((name) => {
    const flag = known.get(name);
    if (flag === undefined) {
      return words.has(name) || YEOMAN_OPTIONS.has(name)
        ? []
        : [{ path: `--${name}`, message: `there is no such flag${didYouMean(name, known.keys())}` }];
    }
    const value = options[name] ?? options[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
    if (flag.type === "boolean" && typeof value !== "boolean")
      return [{ path: `--${name}`, message: "is a switch and takes no value" }];
    if (flag.type === "string" && typeof value === "boolean")
      return [{ path: `--${name}`, message: `needs a value: --${name} ${flag.value ?? "VALUE"}` }];
    return [];
  });
  if (problems.length > 0) throw new UsageError(problems, "the flags");
}
