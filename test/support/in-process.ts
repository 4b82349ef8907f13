import { Writable } from "node:stream";
import { vi } from "vitest";
import { readArguments } from "../../lib/commands/arguments.ts";
import { COMMANDS } from "../../lib/commands/index.ts";
import { Session } from "../../lib/commands/session.ts";
import { Terminal } from "../../lib/terminal/terminal.ts";

/** A command run in this process, as the bin runs it: for commands that write no repo, and are asked many things. */

export interface Ran {
  /** Standard output. */
  stdout: string;
  /** Standard error. */
  stderr: string;
  /** What it threw, or null. */
  error: Error | null;
}

class Kept extends Writable {
  text = "";
  override _write(chunk: unknown, _: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

/** Steps take as long as they take. */
const timeless = (text: string): string => text.replace(/\(\d+ s\)/g, "(0 s)");

/**
 * @param env what the process has beside its own, until the next run
 * @param answers to its questions, by their names
 */
export async function runHere(
  name: keyof typeof COMMANDS,
  words: readonly string[],
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  answers: Readonly<Record<string, unknown>> = {},
): Promise<Ran> {
  for (const [variable, value] of Object.entries(env)) vi.stubEnv(variable, value);
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(root);
  const command = COMMANDS[name];
  const [out, err] = [new Kept(), new Kept()];
  let error: Error | null = null;
  try {
    const { args, options, rest } = readArguments(command, words);
    const terminal = new Terminal({ json: options.json === true, out, err });
    const { begin } = await command.load();
    const ask = async (question: { name?: unknown }) => answers[String(question.name)];
    await begin(new Session({ cwd: root, root, args, options, rest, terminal, ask: ask as never })).recommend();
  } catch (thrown) {
    error = thrown as Error;
  } finally {
    vi.unstubAllEnvs();
    cwd.mockRestore();
  }
  return { stdout: timeless(out.text), stderr: timeless(err.text), error };
}
