import { chmod, copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Answers } from "../../../lib/answers/schema.ts";
import { packageRoot } from "../../../lib/system/package-root.ts";
import { renderRepo } from "../repo.ts";

/** A rendered repo whose `sst` is a stand-in. */

export type Step =
  | string
  | {
      err?: string;
      wait?: number;
      engine?: object;
      /** An error that SST keeps in its own log. */
      hidden?: string;
      outputs?: Record<string, unknown>;
      exit?: number;
    };

export interface Scenario {
  deploy?: Step[];
  diff?: Step[];
  afterInterrupt?: Step[];
}

export const ACCOUNT = "111111111111";

export const SHOP: Answers = {
  project: "shop",
  region: "us-east-1",
  domain: "acme.com",
  services: [{ name: "api", kind: "api", source: "node", database: "main", secrets: ["JWT_SECRET"] }],
  databases: [{ name: "main", engine: "postgres" }],
  clients: [{ name: "acme", account: "222222222222", domain: "acme.io" }],
} as Answers;

/** What the stand-in was called with, and the signals that it got. */
export type Call = { args: string[]; plainHttp: string | null } | { signal: string };

/** Renders the repo and gives it its `sst`. */
export async function stageRepo(root: string, scenario: Scenario, answers: Answers = SHOP): Promise<void> {
  await renderRepo(answers, root);
  // The stand-in writes below .sst; the platform that a rendered repo has there belongs to all tests.
  await rm(join(root, ".sst"));
  const bin = join(root, "node_modules", ".bin");
  await Promise.all([mkdir(bin, { recursive: true }), mkdir(join(root, ".sst"))]);
  const sst = join(bin, "sst");
  await copyFile(join(packageRoot, "test", "support", "sst", "replay.mjs"), sst);
  await chmod(sst, 0o755);
  await writeFile(join(root, "scenario.json"), JSON.stringify(scenario));
}

export async function callsOf(root: string): Promise<Call[]> {
  const text = await readFile(join(root, "calls.jsonl"), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

const urn = (type: string, name: string, stage: string): string => `urn:pulumi:${stage}::shop::${type}::${name}`;

/** Pulumi's log: work on a resource begins. */
export const begins = (type: string, name: string, stage = "dev"): Step => ({
  engine: { resourcePreEvent: { metadata: { op: "create", type, urn: urn(type, name, stage) } } },
});

/** Pulumi's log: the engine is through with a resource. */
export const settles = (op: string, type: string, name: string, stage = "dev"): Step => ({
  engine: { resOutputsEvent: { metadata: { op, type, urn: urn(type, name, stage) } } },
});

/** A run in which one resource fails, in SST's words. */
export const failing = (resource: string | null, message: string): Step[] => [
  "~  Deploy",
  "",
  "|  Created     NetworkVpc aws:ec2:Vpc (2.3s)",
  ...(resource === null ? [] : [`|  Error       ${resource}\n${message}`]),
  "",
  "✕  Failed    ",
  "",
  ...(resource === null ? [] : [resource]),
  message,
  "",
  { exit: 1 },
];

/** A run that ends well. */
export const succeeding = (outputs: Record<string, unknown>): Step[] => [
  "~  Deploy",
  "",
  "|  Created     NetworkVpc aws:ec2:Vpc (2.3s)",
  "|  Updated     ApiService sst:aws:Service → ApiServiceService aws:ecs:Service (61.0s)",
  "",
  "✓  Complete    ",
  ...Object.entries(outputs).map(([name, value]) => `   ${name}: ${value}`),
  "",
  { outputs },
  { exit: 0 },
];
