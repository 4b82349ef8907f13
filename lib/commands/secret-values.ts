import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { DeclaredSecret } from "../answers/secrets.ts";
import { readEnvFile } from "../deploy/secrets/env-file.ts";
import { UsageError } from "../errors.ts";
import type { Session } from "./session.ts";

function readFrom(from: string, cwd: string): Buffer {
  try {
    return readFileSync(from === "-" ? 0 : resolve(cwd, from));
  } catch (error) {
    const message = `cannot be read: ${(error as Error).message}`;
    throw new UsageError([{ path: "--from", message }], "the flags");
  }
}

/**
 * The values that `--from` gives, by SST's names; null without one.
 * @throws {UsageError} where it cannot be read, or has what nobody declares
 */
export function secretValues(session: Session, declared: readonly DeclaredSecret[]): Map<string, string> | null {
  const from = session.text("from");
  if (from === undefined) return null;
  return readEnvFile(readFrom(from, session.cwd), declared, from === "-" ? "standard input" : from);
}
