import * as fs from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Sdk } from "./sdk.ts";

/** SST writes types, a repo's program what its images are built from: an offline run leaves the files of the repo alone. */
const writers = [
  "writeFileSync",
  "mkdirSync",
  "rmSync",
  "unlinkSync",
  "appendFileSync",
  "copyFileSync",
  "cpSync",
  "renameSync",
  "chmodSync",
  "symlinkSync",
];
const readOnlyFs = { ...fs, ...Object.fromEntries(writers.map((name) => [name, () => undefined])) };

/** Nor does it build a site: what is awaited has succeeded at once. */
const execFile = (...args: unknown[]): void => (args.at(-1) as (error: null, output: object) => void)(null, {});

/** Large packages that a program seldom touches: loaded at the first use. */
const lazy = /^(@aws-sdk\/|@pulumi\/(cloudflare|tls|command)$|@pulumiverse\/|undici$|esbuild$|glob$|vite$)/;

/** An object that loads the module when something of it is asked for. */
function deferred(load: () => Record<string | symbol, unknown>): object {
  const names = new Proxy(Object.create(null) as object, {
    get: (_, name) => (name === "__esModule" || name === "default" ? undefined : load()[name]),
    has: (_, name) => name in load(),
  });
  return Object.create(names);
}

/** The modules of the platform, shared by all runs of this process; `process` is the one of the run. */
export function moduleLoader(sdk: Sdk, root: string, process: NodeJS.Process) {
  const own = createRequire(join(root, "package.json"));
  const load = (id: string) => {
    try {
      return sdk.require(id);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
      return own(id);
    }
  };
  return (id: string): unknown => {
    const name = id.replace(/^node:/, "");
    if (name === "process") return process;
    if (name === "fs") return readOnlyFs;
    if (name === "child_process") return { ...(load(id) as object), execFile };
    return lazy.test(id) ? deferred(() => load(id)) : load(id);
  };
}
