import { assignNetworks, assignPriorities, type Priorities } from "./assign.ts";
import { assignBalancers, FIRST_BALANCER } from "./balancers.ts";
import { clientStages } from "./client-stages.ts";
import { clientCopies, secondRegion } from "./jurisdictions.ts";
import type { Parsed } from "./schema.ts";
import { type ClientSizes, withoutEmpty } from "./sizes.ts";
import { type Cpu, DATABASE_VERSIONS, type Environment, FARGATE, type Region, SOURCES_OF } from "./vocabulary.ts";

/**
 * Fills in every value that depends on another one, so that nothing downstream knows a default. Values that are
 * assigned once (listener priorities, load balancers, client networks) are taken from the document where it has them.
 */

type ParsedService = Parsed["services"][number];
type ParsedClient = Parsed["clients"][number];

export type Service = Omit<
  ParsedService,
  | "source"
  | "host"
  | "aliases"
  | "redirects"
  | "redirectsPriority"
  | "balancer"
  | "cpu"
  | "memory"
  | "max"
  | "schedule"
  | "timeout"
  | "image"
  | "directory"
  | "priority"
> &
  Required<Pick<ParsedService, "host" | "memory" | "max">> & {
    source: NonNullable<ParsedService["source"]>;
    cpu: Cpu;
    /** For kind cron, else null. */
    schedule: string | null;
    /** Minutes that a run may take; for kind cron, else null. */
    timeout: number | null;
    /** For source image, else null. */
    image: string | null;
    /** Where the code is; null for source image. */
    directory: string | null;
    /** For kinds api and web, else null. */
    priority: number | null;
    /** Left out where there are none. */
    aliases?: string[];
    redirects?: string[];
    redirectsPriority?: number;
    /** Left out for the first. */
    balancer?: number;
  };
export type Database = Omit<Parsed["databases"][number], "version"> & { version: string };
export type Cache = Parsed["caches"][number];
export type Bucket = Parsed["buckets"][number];
type ParsedBackup = NonNullable<Parsed["backup"]>;
export type Backup = ParsedBackup & { region: Region };
export type Client = Omit<ParsedClient, "region" | "backup" | "stages" | "network" | "sizes"> & {
  region: Region;
  backup: Backup | null;
  stages: Environment[];
  network: number;
  /** Where it differs from `infra/stage.ts`; left out where it does not. */
  sizes?: ClientSizes;
};

/** A complete blueprint: every default filled in, every rule kept. The one model that everything else reads. */
export type Blueprint = Omit<Parsed, "$schema" | "generator" | "services" | "databases" | "clients" | "backup"> & {
  services: Service[];
  databases: Database[];
  backup: Backup | null;
  clients: Client[];
};

const DEFAULT_SCHEDULE = "cron(0 3 * * ? *)";
const DEFAULT_TIMEOUT = 60;

const unlessEmpty = <Key extends string>(key: Key, list: string[] = []): { [key in Key]?: string[] } =>
  list.length === 0 ? {} : ({ [key]: list } as { [key in Key]?: string[] });

interface Assigned {
  priorities: Priorities | null;
  balancer: number | null;
}

function normaliseService(parsed: ParsedService, { priorities, balancer }: Assigned): Service {
  const { aliases, redirects, redirectsPriority: _priority, balancer: _balancer, ...service } = parsed;
  const { priority, redirectsPriority } = priorities ?? { priority: null, redirectsPriority: null };
  const source = service.source ?? (SOURCES_OF[service.kind][0] as Service["source"]);
  const cpu = service.cpu ?? "0.25 vCPU";
  const smallest = source === "nestjs" && cpu === "0.25 vCPU" ? "1 GB" : FARGATE[cpu][0];
  return {
    ...service,
    source,
    host: service.host ?? service.name,
    cpu,
    memory: service.memory ?? smallest,
    max: service.max ?? Math.max(4, service.min),
    schedule: service.kind === "cron" ? (service.schedule ?? DEFAULT_SCHEDULE) : null,
    timeout: service.kind === "cron" ? (service.timeout ?? DEFAULT_TIMEOUT) : null,
    image: service.image ?? null,
    directory: source === "image" ? null : (service.directory ?? `services/${service.name}`),
    priority,
    ...unlessEmpty("aliases", aliases),
    ...unlessEmpty("redirects", redirects),
    ...(redirectsPriority === null ? {} : { redirectsPriority }),
    ...(balancer === null || balancer === FIRST_BALANCER ? {} : { balancer }),
  };
}

/** The rules have refused a copy that nobody names and that has no place. */
const copied = (backup: ParsedBackup | null, second: Region | undefined): Backup | null =>
  backup === null ? null : { ...backup, region: second as Region };

const clientBackup = (client: ParsedClient, parsed: Parsed): Backup | null =>
  copied(client.backup === undefined ? parsed.backup : client.backup, clientCopies(client, parsed) ?? undefined);

function normaliseClient({ sizes, ...client }: ParsedClient, network: number, parsed: Parsed): Client {
  const own = withoutEmpty(sizes);
  return {
    ...client,
    region: client.region ?? parsed.region,
    backup: clientBackup(client, parsed),
    stages: client.stages ?? clientStages(parsed.stages),
    network,
    ...(own === undefined ? {} : { sizes: own }),
  };
}

/** Completes a parsed document. Pure; the same document gives the same blueprint. */
export function normalise(parsed: Parsed): Blueprint {
  const { $schema: _schema, generator: _generator, ...rest } = parsed;
  const priorities = assignPriorities(parsed.services);
  const balancers = assignBalancers(parsed.services);
  const networks = assignNetworks(parsed.clients);
  return {
    ...rest,
    services: parsed.services.map((service, i) =>
      normaliseService(service, { priorities: priorities[i] ?? null, balancer: balancers[i] ?? null }),
    ),
    databases: parsed.databases.map((database) => ({
      ...database,
      version: database.version ?? (DATABASE_VERSIONS[database.engine][0] as string),
    })),
    backup: copied(parsed.backup, parsed.backup?.region ?? secondRegion(parsed.region)),
    clients: parsed.clients.map((client, i) => normaliseClient(client, networks[i] as number, parsed)),
  };
}
