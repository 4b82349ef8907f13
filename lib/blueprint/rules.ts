import { camelCase, pascalCase, secretName } from "./names.ts";
import { isRouted } from "./normalise.ts";
import { didYouMean, type Problem } from "./problems.ts";
import { scheduleProblem } from "./schedule.ts";
import type { Parsed } from "./schema.ts";
import {
  DATABASE_VERSIONS,
  ENVIRONMENTS,
  FARGATE,
  RESERVED_NAMES,
  RESERVED_VARIABLES,
  SOURCES_OF,
  SQL_NAMES,
  TYPESCRIPT_WORDS,
} from "./vocabulary.ts";

/** The rules that look at more than one answer. Each is a function from a document to its problems; order is the order of the report. */
type Rule = (answers: Parsed) => Iterable<Problem>;

type List = "services" | "databases" | "caches" | "clients";
const LISTS: readonly List[] = ["services", "databases", "caches", "clients"];

const RESERVED = new Set<string>(RESERVED_NAMES);
const KEYWORDS = new Set<string>(TYPESCRIPT_WORDS);
const RESERVED_ENV = new Set<string>(RESERVED_VARIABLES);

/** Names that differ only in their hyphens would become the same name in TypeScript and in SST. */
function* uniqueNames(answers: Parsed): Iterable<Problem> {
  for (const list of LISTS) {
    const seen = new Map<string, string>();
    for (const [i, { name }] of answers[list].entries()) {
      const path = `${list}[${i}].name`;
      const other = seen.get(pascalCase(name));
      if (other !== undefined) {
        yield {
          path,
          message:
            other === name ? `"${name}" is taken` : `"${name}" is too like "${other}": both become ${pascalCase(name)}`,
        };
      }
      seen.set(pascalCase(name), name);
      if (RESERVED.has(name) || KEYWORDS.has(camelCase(name))) yield { path, message: `"${name}" is a reserved word` };
    }
  }
}

/** A client called like an environment would share its stages' names. */
function* clientNames({ clients }: Parsed): Iterable<Problem> {
  for (const [i, { name }] of clients.entries()) {
    if ((ENVIRONMENTS as readonly string[]).includes(name))
      yield { path: `clients[${i}].name`, message: `"${name}" is the name of an environment` };
  }
}

/** Stages are written in one order so that the same choice gives the same bytes. */
function* stageOrder(answers: Parsed): Iterable<Problem> {
  const lists: [string, readonly string[] | undefined][] = [
    ["stages", answers.stages],
    ...answers.clients.map(({ stages }, i): [string, readonly string[] | undefined] => [
      `clients[${i}].stages`,
      stages,
    ]),
  ];
  for (const [path, stages] of lists) {
    if (stages === undefined) continue;
    const ordered = ENVIRONMENTS.filter((environment) => stages.includes(environment));
    if (ordered.join() !== stages.join())
      yield { path, message: `write each once, in this order: ${ordered.join(", ")}` };
  }
}

function* references({ services, databases, caches }: Parsed): Iterable<Problem> {
  for (const [i, service] of services.entries()) {
    for (const [key, list] of [
      ["database", databases],
      ["cache", caches],
    ] as const) {
      const name = service[key];
      const names = list.map((item) => item.name);
      if (name !== null && !names.includes(name)) {
        yield {
          path: `services[${i}].${key}`,
          message: `there is no ${key} called "${name}"${didYouMean(name, names)}`,
        };
      }
    }
  }
  for (const [key, list] of [
    ["database", databases],
    ["cache", caches],
  ] as const) {
    for (const [i, { name }] of list.entries()) {
      if (!services.some((service) => service[key] === name)) {
        yield {
          path: `${key}s[${i}]`,
          message: `no service uses the ${key} "${name}": name it in a service, or leave it out`,
        };
      }
    }
  }
}

/** Answers that mean something for certain kinds or sources only. */
function* serviceShape({ services }: Parsed): Iterable<Problem> {
  for (const [i, service] of services.entries()) {
    const path = (key: string) => `services[${i}].${key}`;
    const source = service.source ?? SOURCES_OF[service.kind][0];
    if (source !== undefined && !SOURCES_OF[service.kind].includes(source)) {
      yield {
        path: path("source"),
        message: `a ${service.kind} service is made from ${SOURCES_OF[service.kind].join(", ")}, not ${source}`,
      };
    }
    if (source === "image" && service.image === undefined)
      yield { path: path("image"), message: "is required for source image" };
    if (source !== "image" && service.image !== undefined)
      yield { path: path("image"), message: `is for source image only, not ${source}` };
    if (source === "existing" && service.directory === undefined)
      yield { path: path("directory"), message: "is required for source existing" };
    if (source !== "existing" && service.directory !== undefined)
      yield { path: path("directory"), message: `is for source existing only, not ${source}` };
    if (service.kind !== "cron" && service.schedule !== undefined)
      yield { path: path("schedule"), message: `is for kind cron only, not ${service.kind}` };
    if (service.schedule !== undefined) {
      const problem = scheduleProblem(service.schedule);
      if (problem !== null) yield { path: path("schedule"), message: problem };
    }
    if (!isRouted(service) && service.priority !== undefined)
      yield { path: path("priority"), message: `is for kinds api and web only, not ${service.kind}` };
    if (service.max !== undefined && service.max < service.min)
      yield { path: path("max"), message: `${service.max} should be at least min, ${service.min}` };
    if (service.kind === "static") {
      for (const key of ["database", "cache"] as const) {
        if (service[key] !== null)
          yield { path: path(key), message: `a static site has no server to reach a ${key} from` };
      }
      if (service.secrets.length > 0)
        yield { path: path("secrets"), message: "a static site cannot keep a secret: everything in it is public" };
    }
    const cpu = service.cpu ?? "0.25 vCPU";
    const memories: readonly string[] = FARGATE[cpu];
    if (service.memory !== undefined && !memories.includes(service.memory)) {
      yield {
        path: path("memory"),
        message: `Fargate pairs ${cpu} with ${memories.join(", ")}, not ${service.memory}`,
      };
    }
  }
}

function* directories({ services }: Parsed): Iterable<Problem> {
  const owned = ["infra", "clients", "policy", "scripts", "node_modules"];
  for (const [i, { directory }] of services.entries()) {
    const top = directory?.split("/")[0];
    if (top !== undefined && owned.includes(top))
      yield { path: `services[${i}].directory`, message: `"${top}" belongs to the repo's own files` };
  }
}

/** A secret's name is part of SST's name for it, and of the container's environment. */
function* secrets({ services }: Parsed): Iterable<Problem> {
  const owners = new Map<string, string>();
  for (const [i, service] of services.entries()) {
    for (const [j, secret] of service.secrets.entries()) {
      const path = `services[${i}].secrets[${j}]`;
      if (service.secrets.indexOf(secret) !== j) yield { path, message: `"${secret}" is named twice` };
      else {
        if (RESERVED_ENV.has(secret)) yield { path, message: `"${secret}" is set by the infrastructure itself` };
        const name = secretName(service.name, secret);
        const other = owners.get(name);
        if (other !== undefined)
          yield { path, message: `${service.name}/${secret} is too like ${other}: both become the SST secret ${name}` };
        owners.set(name, `${service.name}/${secret}`);
      }
    }
  }
}

function* databaseVersions({ databases }: Parsed): Iterable<Problem> {
  for (const [i, { engine, version }] of databases.entries()) {
    const versions = DATABASE_VERSIONS[engine];
    if (version !== undefined && !versions.includes(version)) {
      yield {
        path: `databases[${i}].version`,
        message: `"${version}" is not one of ${[...versions].sort().join(", ")} for ${engine}`,
      };
    }
  }
}

/** Whatever `first` (a load balancer pattern) matches includes all that `second` matches. Exact for patterns whose only wildcard is a last `*`. */
const covers = (first: string, second: string): boolean =>
  first === second ||
  (first.endsWith("*") && !/[*?]/.test(first.slice(0, -1)) && second.startsWith(first.slice(0, -1)));

function* routes({ services }: Parsed): Iterable<Problem> {
  const priorities = new Map<number, string>();
  const routed = services.flatMap((service, i) =>
    isRouted(service) ? [{ ...service, i, host: service.host ?? service.name }] : [],
  );
  for (const service of routed) {
    if (service.priority === undefined) continue;
    const other = priorities.get(service.priority);
    if (other !== undefined)
      yield { path: `services[${service.i}].priority`, message: `${service.priority} is taken by "${other}"` };
    priorities.set(service.priority, service.name);
  }
  for (const [n, service] of routed.entries()) {
    for (const other of routed.slice(0, n)) {
      if (other.host !== service.host) continue;
      if (other.path === service.path) {
        yield {
          path: `services[${service.i}].path`,
          message: `"${other.name}" already answers ${service.path} on host "${service.host}"`,
        };
        continue;
      }
      const [first, second] = comesFirst(other, service) ? [other, service] : [service, other];
      if (covers(first.path, second.path)) {
        yield {
          path: `services[${second.i}].path`,
          message: `${second.path} is never reached: "${first.name}" takes ${first.path} first; name this service before it, or give it a lower priority`,
        };
      }
    }
  }
  const hosts = new Map(routed.map(({ host, name }) => [host, name]));
  for (const [i, service] of services.entries()) {
    if (service.kind !== "static") continue;
    const host = service.host ?? service.name;
    const other = hosts.get(host);
    if (other !== undefined)
      yield { path: `services[${i}].host`, message: `"${other}" already answers on host "${host}"` };
    hosts.set(host, service.name);
  }
}

type Routed = { path: string; priority?: number | undefined };
/** Whether the load balancer asks the rule of `a` (named first) before that of `b`; unassigned ones are numbered in order, whole hosts last. */
function comesFirst(a: Routed, b: Routed): boolean {
  const band = (routed: Routed) => (routed.path === "/*" ? 1 : 0);
  if (a.priority !== undefined && b.priority !== undefined) return a.priority < b.priority;
  return band(a) <= band(b);
}

function* domains(answers: Parsed): Iterable<Problem> {
  const { dns, domain, certificate, region, services, clients } = answers;
  const sites = services.some(({ kind }) => kind === "static");
  const places = [
    { at: "", domain, certificate, region, path: (key: string) => key },
    ...clients.map((client, i) => ({
      at: client.name,
      domain: client.domain,
      certificate: client.certificate,
      region: client.region ?? region,
      path: (key: string) => `clients[${i}].${key}`,
    })),
  ];
  for (const place of places) {
    const arn = place.certificate;
    if (dns === "external" && place.domain !== null && arn === null) {
      yield {
        path: place.path("certificate"),
        message: `is required with dns external: an ACM certificate in ${place.region} for *.${place.domain}`,
      };
    }
    if (arn !== null && dns !== "external")
      yield { path: place.path("certificate"), message: `is for dns external only: ${dns} makes its own` };
    if (arn !== null && place.domain === null) yield { path: place.path("certificate"), message: "needs a domain" };
    const arnRegion = arn?.split(":")[3];
    if (arnRegion !== undefined && arnRegion !== place.region) {
      yield {
        path: place.path("certificate"),
        message: `is in ${arnRegion}, but the load balancer is in ${place.region}`,
      };
    }
    if (dns === "external" && sites && place.domain !== null && place.region !== "us-east-1") {
      yield {
        path: place.path("region"),
        message:
          "a static site on external DNS needs region us-east-1: CloudFront takes its certificate from there only",
      };
    }
  }
  const owners = new Map<string, string>();
  for (const [i, client] of clients.entries()) {
    const other = client.domain === domain ? "the base project" : owners.get(client.domain);
    if (other !== undefined) yield { path: `clients[${i}].domain`, message: `${client.domain} belongs to ${other}` };
    owners.set(client.domain, client.name);
  }
}

function* backups({ backup, region, clients }: Parsed): Iterable<Problem> {
  if (backup !== null && backup.region === region)
    yield { path: "backup.region", message: `should differ from region, ${region}` };
  for (const [i, client] of clients.entries()) {
    const own = client.backup === undefined ? backup : client.backup;
    const home = client.region ?? region;
    if (own !== null && own.region === home) {
      yield {
        path: client.backup === undefined ? `clients[${i}].region` : `clients[${i}].backup.region`,
        message: `the backup region should differ from the client's region, ${home}`,
      };
    }
  }
}

function* clientNetworks({ clients }: Parsed): Iterable<Problem> {
  const owners = new Map<number, string>();
  for (const [i, { name, network }] of clients.entries()) {
    if (network === undefined) continue;
    const other = owners.get(network);
    if (other !== undefined)
      yield { path: `clients[${i}].network`, message: `10.${network}.0.0/16 belongs to "${other}"` };
    owners.set(network, name);
  }
}

/** A service gets a logical database and a role of its own name. */
function* sqlNames({ services }: Parsed): Iterable<Problem> {
  const taken = new Set<string>(SQL_NAMES);
  for (const [i, { name, database }] of services.entries()) {
    if (database !== null && (taken.has(name) || name.startsWith("pg-"))) {
      yield {
        path: `services[${i}].name`,
        message: `"${name}" is a name that databases keep for themselves: its database and role are called so`,
      };
    }
  }
}

/** ACM takes 64 characters for the first name of a certificate; with Cloudflare each host is on it. */
function* hostLengths({ services, dns, domain, clients }: Parsed): Iterable<Problem> {
  if (dns !== "cloudflare") return;
  const longest = [domain ?? "", ...clients.map((client) => client.domain)].reduce((a, b) =>
    b.length > a.length ? b : a,
  );
  for (const [i, service] of services.entries()) {
    if (longest === "" || !isRouted(service)) continue;
    const host = `${service.host ?? service.name}-staging.${longest}`;
    if (host.length > 64)
      yield {
        path: `services[${i}].host`,
        message: `${host} is longer than the 64 characters that a certificate takes: use a shorter host`,
      };
  }
}

const RULES: readonly Rule[] = [
  uniqueNames,
  clientNames,
  stageOrder,
  references,
  serviceShape,
  directories,
  secrets,
  sqlNames,
  databaseVersions,
  routes,
  domains,
  hostLengths,
  backups,
  clientNetworks,
];

/** Every rule that a document breaks. */
export const checkRules = (answers: Parsed): Problem[] => RULES.flatMap((rule) => [...rule(answers)]);
