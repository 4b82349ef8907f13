import {
  ARCHITECTURES,
  CACHE_ENGINES,
  CAPACITIES,
  CI,
  DATABASE_ENGINES,
  DNS,
  ENVIRONMENTS,
  KINDS,
  MIGRATIONS,
  PACKAGE_MANAGERS,
  QUEUES,
  SOURCES,
  TUNNELS,
} from "../vocabulary.ts";
import { type Form, list, trimmed } from "./form.ts";
import { name, variable } from "./names.ts";
import { account, capacity, count, cpu, disk, memory, node, percent, port, version, yesNo } from "./numbers.ts";
import { directory, domain, email, label, origin, path, sender, slack } from "./places.ts";
import { region } from "./region.ts";
import { schedule } from "./schedule.ts";
import { sleepHours } from "./sleep.ts";
import { stages, word } from "./words.ts";

/** The form of every answer, where it stands in the document. What has no form is taken as it is written. */

export interface Forms {
  readonly [key: string]: Form | Forms | readonly [Forms];
}

const backup: Forms = { region, retentionDays: count, copyRetentionDays: count };

const service: Forms = {
  name,
  kind: word(KINDS),
  source: word(SOURCES, { nest: "nestjs", nodejs: "node", reactjs: "react", docker: "image" }),
  port,
  private: yesNo,
  health: path,
  host: label,
  aliases: list(label),
  redirects: list(label),
  path,
  cpu,
  memory,
  min: count,
  max: count,
  queue: word(QUEUES),
  backlog: count,
  schedule,
  image: trimmed,
  directory,
  database: name,
  cache: name,
  bucket: name,
  email: sender,
  calls: list(name),
  jobs: list(name),
  origins: list(origin),
  secrets: list(variable),
  priority: count,
  redirectsPriority: count,
  balancer: count,
};

const database: Forms = {
  name,
  engine: word(DATABASE_ENGINES, {
    postgresql: "postgres",
    pg: "postgres",
    aurorapostgresql: "aurora-postgres",
    auroramysql: "aurora-mysql",
  }),
  version,
  migrations: word(MIGRATIONS),
};

const settings: Forms = {
  fullScale: yesNo,
  logDays: count,
  database: {
    instance: node,
    multiAz: yesNo,
    storage: disk,
    connections: count,
    capacity: { min: capacity, max: capacity },
    replicas: count,
    backupDays: count,
  },
  cache: { node, replicas: count, snapshotDays: count },
};

const client: Forms = {
  name,
  account,
  region,
  domain,
  certificate: trimmed,
  backup,
  stages,
  network: count,
  sizes: Object.fromEntries(ENVIRONMENTS.map((environment) => [environment, settings])),
};

export const FORMS: Forms = {
  project: name,
  region,
  stages,
  domain,
  dns: word(DNS, { aws: "route53" }),
  certificate: trimmed,
  services: [service],
  databases: [database],
  caches: [{ name, engine: word(CACHE_ENGINES) }],
  buckets: [{ name }],
  backup,
  alerts: { email, slack },
  capacity: word(CAPACITIES, { fargate: "on-demand", fargatespot: "spot" }),
  architecture: word(ARCHITECTURES, {
    amd64: "x86_64",
    x64: "x86_64",
    aarch64: "arm64",
    arm: "arm64",
    graviton: "arm64",
  }),
  tunnel: word(TUNNELS),
  tracing: percent,
  sleep: { stages, hours: sleepHours, timezone: trimmed },
  ci: word(CI, { githubactions: "github", gha: "github", bitbucketpipelines: "bitbucket" }),
  packageManager: word(PACKAGE_MANAGERS),
  adopted: yesNo,
  workingDirectory: directory,
  clients: [client],
};

/**
 * The form of one answer.
 * @param list the list that it is in an item of
 */
export function formOf(list: string | null, path: string): Form {
  const [items] = list === null ? [FORMS] : (FORMS[list] as readonly [Forms]);
  let found: Forms[string] | undefined = items;
  for (const key of path.split("."))
    found =
      found !== undefined && typeof found !== "function" && !Array.isArray(found) ? (found as Forms)[key] : undefined;
  return typeof found === "function" ? found : (given) => given;
}
