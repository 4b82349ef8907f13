import { resolve } from "node:path";
import { repoOf } from "../questions/store.ts";
import type { Command } from "./command.ts";

/** The folder that a command works on: its argument, or the repo that the current one is in, or else that one itself. */
export const rootOf = ({ positionals }: Command, [first]: readonly string[], cwd: string): string =>
  positionals[0]?.name === "folder" && first !== undefined ? resolve(cwd, first) : (repoOf(cwd) ?? cwd);
