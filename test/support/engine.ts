import { existsSync } from "node:fs";
import { join } from "node:path";
import { wantedEngine } from "../../lib/rehearse/engine.ts";
import { cached, platform } from "./platform.ts";

/** Variables with which an engine is found: one that is given, SST's own, or the one that `.ci/prepare` builds. */
export async function engineEnvironment(): Promise<NodeJS.ProcessEnv> {
  const built = join(cached("engine", wantedEngine(join(await platform(), ".sst", "platform"))), "pulumi");
  const given = process.env.SST_PULUMI_PATH || (existsSync(built) ? built : undefined);
  return { ...process.env, ...(given === undefined ? {} : { SST_PULUMI_PATH: given }) };
}
