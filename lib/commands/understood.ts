import type { Understood } from "../answers/forms/read.ts";
import type { Session } from "./session.ts";

const inWords = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : String(value));

/** Says which answers are stored in another form than they were written in; a number in quotation marks is none. */
export function sayUnderstood({ terminal }: Session, understood: readonly Understood[]): void {
  for (const { path, given, stored } of understood) {
    const [from, to] = [given, stored].map(inWords) as [string, string];
    if (from.trim() !== to) terminal.print(terminal.paint("dim", `${path}: "${from}" is taken for ${to}`));
  }
}
