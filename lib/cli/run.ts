import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "../commands/command.ts";
import type { Way } from "../commands/session.ts";
import { Stopped } from "../errors.ts";
import { packageRoot } from "../system/package-root.ts";
import { askAt, isPromptExit } from "../terminal/ask.ts";

/** The part of Yeoman's environment that the bin uses; the published types of `createEnv` are those of its older command line. */
interface YeomanEnvironment {
  register(generator: unknown, options: { namespace: string; resolved: string }): unknown;
  run(words: string[], options: Record<string, unknown>): Promise<void>;
}

/** What the user typed to get here: from a clone, that is `npm start --`. */
const binName = (): string =>
  process.env.npm_lifecycle_event === "start" && process.env.npm_package_name === "generator-space-sst"
    ? "npm start --"
    : "space-sst";

const wayOf = ({ name }: Command): Way => ({ typed: name === "kickoff" ? binName() : `${binName()} ${name}` });

type Options = Record<string, unknown>;

/** With --json standard output is for the document: prompts and messages go to standard error. */
const output = ({ json }: Options) => (json === true ? process.stderr : process.stdout);

/** A command that writes a repo runs as `yo` would run it: as a generator in a Yeoman environment. */
async function runGenerator({ generator }: Command, args: string[], options: Options, way: Way): Promise<void> {
  const [{ QueuedAdapter }, { createEnv }] = await Promise.all([
    import("@yeoman/adapter"),
    import("yeoman-environment"),
  ]);
  const env = createEnv({
    cwd: process.cwd(),
    adapter: new QueuedAdapter({ stdout: output(options), stderr: process.stderr }),
  } as never) as unknown as YeomanEnvironment;
  const resolved = join(packageRoot, "dist", "generators", generator, "index.js");
  const { default: Generator } = await import(pathToFileURL(resolved).href);
  env.register(Generator, { namespace: `space-sst:${generator}`, resolved });
  try {
    await env.run([`space-sst:${generator}`, ...args], { ...options, _way: way });
  } catch (error) {
    // Ctrl-C at a prompt ends the environment's queue before the generator hears of it.
    throw isPromptExit(error) ? new Stopped(way.stopping) : error;
  }
}

/** All others need nothing of Yeoman. */
async function runSteps(command: Command, args: string[], options: Options, way: Way): Promise<void> {
  const [{ Session }, { rootOf }, { begin }] = await Promise.all([
    import("../commands/session.ts"),
    import("../commands/root.ts"),
    command.load(),
  ]);
  const cwd = process.cwd();
  const root = rootOf(command, args, cwd);
  await begin(new Session({ cwd, root, args, options, way, ask: askAt(output(options)) })).recommend();
}

export const run = (command: Command, args: string[], options: Options): Promise<void> =>
  (command.writesRepo ? runGenerator : runSteps)(command, args, options, wayOf(command));
