import { bucket } from "./bucket/command.ts";
import { cache } from "./cache/command.ts";
import { ci } from "./ci/command.ts";
import { client } from "./client/command.ts";
import type { Command } from "./command.ts";
import { database } from "./database/command.ts";
import { deploy } from "./deploy/command.ts";
import { destroy } from "./destroy/command.ts";
import { doctor } from "./doctor/command.ts";
import { eject } from "./eject/command.ts";
import { fleet } from "./fleet/command.ts";
import { kickoff } from "./kickoff/command.ts";
import { logs } from "./logs/command.ts";
import { plan } from "./plan/command.ts";
import { queue } from "./queue/command.ts";
import { rehearse } from "./rehearse/command.ts";
import { remove } from "./remove/command.ts";
import { restart } from "./restart/command.ts";
import { rollback } from "./rollback/command.ts";
import { rotate } from "./rotate/command.ts";
import { run } from "./run/command.ts";
import { secrets } from "./secrets/command.ts";
import { service } from "./service/command.ts";
import { sleep } from "./sleep/command.ts";
import { stage } from "./stage/command.ts";
import { status } from "./status/command.ts";
import { tunnel } from "./tunnel/command.ts";
import { upgrade } from "./upgrade/command.ts";
import { wake } from "./wake/command.ts";

/** Every command, in the order in which help lists them. */
export const COMMANDS = {
  kickoff,
  service,
  database,
  cache,
  bucket,
  queue,
  stage,
  client,
  fleet,
  remove,
  plan,
  rehearse,
  deploy,
  status,
  logs,
  tunnel,
  run,
  restart,
  rollback,
  rotate,
  wake,
  sleep,
  destroy,
  upgrade,
  eject,
  doctor,
  secrets,
  ci,
} satisfies Record<string, Command>;

export const COMMAND_LIST: readonly Command[] = Object.values(COMMANDS);
