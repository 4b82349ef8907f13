import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { withoutMark } from "./mark.ts";
import { packageRoot } from "./package-root.ts";

/** How a command of this program is typed by whoever reads it: nothing that is printed names one in another way. */

/** @param words what stands after the program's name: `deploy dev`, `--domain example.com` */
type Way = (words: string) => string;

const after =
  (program: string): Way =>
  (words) =>
    `${program} ${words}`.trimEnd();

interface Manifest {
  packageManager?: string;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** In a repo, whose package.json names this package: its package manager finds the bin. Null where there is no repo. */
function inRepo(folder: string): Way | null {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, "package.json");
    if (existsSync(file)) {
      const manifest = JSON.parse(withoutMark(readFileSync(file, "utf8"))) as Manifest;
      const { packageManager = "npm", devDependencies, optionalDependencies } = manifest;
      if ("generator-space-sst" in { ...devDependencies, ...optionalDependencies })
        return after(packageManager.startsWith("pnpm") ? "pnpm exec space-sst" : "npx space-sst");
    }
    if (dirname(at) === at) return null;
  }
}

/** From a clone; where that is not here, npm must be told where it is. Null where this is started in another way. */
function inClone(): Way | null {
  const { npm_lifecycle_event: script, npm_package_name: name, INIT_CWD: folder } = process.env;
  if (script !== "start" || name !== "generator-space-sst") return null;
  const here = folder === undefined || realpathSync(folder) === realpathSync(packageRoot);
  return after(here ? "npm start --" : `npm --prefix ${packageRoot} start --`);
}

let way: Way | undefined;

/** `yo` has started this program. */
export function startedByYo(): void {
  way = (words) => {
    // Every command is a generator of its own, and no word at all is the kickoff.
    const isCommand = /^[a-z]/.test(words);
    return `npx yo space-sst${isCommand ? ":" : " "}${words}`.trimEnd();
  };
}

/** A command for this version of the program, which may not be the repo's own yet: as it was started. */
export function typedAgain(words: string): string {
  way ??= inClone() ?? after(/[\\/]_npx[\\/]/.test(packageRoot) ? "npx generator-space-sst" : "space-sst");
  return way(words);
}

/** A command as it is typed in a folder: in a repo, for the repo's own package; elsewhere as this program was started. */
export const typed = (words: string, folder: string = process.cwd()): string => (inRepo(folder) ?? typedAgain)(words);
