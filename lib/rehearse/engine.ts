import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { requireSst } from "../deploy/sst.ts";
import { Failure } from "../errors.ts";
import { answerOf } from "../system/run.ts";

/** The Pulumi engine that a rehearsal runs on: the one that SST itself deploys with. */

export interface Engine {
  path: string;
  version: string;
}

/** Where SST keeps what it downloads: Go's `os.UserConfigDir`. */
function sstFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "sst");
  return join(env.XDG_CONFIG_HOME || join(homedir(), ".config"), "sst");
}

/** The version of the engine that the SST of a repo asks for: that of the SDK it brings along. */
export function wantedEngine(platform: string): string {
  const file = join(platform, "node_modules", "@pulumi", "pulumi", "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

const GET = "`npx sst version` downloads SST's own (about 100 MB, no account needed), or SST_PULUMI_PATH names one";

/**
 * @param platform the folder `.sst/platform` of the repo
 * @throws {Failure} where there is no engine, or one of another version
 */
export function findEngine(platform: string, env: NodeJS.ProcessEnv = process.env): Engine {
  const wanted = wantedEngine(platform);
  const given = env.SST_PULUMI_PATH || undefined;
  const path = given ?? join(sstFolder(env), "bin", "pulumi");
  if (!existsSync(path)) {
    const missing =
      given === undefined ? "there is none on this machine yet" : `SST_PULUMI_PATH names ${given}, which is not there`;
    throw new Failure(`a rehearsal runs on Pulumi's engine ${wanted}, and ${missing}: ${GET}`);
  }
  // Otherwise it asks on the net whether there is a newer one.
  const version = answerOf(path, ["version"], { PULUMI_SKIP_UPDATE_CHECK: "true" })?.replace(/^v/, "") ?? null;
  if (version !== wanted)
    throw new Failure(
      `${path} is ${version === null ? "no engine that runs here" : `version ${version}`}, and SST asks for ${wanted}: ${GET}`,
    );
  return { path, version: wanted };
}

/**
 * The engine for a repo as it is installed.
 * @throws {Failure} where its packages, SST's platform (`npm run platform` installs it) or an engine are missing
 */
export function engineFor(root: string): Engine {
  requireSst(root);
  const platform = join(root, ".sst", "platform");
  if (!existsSync(platform)) throw new Failure(`SST's platform is missing in ${root}: npm run platform installs it`);
  return findEngine(platform);
}
