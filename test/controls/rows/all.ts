import { accountRows } from "./accounts.ts";
import { balancerRows } from "./balancer.ts";
import { connectionRows } from "./connections.ts";
import { containerRows } from "./containers.ts";
import { emailRows } from "./email.ts";
import { jobQueueRows } from "./job-queues.ts";
import type { Rows } from "./make.ts";
import { meaningRows } from "./meaning.ts";
import { networkRows } from "./network.ts";
import { orderRows } from "./order.ts";
import { queueRows } from "./queues.ts";
import { reachRows } from "./reach.ts";
import { runningRows } from "./running.ts";
import { stageRows } from "./stage.ts";
import { storeRows } from "./stores.ts";

/** What each control lets pass and what it finds, by its id. */
export const rows: Rows = {
  ...stageRows,
  ...containerRows,
  ...connectionRows,
  ...networkRows,
  ...balancerRows,
  ...storeRows,
  ...accountRows,
  ...orderRows,
  ...runningRows,
  ...reachRows,
  ...queueRows,
  ...jobQueueRows,
  ...emailRows,
  ...meaningRows,
};
