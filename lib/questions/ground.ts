import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { PackageManagerName } from "../answers/vocabulary.ts";
import { gitTopOf } from "../system/git.ts";
import { answerOf } from "../system/run.ts";
import { type Document, isObject } from "./document.ts";
import { readIfThere } from "./files.ts";

/** What is known of the ground that a new repo is made on: it is a default, which anybody may say otherwise. */

function manifestOf(root: string): Document | null {
  try {
    const manifest: unknown = JSON.parse(readIfThere(join(root, "package.json")) ?? "null");
    return isObject(manifest) ? manifest : null;
  } catch {
    return null;
  }
}

/** The package manager that a folder is worked in with: by its package.json, by its lockfile, by who runs this program. */
function packageManagerOf(root: string, manifest: Document | null): PackageManagerName | undefined {
  const said = String(manifest?.packageManager ?? "");
  if (/^p?npm@/.test(said)) return said.startsWith("pnpm") ? "pnpm" : "npm";
  const there = (name: string) => existsSync(join(root, name));
  if (there("pnpm-lock.yaml") || there("pnpm-workspace.yaml")) return "pnpm";
  if (there("package-lock.json")) return "npm";
  return process.env.npm_config_user_agent?.startsWith("pnpm/") ? "pnpm" : undefined;
}

/** The git repository that a folder belongs to, by its top; null where it is its own, or one that leaves the folder out. */
export function outerGitOf(root: string): string | null {
  const top = gitTopOf(root);
  if (top === null || top === root) return null;
  return answerOf("git", ["-C", top, "check-ignore", "--", `${relative(top, root)}/`]) === null ? top : null;
}

/** The answers that a folder gives by itself. */
export function groundOf(root: string): Document {
  const manifest = manifestOf(root);
  const packageManager = packageManagerOf(root, manifest);
  const outer = outerGitOf(root);
  return {
    ...(manifest === null ? {} : { adopted: true }),
    ...(packageManager === undefined ? {} : { packageManager }),
    ...(outer === null ? {} : { workingDirectory: relative(outer, root).replaceAll("\\", "/") }),
  };
}

/** Who works here, as git knows them. */
export const emailOf = (root: string): string | null =>
  existsSync(root)
    ? answerOf("git", ["-C", root, "config", "user.email"])
    : answerOf("git", ["config", "--global", "user.email"]);

/** The time zone of this machine. */
export const timezoneOf = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
