import type { Command } from "./command.ts";
import { cache } from "./commands/cache.ts";
import { ci } from "./commands/ci.ts";
import { client } from "./commands/client.ts";
import { database } from "./commands/database.ts";
import { deploy } from "./commands/deploy.ts";
import { doctor } from "./commands/doctor.ts";
import { fleet } from "./commands/fleet.ts";
import { kickoff } from "./commands/kickoff.ts";
import { plan } from "./commands/plan.ts";
import { remove } from "./commands/remove.ts";
import { secrets } from "./commands/secrets.ts";
import { service } from "./commands/service.ts";
import { stage } from "./commands/stage.ts";
import { upgrade } from "./commands/upgrade.ts";

/** Every command, in the order in which help lists them. */
export const COMMANDS = {
  kickoff,
  service,
  database,
  cache,
  stage,
  client,
  fleet,
  remove,
  plan,
  deploy,
  upgrade,
  doctor,
  secrets,
  ci,
} satisfies Record<string, Command>;

export const COMMAND_LIST: readonly Command[] = Object.values(COMMANDS);
