import { UsageError } from "../errors.ts";
import type { Consequence } from "../repo/edit/consequences.ts";
import type { Session } from "./session.ts";

/**
 * What other answers do to data is said before anything is written, and data is not lost without a yes.
 * @throws {UsageError} where something is lost, and nobody can be asked
 */
export async function acceptConsequences(session: Session, found: readonly Consequence[]): Promise<void> {
  const { terminal } = session;
  for (const { path, message, loses } of found)
    terminal.print(
      `${loses ? terminal.paint("red", "Data:") : terminal.paint("yellow", "Note:")} ${path}: ${message}.`,
    );
  const losses = found.filter(({ loses }) => loses);
  if (losses.length === 0 || session.flag("lose-data") || session.flag("dry-run")) return;
  if (session.interactive) return session.goOn("Go on all the same?", false);
  throw new UsageError(
    losses.map(({ path, message }) => ({ path, message: `needs --lose-data: ${message}` })),
    "the answers",
  );
}
