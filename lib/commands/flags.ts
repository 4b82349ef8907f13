import type { Flag } from "../questions/flags.ts";

/** Flags that several commands have. A command names those that do something in it. */

export const ANSWERS: Flag = {
  name: "answers",
  type: "string",
  value: "FILE",
  help: "Answers from a JSON or YAML file; - for standard input.",
};
export const YES: Flag = {
  name: "yes",
  type: "boolean",
  help: "Take the default of all that is not given; never prompt.",
};
export const DRY_RUN: Flag = {
  name: "dry-run",
  type: "boolean",
  help: "Show what would change; write nothing, run nothing.",
};
export const DIFF: Flag = { name: "diff", type: "boolean", help: "With --dry-run: every line, as git shows it." };
export const JSON_DOCUMENT: Flag = {
  name: "json",
  type: "boolean",
  help: "One JSON document on standard output, everything else on standard error.",
};
export const HTML_REPORT: Flag = {
  name: "html",
  type: "string",
  value: "FILE",
  help: "Write a report with pictures that shows in any browser, and prints.",
};
export const FORCE: Flag = { name: "force", type: "boolean", help: "Overwrite files that differ, without asking." };
export const SKIP_INSTALL: Flag = {
  name: "skip-install",
  type: "boolean",
  help: "Do not install the repo's packages.",
};
export const SKIP_GIT: Flag = { name: "skip-git", type: "boolean", help: "Do not make a git repository." };
export const WAIT: Flag = {
  name: "wait",
  type: "string",
  value: "SECONDS",
  help: "How long services and addresses may take to serve the new version once SST is done. Default: 300.",
};

export const CONFIRM: Flag = {
  name: "confirm",
  type: "string",
  value: "STAGE",
  help: "Confirm production by its exact name, where nobody can be asked.",
};

/** Flags of a command that writes a repo. */
export const WRITES: readonly Flag[] = [YES, DRY_RUN, DIFF, JSON_DOCUMENT, FORCE, SKIP_INSTALL];

/** Flags that every command has. */
export const ALWAYS: readonly Flag[] = [
  { name: "verbose", type: "boolean", help: "Show the stack of an error." },
  { name: "help", type: "boolean", help: "Show this." },
  { name: "version", type: "boolean", help: "Show the version." },
];
