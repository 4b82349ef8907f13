import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot, packageVersion } from "./package-root.ts";

/** This package as a repo has it installed. */
export interface InstalledPackage {
  folder: string;
  version: string;
  bin: string;
}

/** The package that a repo has installed, in itself or in a workspace around it; null where there is none. */
export function installedPackage(root: string): InstalledPackage | null {
  for (let folder = root; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", "generator-space-sst");
    const manifest = join(found, "package.json");
    if (existsSync(manifest)) {
      const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
      return { folder: found, version, bin: join(found, "dist", "bin", "space-sst.js") };
    }
    if (dirname(folder) === folder) return null;
  }
}

/**
 * The package that a repo has installed, where it is another version than this one: a repo is worked on by its own. One
 * command brings it to another version, and is for the version that it is brought to.
 */
export function ownPackage(root: string, command: string): InstalledPackage | null {
  if (command === "upgrade") return null;
  const installed = installedPackage(root);
  return installed === null || installed.version === packageVersion || !existsSync(installed.bin) ? null : installed;
}

/** What `--verbose` says when a repo's own version takes over. */
export const takeover = ({ version, folder }: InstalledPackage): string =>
  `generator-space-sst ${version} of this repo (${folder}) takes over from ${packageVersion} (${packageRoot})\n`;
