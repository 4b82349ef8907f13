import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { childScript, type Job } from "../simulate/pool.ts";
import type { Tree } from "./files.ts";

const read = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");

/** What runs the program: the engine of this version (its parts are named by their contents), Node, and SST's platform. */
function engine(root: string): string {
  const sst = join(root, ".sst");
  return [
    process.version,
    read(childScript),
    read(join(sst, "platform", "version")),
    read(join(sst, "platform", "package.json")),
    read(join(sst, "provider-lock.json")),
  ].join("\0");
}

/** The part of the environment that a program sees. SST's components read variables of SST itself. */
export function environmentOf({ variables }: Pick<Tree, "variables">, env: NodeJS.ProcessEnv): [string, string][] {
  const seen = (name: string) => variables === null || variables.includes(name) || name.startsWith("SST_");
  return Object.entries(env)
    .filter((entry): entry is [string, string] => entry[1] !== undefined && seen(entry[0]))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Names what a stage's simulation depends on: when all of it is the same, so is the result. */
export function keysOf(root: string, tree: Tree, env: NodeJS.ProcessEnv = process.env) {
  const shared = JSON.stringify([tree.digest, engine(root), environmentOf(tree, env)]);
  return ({ stage, account }: Pick<Job, "stage" | "account">): string =>
    createHash("sha256")
      .update(JSON.stringify([shared, stage, account ?? null]))
      .digest("hex");
}
