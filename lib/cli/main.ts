import { COMMAND_LIST } from "../commands/index.ts";
import { packageVersion } from "../system/package-root.ts";
import { ownWords, readCommandLine } from "./command-line.ts";
import { handOver } from "./hand-over.ts";
import { help } from "./help.ts";
import { report } from "./report.ts";

/** Whoever reads the output may stop reading: `space-sst --dry-run | head`. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

/** From a clone, `npm --prefix CLONE start` runs in the clone: it is meant for the folder in which it was typed. */
function enterFolder(): void {
  const { npm_lifecycle_event: script, npm_package_name: name, INIT_CWD: folder } = process.env;
  if (script === "start" && name === "generator-space-sst" && folder !== undefined) process.chdir(folder);
}

/** The bin: reads the command line and hands over to the generator. Help and version load nothing else. */
export async function main(words: readonly string[]): Promise<void> {
  const own = ownWords(words);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", leaveQuietly);
  try {
    enterFolder();
    if (own.includes("--version")) {
      process.stdout.write(`${packageVersion}\n`);
      return;
    }
    if (await handOver(own)) return;
    const { command, ...given } = readCommandLine(words);
    if (given.options.help === true) {
      const listed = command.name === "kickoff" ? COMMAND_LIST : [];
      process.stdout.write(help(command, listed, process.stdout.columns));
      return;
    }
    const { run } = await import("./run.ts");
    await run(command, given);
  } catch (error) {
    report(error, { verbose: own.includes("--verbose"), json: own.includes("--json") });
  }
}
