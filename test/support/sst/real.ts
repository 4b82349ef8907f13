import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../../lib/system/package-root.ts";
import { platform } from "../platform.ts";

/**
 * The real SST CLI, with a stand-in for the Pulumi engine below it and its state in a folder: what SST prints, how it
 * takes signals and what it locks can be seen without an account.
 */

const APP = "shop";
const STAGE = "dev";

type Step = Record<string, unknown> & { wait?: number };

/** A resource's URN; `parent` is the type of the component around it. */
export const urnOf = (type: string, name: string, parent?: string): string =>
  `urn:pulumi:${STAGE}::${APP}::${parent === undefined ? "" : `${parent}$`}${type}::${name}`;

const STACK = urnOf("pulumi:pulumi:Stack", `${APP}-${STAGE}`);

const metadata = (op: string, type: string, urn: string, parent: string) => ({
  op,
  urn,
  type,
  old: null,
  new: { type, urn, custom: !type.startsWith("sst:"), parent, inputs: {}, outputs: {} },
});

/** What the engine writes when work on a resource begins and when it is done. */
export const begins = (op: string, type: string, name: string, parent: string = STACK): Step => ({
  resourcePreEvent: { metadata: metadata(op, type, urnOf(type, name), parent) },
});
export const ends = (op: string, type: string, name: string, parent: string = STACK): Step => ({
  resOutputsEvent: { metadata: metadata(op, type, urnOf(type, name), parent) },
});
export const says = (severity: string, message: string, urn?: string): Step => ({
  diagnosticEvent: { ...(urn === undefined ? {} : { urn }), prefix: "", message, color: "raw", severity },
});
export const sums = (): Step => ({ summaryEvent: { maybeCorrupt: false, durationSeconds: 1, resourceChanges: {} } });
export const outputs = (values: Record<string, string>): Step => ({
  resources: [{ urn: STACK, custom: false, type: "pulumi:pulumi:Stack", outputs: values }],
});

/** A folder in which `sst deploy --stage dev` works, and the variables that it needs. */
export async function realSst(
  root: string,
  events: Step[],
  afterInterrupt: Step[] = [],
): Promise<Record<string, string>> {
  const config = join(root, "config");
  const engine = join(packageRoot, "test", "support", "sst", "engine.mjs");
  await mkdir(join(config, "sst", "bin"), { recursive: true });
  await symlink(engine, join(config, "sst", "bin", "pulumi"));
  // SST writes its bundles beside the platform's files, which belong to all tests.
  const installed = join(await platform(), ".sst", "platform");
  await mkdir(join(root, ".sst", "platform"), { recursive: true });
  for (const name of await readdir(installed)) {
    await symlink(join(installed, name), join(root, ".sst", "platform", name));
  }
  await writeFile(join(root, ".sst", "provider-lock.json"), "[]");
  await symlink(join(packageRoot, "node_modules"), join(root, "node_modules"), "junction");
  await writeFile(
    join(root, "sst.config.ts"),
    `export default $config({ app: () => ({ name: "${APP}", home: "local" }), async run() {} });\n`,
  );
  const scenario = join(root, "engine.json");
  await writeFile(scenario, JSON.stringify({ app: APP, stage: STAGE, events, afterInterrupt }));
  return {
    HOME: root,
    XDG_CONFIG_HOME: config,
    SST_PULUMI_PATH: engine,
    SST_SKIP_DEPENDENCY_CHECK: "true",
    SST_NO_BUN: "true",
    SST_TELEMETRY_DISABLED: "true",
    STAND_IN_ENGINE: scenario,
  };
}
