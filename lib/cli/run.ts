import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { QueuedAdapter } from "@yeoman/adapter";
import { createEnv } from "yeoman-environment";
import type { Command } from "../commands/command.ts";
import { packageRoot } from "../system/package-root.ts";
import { promptError } from "../terminal/stopped.ts";

/** The part of Yeoman's environment that the bin uses; the published types of `createEnv` are those of its older command line. */
interface YeomanEnvironment {
  register(generator: unknown, options: { namespace: string; resolved: string }): unknown;
  run(words: string[], options: Record<string, unknown>): Promise<void>;
}

/** What the user typed to get here: from a clone, that is `npm start --`. */
const commandName = (): string =>
  process.env.npm_lifecycle_event === "start" && process.env.npm_package_name === "generator-space-sst"
    ? "npm start --"
    : "space-sst";

/** Runs a command's generator in a Yeoman environment: the same class that `yo` runs. */
export async function run(
  { generator, name }: Command,
  args: string[],
  options: Record<string, unknown>,
): Promise<void> {
  // With --json standard output is for the document: prompts and messages go to standard error.
  const stdout = options.json === true ? process.stderr : process.stdout;
  const env = createEnv({
    cwd: process.cwd(),
    adapter: new QueuedAdapter({ stdout, stderr: process.stderr }),
  } as never) as unknown as YeomanEnvironment;
  const resolved = join(packageRoot, "dist", "generators", generator, "index.js");
  const { default: Generator } = await import(pathToFileURL(resolved).href);
  env.register(Generator, { namespace: `space-sst:${generator}`, resolved });
  const words = [`space-sst:${generator}`, ...args];
  try {
    await env.run(words, { ...options, _command: name === "kickoff" ? commandName() : `${commandName()} ${name}` });
  } catch (error) {
    // Ctrl-C at a prompt ends the environment's queue before the generator hears of it.
    throw promptError(error);
  }
}
