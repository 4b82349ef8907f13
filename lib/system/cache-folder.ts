import { homedir } from "node:os";
import { join } from "node:path";

/** A folder of this program's in the user's cache: what is in it may be lost at any time. */
export const cacheFolder = (name: string): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "generator-space-sst", name);
