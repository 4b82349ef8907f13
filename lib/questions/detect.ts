import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a Dockerfile says about the service that it builds. */
export interface Detected {
  port?: number;
  health?: string;
}

/** The last of these instructions, as later ones win. */
const last = (text: string, instruction: RegExp): string | undefined => [...text.matchAll(instruction)].at(-1)?.[1];

/** Reads the port and the health path off a Dockerfile's text. */
export function readDockerfile(text: string): Detected {
  const whole = text.replace(/\\\r?\n/g, " ");
  const port = last(whole, /^\s*EXPOSE\s+(\d+)/gim) ?? last(whole, /^\s*ENV\s+PORT[=\s]\s*"?(\d+)/gim);
  const health = last(whole, /^\s*HEALTHCHECK\s.*https?:\/\/[^\s/"']+(\/[^\s"'|;)]*)/gim);
  return { ...(port === undefined ? {} : { port: Number(port) }), ...(health === undefined ? {} : { health }) };
}

function read(root: string, directory: unknown, file: string): string | null {
  try {
    return readFileSync(join(root, String(directory), file), "utf8");
  } catch {
    return null;
  }
}

/** What is known of code that is in the repo. */
export const detect = (root: string, directory: unknown): Detected =>
  readDockerfile(read(root, directory, "Dockerfile") ?? "");

function builds(manifest: string | null): boolean {
  try {
    return typeof JSON.parse(manifest ?? "{}").scripts?.build === "string";
  } catch {
    return false;
  }
}

/** What a folder lacks of what code that is in the repo must have; null where it lacks nothing. */
export function lacking(root: string, directory: unknown, kind: unknown): string | null {
  if (kind === "static")
    return builds(read(root, directory, "package.json"))
      ? null
      : `${directory} has no package.json with a script "build", which writes dist`;
  return read(root, directory, "Dockerfile") === null ? `${directory} has no Dockerfile` : null;
}
