import { realpathSync } from "node:fs";
import { resolve } from "node:path";

/**
 * Why SST cannot run a repo where it is; null where it can. SST takes every file with ".sst" anywhere in its path for
 * one of its own, and gives it none of the providers that a program finds in scope (`aws is not defined`).
 */
export const misplaced = (root: string): { problem: string; remedy: string } | null =>
  [resolve(root), realpathSync(root)].some((path) => path.includes(".sst"))
    ? {
        problem: `SST runs no program below a folder with ".sst" in its name, as ${resolve(root)}`,
        remedy: "move the repo to another folder",
      }
    : null;
