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

/** What is known of code that is in the repo; null where its folder has no Dockerfile. */
export function detect(root: string, directory: unknown): Detected | null {
  try {
    return readDockerfile(readFileSync(join(root, String(directory), "Dockerfile"), "utf8"));
  } catch {
    return null;
  }
}
