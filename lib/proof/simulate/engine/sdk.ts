import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Plain, PlainObject } from "../types.ts";
import type { Monitor } from "./monitor.ts";

/** What is used of Pulumi's state of one run. */
interface Store {
  settings: { monitor?: Monitor; rpcDone: Promise<unknown> };
  leakCandidates: Set<{ _debugCtx?: string }>;
}

interface Runtime {
  setMocks(mocks: object, project: string, stack: string, preview: boolean, organization: string): Promise<void>;
  setAllConfig(config: Record<string, string>): void;
  runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
  waitForRPCs(): Promise<void>;
}

export interface Sdk {
  /** Folder of the platform, with links resolved. */
  platform: string;
  require: NodeJS.Require;
  runtime: Runtime;
  /** Runs a function with a state of its own, so that one run sees nothing of another. */
  withLocalStorage<T>(work: () => Promise<T>): Promise<T>;
  getStore(): Store;
  struct(value: PlainObject): unknown;
  esbuild: { build(options: object): Promise<BuildResult> };
}

export interface BuildResult {
  outputFiles: { path: string; text: string }[];
}

/**
 * Parts of the Pulumi SDK that take long to load and that an offline run never needs: they write a function of the
 * program down as text for AWS Lambda, and drive Pulumi from outside.
 */
const replaced: Record<string, object> = {
  "@pulumi/pulumi/automation": {},
  "@pulumi/pulumi/runtime/closure/codePaths": { computeCodePaths: async () => new Map() },
  "@pulumi/pulumi/runtime/closure/serializeClosure": {
    serializeFunction: async () => ({ text: "", exportName: "handler", containsSecrets: false }),
    serializeFunctionAsync: async () => "",
  },
};

interface Watcher {
  debuggablePromise<T>(promise: Promise<T> & { _debugCtx?: string }, label?: string): Promise<T>;
}

/** Pulumi notes a stack trace for every promise that it waits for, which is half of the time of a run: the label will do. */
function watchPromises(watcher: Watcher, getStore: Sdk["getStore"]): void {
  watcher.debuggablePromise = async (promise, label = "") => {
    const { leakCandidates } = getStore();
    leakCandidates.add(Object.assign(promise, { _debugCtx: label }));
    try {
      return await promise;
    } finally {
      leakCandidates.delete(promise);
    }
  };
}

interface Placed {
  stackTrace(skip: number): unknown[];
}

/** For every resource Pulumi also notes the lines that made it, through the source maps that there are: nobody reads them. */
function forgetPlaces(resource: Placed): void {
  resource.stackTrace = () => [];
}

const loaded = new Map<string, Sdk>();

export class PlatformMissing extends Error {}

/**
 * The folder of SST's platform in a repo.
 * @throws {PlatformMissing} where it is not there, or not whole
 */
export function platformFolder(root: string): string {
  const folder = join(root, ".sst", "platform");
  if (!existsSync(join(folder, "node_modules", "@pulumi", "pulumi")) || !existsSync(join(folder, "src"))) {
    const command = existsSync(join(root, "scripts", "platform.mjs")) ? "node scripts/platform.mjs" : "npx sst install";
    throw new PlatformMissing(`SST's platform is missing or incomplete: run "${command}" in ${root}`);
  }
  return realpathSync(folder);
}

/** Loads the SDK of a platform, once per process. */
export function loadSdk(root: string): Sdk {
  const platform = platformFolder(root);
  const known = loaded.get(platform);
  if (known) return known;

  const require = createRequire(join(platform, "package.json"));
  for (const [id, exports] of Object.entries(replaced)) {
    const filename = require.resolve(id);
    require.cache[filename] ??= {
      id: filename,
      filename,
      loaded: true,
      exports,
      children: [],
      paths: [],
    } as unknown as NodeJS.Module;
  }
  const pulumi = require("@pulumi/pulumi") as { runtime: Runtime; Resource: Placed };
  const state = require("@pulumi/pulumi/runtime/state") as Pick<Sdk, "withLocalStorage" | "getStore">;
  watchPromises(require("@pulumi/pulumi/runtime/debuggable") as Watcher, state.getStore);
  forgetPlaces(pulumi.Resource);
  const protobuf = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  const { Struct } = protobuf("google-protobuf/google/protobuf/struct_pb.js") as {
    Struct: { fromJavaScript(value: Plain): unknown };
  };
  const sdk: Sdk = {
    platform,
    require,
    runtime: pulumi.runtime,
    withLocalStorage: state.withLocalStorage,
    getStore: state.getStore,
    struct: (value) => Struct.fromJavaScript(value),
    esbuild: require("esbuild") as Sdk["esbuild"],
  };
  loaded.set(platform, sdk);
  return sdk;
}
