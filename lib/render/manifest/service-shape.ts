import type { ServiceView } from "../../answers/view.ts";
import type { Queue } from "../../answers/vocabulary.ts";
import type { PackageName } from "./package-versions.ts";

/** What a service does with its time; each has a main program of its own. */
export type Role = "http" | "queue" | "poll" | "cron" | "static";

/** A package whose calls are spans, and the instrumentation that makes them so. */
export interface Followed {
  /** As the service imports it. */
  package: PackageName;
  from: PackageName;
  name: string;
  /** Its arguments, as they are written. */
  options: string;
}

/** What follows from the service alone. */
export interface Shape extends ServiceView {
  role: Role;
  nest: boolean;
  orm: "typeorm" | "prisma" | "none" | null;
  driver: "pg" | "mysql2" | "mariadb" | null;
  /** It connects to a database, a cache or a bucket, gives jobs, or sends mail. */
  stores: boolean;
  /** Its database has the example table `events`. */
  events: boolean;
  /** TypeScript's decorators are in use. */
  decorators: boolean;
  /** Opening the database takes a logger. */
  databaseLog: boolean;
  /** Opening the connections takes a logger. */
  resourcesLog: boolean;
  /** How the driver is told not to use TLS. */
  tlsOff: "false" | "undefined";
  /** The liveness route is a route of its own; on a server of pages, the first page may be it. */
  healthRoute: boolean;
  readyPath: string;
  eventsPath: string;
  /** Where the jobs wait that it gives to workers; null where it gives none. */
  given: Queue | null;
  /** The variable that says where its own SQS queue is. */
  queueVariable: string;
  /** Variables that say where the SQS queues are that it gives jobs to, or takes them from. */
  queueVariables: readonly string[];
  /** Routes that give a worker jobs. */
  jobRoutes: boolean;
  jobsPath: string;
  /** Routes that say how a browser sends a file to the bucket. */
  uploadRoutes: boolean;
  uploadsPath: string;
  /** It says how long its own queue is; and of which others. */
  tellsItself: boolean;
  tellsOthers: readonly string[];
  /** The first API of the repo, for services that face people. */
  api: { url: string; health: string } | null;
  /** Variables that say where other services are. */
  urls: readonly string[];
  local: { port: number | null };
  /** Its requests, jobs or runs are traced; and what they do with these packages. */
  traced: boolean;
  followed: readonly Followed[];
  /** The command that starts it. */
  start: readonly string[];
  /** A variable that has no default. */
  requires: string | null;
  /** Type packages that are in scope everywhere. */
  types: readonly string[];
}
