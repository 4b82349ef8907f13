import { camelCase, pascalCase } from "../names.ts";
import type { Blueprint, Bucket, Cache, Client, Database, Service } from "../normalise.ts";
import type { SleepTimes } from "../sleep/times.ts";
import type { DayWindows } from "../sleep/windows.ts";
import type { Queue } from "../vocabulary.ts";

/** What templates see of each thing that is answered. */

export interface Named {
  name: string;
  /** As a TypeScript variable: `orderApi`. */
  id: string;
  /** As an SST logical name: `OrderApi`. */
  Id: string;
}

export interface DatabaseView extends Database, Named {
  family: "postgres" | "mysql";
  aurora: boolean;
  /** Names of the services that use it. */
  services: string[];
  /** More than one service uses it. */
  shared: boolean;
}

export interface CacheView extends Cache, Named {
  services: string[];
}

export interface BucketView extends Bucket, Named {
  services: string[];
  /** Whose pages may read and write it from a browser: its own of a service that has some, and those that may call an API. */
  origins: Origins;
}

/** A service, as those that call it know it. */
export interface Called extends Named {
  port: number;
  /** Their variable that says where it is: `BILLING_URL`. */
  variable: string;
}

/** A worker, as those that give it jobs know it. */
export interface Taker extends Named {
  /** Where its jobs wait. */
  queue: Queue;
  /** The variable that says where its SQS queue is. */
  variable: string;
}

/** Whose pages may call an API from a browser. */
export interface Origins {
  /** Services of this repo. */
  services: { name: string; hosts: string[] }[];
  /** Written out: `https://app.acme.com`. */
  others: string[];
}

export interface ServiceView
  extends Omit<Service, "database" | "cache" | "bucket" | "queue" | "calls" | "jobs" | "origins" | "balancer">,
    Named {
  database: DatabaseView | null;
  cache: CacheView | null;
  bucket: BucketView | null;
  /** Where its jobs wait; null for what takes none. */
  queue: Queue | null;
  /** Services that it calls inside the VPC. */
  calls: Called[];
  /** Workers that it gives jobs to. */
  jobs: Taker[];
  /** Workers of whose queues in a cache it says, for as long as it runs, how long they are: its own, and those that it gives jobs to. */
  tells: string[];
  /** Null for what no browser calls from another host. */
  origins: Origins | null;
  /** Names of the services that call it. */
  callers: string[];
  /** It has a name inside the VPC: others call it, or it has no other. */
  endpoint: boolean;
  /** Listens on a port: kinds api and web. */
  http: boolean;
  /** Behind the load balancer: what listens, and is not private. */
  routed: boolean;
  /** The number of its load balancer; null for what is behind none. */
  balancer: number | null;
  /** Runs in a container: all kinds but static. */
  container: boolean;
  /** Its container image is built from code in this repo. */
  built: boolean;
  /** Its code is rendered, and brings migrations for its database: `dist/migrate.js` in its image. */
  migrates: boolean;
  /** Its schedule in a stage that sleeps; null where it has none, or no stage does. */
  awake: string | null;
  /** Hours in which a scheduled task has run at least once, whether its stage sleeps or not; null where that is not known. */
  within: number | null;
}

/** When stages sleep, in AWS's words. */
export type SleepView = NonNullable<Blueprint["sleep"]> & { times: SleepTimes; day: DayWindows };

export interface ClientView extends Client, Named {}

export const named = ({ name }: { name: string }): Named => ({ name, id: camelCase(name), Id: pascalCase(name) });
