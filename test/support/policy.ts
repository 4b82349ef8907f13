import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { execa } from "execa";
import type { PlainObject, Resource } from "../../lib/proof/simulate/types.ts";
import { cached, exclusively } from "./platform.ts";
import { link } from "./repo.ts";

/**
 * Gives a rendered policy pack its packages: those of its own package.json, installed once per machine (about 100 MB).
 */
export async function installPolicy(folder: string): Promise<void> {
  const file = join(folder, "package.json");
  const { dependencies } = JSON.parse(await readFile(file, "utf8")) as { dependencies: Record<string, string> };
  const cache = cached("policy", ...Object.entries(dependencies).flat()).replaceAll("@pulumi/", "");
  const done = join(cache, "installed");
  if (!existsSync(done)) {
    await exclusively(`${cache}.lock`, async () => {
      if (existsSync(done)) return;
      await mkdir(cache, { recursive: true });
      await copyFile(file, join(cache, "package.json"));
      await execa("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: cache });
      await writeFile(done, "");
    });
  }
  await link(join(cache, "node_modules"), join(folder, "node_modules"));
}

export interface Diagnostic {
  policy: string;
  message: string;
  level: "advisory" | "mandatory";
  urn: string;
}

/** The part of Pulumi's generated code that is used here. */
interface Message {
  [setter: `set${string}`]: (value: unknown) => void;
}
interface Reply {
  getDiagnosticsList(): {
    getPolicyname(): string;
    getMessage(): string;
    getEnforcementlevel(): number;
    getUrn(): string;
  }[];
}
type Call = (request: unknown, reply: (error: Error | null, reply: Reply & Info) => void) => void;
interface Info {
  getPoliciesList(): { getName(): string; getEnforcementlevel(): number }[];
}

/** A running pack, asked as Pulumi's engine asks it. */
export interface Pack {
  /** Every policy that it serves, with its level. */
  info(): Promise<Record<string, Diagnostic["level"]>>;
  /** Before a resource is made. */
  analyze(resource: Resource): Promise<Diagnostic[]>;
  /** At the end. */
  analyzeStack(resources: readonly Resource[]): Promise<Diagnostic[]>;
  stop(): void;
}

const levels = ["advisory", "mandatory"] as const;

/**
 * Starts a pack as the script `pulumi-analyzer-policy` of Pulumi 3.215 does, which SST 4.17 installs.
 * @throws with what it prints, when it does not start
 */
export async function startPolicy(folder: string): Promise<Pack> {
  const require = createRequire(join(folder, "index.cjs"));
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  // The engine's address: the pack only reports crashes to it.
  const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], { cwd: folder });
  const port = await portOf(child);

  const grpc = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");
  const { AnalyzerClient } = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
  const messages = require("@pulumi/pulumi/proto/analyzer_pb.js");
  const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
  const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");
  const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure()) as Record<string, Call>;

  const fill = (message: Message, { type, name, urn, protect }: Resource, props: PlainObject): Message => {
    const options = new messages.AnalyzerResourceOptions();
    options.setProtect(protect ?? false);
    message.setType?.(type);
    message.setName?.(name);
    message.setUrn?.(urn);
    message.setOptions?.(options);
    message.setProperties?.(Struct.fromJavaScript(props));
    return message;
  };
  const call = <T>(method: string, request: unknown, read: (reply: Reply & Info) => T): Promise<T> =>
    new Promise((resolve, reject) =>
      client[method]?.(request, (error, reply) => (error ? reject(error) : resolve(read(reply)))),
    );
  const diagnostics = (reply: Reply): Diagnostic[] =>
    reply.getDiagnosticsList().map((one) => ({
      policy: one.getPolicyname(),
      message: one.getMessage(),
      level: levels[one.getEnforcementlevel()] ?? "mandatory",
      urn: one.getUrn(),
    }));

  return {
    info: () =>
      call("getAnalyzerInfo", new Empty(), (reply) =>
        Object.fromEntries(
          reply.getPoliciesList().map((one) => [one.getName(), levels[one.getEnforcementlevel()] ?? "mandatory"]),
        ),
      ),
    analyze: (resource) => call("analyze", fill(new messages.AnalyzeRequest(), resource, resource.inputs), diagnostics),
    analyzeStack: (resources) => {
      const request = new messages.AnalyzeStackRequest();
      request.setResourcesList(
        resources.map((resource) => {
          const { id, inputs, outputs, region, dependsOn } = resource;
          const props = { ...inputs, ...outputs, region, ...(id === undefined ? {} : { id }) };
          const message = fill(new messages.AnalyzerResource(), resource, props);
          message.setDependenciesList?.(dependsOn);
          return message;
        }),
      );
      return call("analyzeStack", request, diagnostics);
    },
    stop: () => void child.kill(),
  };
}

/** The port that a pack prints when it is ready. */
const portOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let [printed, complaint] = ["", ""];
    child.stdout?.on("data", (chunk) => {
      printed += chunk;
      const port = /^(\d+)\n/.exec(printed)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.stderr?.on("data", (chunk) => {
      complaint += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`ended with ${code}: ${complaint}`)));
  });
