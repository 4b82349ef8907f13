import { Failure } from "../../errors.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { type ComparedSecret, secretNames } from "./compare.ts";
import { setSecret } from "./set.ts";

/** What a push would set: what the stage does not have, or has another value of. */
export const changesOf = (compared: readonly ComparedSecret[]): ComparedSecret[] =>
  compared.filter(({ state }) => state === "new" || state === "different");

/** Declared secrets that will have no value after a push. */
export const missingOf = (compared: readonly ComparedSecret[]): ComparedSecret[] =>
  compared.filter(({ state }) => state === "missing");

/**
 * Sets secrets of a stage, one after the other: SST reads and writes all of a stage's secrets each time.
 * @param values by SST's names
 * @throws {Failure} that says which are not set; running it again goes on from there
 */
export async function pushSecrets(
  target: { root: string; stage: string },
  changes: readonly ComparedSecret[],
  values: ReadonlyMap<string, string>,
  terminal: Terminal,
): Promise<void> {
  for (const [done, change] of changes.entries()) {
    try {
      await terminal.step(`Setting ${secretNames([change])}`, () =>
        setSecret(target, change.name, values.get(change.name) ?? ""),
      );
    } catch (error) {
      const left = secretNames(changes.slice(done));
      throw new Failure(`${(error as Error).message}; not set: ${left}. Run it again to go on`, { cause: error });
    }
  }
}
