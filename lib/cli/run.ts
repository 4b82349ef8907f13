import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Arguments } from "../commands/arguments.ts";
import type { Command } from "../commands/command.ts";
import { rootOf } from "../commands/root.ts";
import { Session } from "../commands/session.ts";
import type { Run } from "../commands/steps.ts";
import { packageRoot } from "../system/package-root.ts";
import { askAt } from "../terminal/ask.ts";

/** The part of Yeoman's environment that the bin uses; the published types of `createEnv` are those of its older command line. */
interface YeomanEnvironment {
  register(generator: unknown, options: { namespace: string; resolved: string }): unknown;
  run(words: string[], options: Record<string, unknown>): Promise<void>;
}

type Options = Record<string, unknown>;

/** With --json standard output is for the document: prompts and messages go to standard error. */
const output = ({ json }: Options) => (json === true ? process.stderr : process.stdout);

/** A run that writes a repo goes on as `yo` would run it: as a generator in a Yeoman environment. */
async function runGenerator({ generator }: Command, run: Run, options: Options): Promise<void> {
  const { QueuedAdapter, createEnv } = await import("./yeoman.ts");
  const env = createEnv({
    cwd: process.cwd(),
    adapter: new QueuedAdapter({ stdout: output(options), stderr: process.stderr }),
  } as never) as unknown as YeomanEnvironment;
  const resolved = join(packageRoot, "dist", "generators", generator, "index.js");
  const { default: Generator } = await import(pathToFileURL(resolved).href);
  env.register(Generator, { namespace: `space-sst:${generator}`, resolved });
  await env.run([`space-sst:${generator}`], { ...options, _run: run });
}

/** Runs a command. Yeoman is loaded once there is something to write: what is refused needs nothing of it. */
export async function run(command: Command, { args, options, rest }: Arguments): Promise<void> {
  const { begin } = await command.load();
  const cwd = process.cwd();
  const ask = askAt(output(options));
  const root = rootOf(command, args, cwd);
  const begun = begin(new Session({ cwd, root, args, options, rest, ask }));
  if (!command.writesRepo) return void (await begun.recommend());
  await begun.ask();
  await runGenerator(command, begun, options);
}
