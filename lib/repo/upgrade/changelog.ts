import { readFileSync } from "node:fs";
import { join } from "node:path";
import gt from "semver/functions/gt.js";
import lte from "semver/functions/lte.js";
import valid from "semver/functions/valid.js";
import { packageRoot } from "../../system/package-root.ts";

/** What the package's CHANGELOG says of one version. */
export interface Section {
  version: string;
  /** Markdown, without the heading. */
  text: string;
}

const HEADING = /^## \[?v?(\d+\.\d+\.\d+[^\s\]]*)/;

/** The sections of a changelog, in its order: the newest first. Pure. */
export function sectionsOf(changelog: string): Section[] {
  return changelog.split(/^(?=## )/m).flatMap((part) => {
    const version = valid(HEADING.exec(part)?.[1]);
    return version === null ? [] : [{ version, text: part.slice(part.indexOf("\n") + 1).trim() }];
  });
}

/** What changed after one version, up to another one: in the CHANGELOG that the package brings along. */
export const changesBetween = (from: string | null, to: string, changelog = ownChangelog()): Section[] =>
  from === null ? [] : sectionsOf(changelog).filter(({ version }) => gt(version, from) && lte(version, to));

const ownChangelog = (): string => readFileSync(join(packageRoot, "CHANGELOG.md"), "utf8");
