import type { Find } from "./idea.ts";
import { oneNat, tunnel } from "./network.ts";
import { arm, oneTask, spot } from "./services.ts";
import { sleep } from "./sleep.ts";
import { replicas, smallerStores, valkey } from "./stores.ts";
import { healthChecks, insights } from "./watching.ts";

/** Every way to save that a plan knows of. */
export const IDEAS: readonly Find[] = [
  arm,
  spot,
  sleep,
  insights,
  valkey,
  tunnel,
  healthChecks,
  ...smallerStores,
  oneTask,
  oneNat,
  replicas,
];
