import type { View } from "../answers/view.ts";
import type { Variables } from "../system/run.ts";

/** A program that runs in the repo once its files are written. */
export interface Step {
  command: string;
  words: string[];
  /** Variables in addition to those of this process. */
  env?: Variables;
  /** What the user does where it fails. */
  remedy: string;
  /** What the user does where there is no such program. */
  missing: string;
}

/**
 * SST and the proof are packages for development, which a shell of `NODE_ENV=production` and a configuration of `omit=dev`
 * leave out.
 */
const WITH_ALL: Variables = { NODE_ENV: undefined, npm_config_include: "dev" };

/** What makes a folder of files a repo that can be worked in. */
export function stepsFor({ pm }: View, { git, install }: { git: boolean; install: boolean }): Step[] {
  const [command = "npm", ...words] = pm.install.split(" ");
  return [
    ...(git
      ? [
          {
            command: "git",
            words: ["init", "--quiet", "--initial-branch", "main"],
            remedy: "run git init there to see why",
            missing: "install git, then run git init there",
          },
        ]
      : []),
    ...(install
      ? [
          {
            command,
            words,
            env: WITH_ALL,
            remedy: `run ${pm.install} there to see why`,
            missing: `npm install --global ${pm.name}${pm.version === null ? "" : `@${pm.version}`}, then run ${pm.install} there`,
          },
        ]
      : []),
  ];
}

const LAST_LINES = 5;

/** The end of what a failed program printed. */
export const lastLines = (output: string): string =>
  output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-LAST_LINES)
    .join("\n");
