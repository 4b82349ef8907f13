import { oneOf, words } from "./choose.ts";
import type { Session } from "./session.ts";

interface Labelled {
  /** How it is called here: `database`, or `database/orders` where there are several. */
  label: string;
  kind: string;
  name: string;
}

/**
 * One of a stage's stores, or of what is like them: by its label, or by kind and name; else asked, else refused.
 * @throws {UsageError} where there is none, or nobody can be asked
 */
export async function labelledOne<T extends Labelled>(
  session: Session,
  list: readonly T[],
  { path, message, what }: { path: string; message: string; what: string },
): Promise<T> {
  const given = session.args[1];
  const meant = list.find(({ kind, name, label }) => given === label || given === `${kind}/${name}`);
  if (meant !== undefined) return meant;
  const choices = words(list.map(({ label }) => label));
  const chosen = await oneOf(session, { path, given, message, choices, what });
  return list.find(({ label }) => label === chosen) as T;
}
