import type { Problem } from "../../errors.ts";
import { isRouted } from "../assign.ts";
import { clientStages } from "../client-stages.ts";
import { answersOn, hostsOf, isHosted, isWildcard, nameOf } from "../hosts.ts";
import { stageName } from "../names.ts";
import type { Parsed } from "../schema.ts";
import type { Environment } from "../vocabulary.ts";

/** Rules about what services are called: every name belongs to one of them, in one stage. */

type Service = Parsed["services"][number];

/** A host, and where in the answers it is said. */
interface Said {
  host: string;
  path: string;
  service: Service;
  use: "answers" | "redirects";
}

function said(services: readonly Service[]): Said[] {
  return services.flatMap((service, i): Said[] => {
    if (!isHosted(service)) return [];
    const { host = service.name, aliases = [], redirects = [] } = service;
    const list = (key: "aliases" | "redirects", hosts: string[], use: Said["use"]): Said[] =>
      hosts.map((one, j) => ({ host: one, path: `services[${i}].${key}[${j}]`, service, use }));
    return [
      { host, path: `services[${i}].host`, service, use: "answers" },
      ...list("aliases", aliases, "answers"),
      ...list("redirects", redirects, "redirects"),
    ];
  });
}

/** Two services behind the load balancer can share a host: their paths are told apart elsewhere. */
const shared = (one: Said, other: Said): boolean =>
  [one, other].every(({ service, use }) => isRouted(service) && use === "answers") && one.service !== other.service;

function clash(one: Said, other: Said): string {
  if (one.service === other.service)
    return one.use === "redirects" && other.use === "answers"
      ? `"${one.host}" would redirect to itself: it answers there`
      : `"${one.host}" is named twice`;
  return other.use === "redirects"
    ? `"${other.service.name}" already redirects host "${one.host}"`
    : `"${other.service.name}" already answers on host "${one.host}"`;
}

/** Whose domain it is, and the stages that share it. */
interface Place {
  client?: string;
  domain: string | null;
  stages: readonly Environment[];
}

const placesOf = ({ domain, stages, clients }: Parsed): Place[] => [
  { domain, stages },
  ...clients.map((client) => ({
    client: client.name,
    domain: client.domain,
    stages: client.stages ?? clientStages(stages),
  })),
];

/** No name is claimed twice: not by two services, and not in two stages. */
export function* claims(answers: Parsed): Iterable<Problem> {
  const hosts = said(answers.services);
  const owners = new Map<string, { host: Said; stage: string }>();
  const known = new Set<string>();
  for (const { client, domain, stages } of placesOf(answers)) {
    for (const host of hosts) {
      for (const environment of stages) {
        const stage = stageName(environment, client);
        const name = nameOf(host.host, environment, domain ?? "<domain>");
        const owner = owners.get(name);
        if (owner === undefined) owners.set(name, { host, stage });
        else if (owner.stage !== stage || !shared(host, owner.host)) {
          const { service, path } = host;
          const message =
            owner.stage === stage
              ? clash(host, owner.host)
              : `${name} would be "${service.name}" in ${stage} and "${owner.host.service.name}" in ${owner.stage}: use another host`;
          // What is wrong in one stage is wrong in all: once is enough.
          if (!known.has(path)) yield { path, message };
          known.add(path);
        }
      }
    }
  }
}

/** Only what the world calls by a name has names. */
export function* hostKinds({ services }: Parsed): Iterable<Problem> {
  for (const [i, service] of services.entries()) {
    const { kind, aliases = [], redirects = [] } = service;
    for (const [key, list] of Object.entries({ aliases, redirects }))
      if (list.length > 0 && !isHosted(service))
        yield {
          path: `services[${i}].${key}`,
          message: `is for kinds api, web and static only, not ${service.private ? "a private one" : kind}`,
        };
  }
}

/** What is the same to SST, which names records by the letters and digits of their hosts. */
const likeness = (host: string): string => `${isWildcard(host) ? "*" : ""}${host.replaceAll(/[^a-z0-9]/g, "")}`;

/** Hosts behind the load balancer that differ in their hyphens only would be one record to SST. */
export function* alikeHosts({ services }: Parsed): Iterable<Problem> {
  const owners = new Map<string, string>();
  for (const { host, path } of said(services).filter(({ service }) => isRouted(service))) {
    const other = owners.get(likeness(host));
    if (other !== undefined && other !== host)
      yield { path, message: `"${host}" is too like "${other}": SST gives the records of both one name` };
    owners.set(likeness(host), host);
  }
}

/** ACM proves a host and the names below it by one record, which Cloudflare refuses to make twice. */
export function* provenOnce({ services, dns }: Parsed): Iterable<Problem> {
  if (dns !== "cloudflare") return;
  const owners = new Map<string, { host: string; holder: string }>();
  for (const { host, path, service } of said(services)) {
    const bare = host.replace(/^\*\./, "");
    const holder = isRouted(service) ? "the load balancer" : service.name;
    const owner = owners.get(bare);
    if (owner !== undefined && owner.holder !== holder && owner.host !== host)
      yield {
        path,
        message: `"${host}" and "${owner.host}" of ${owner.holder} are proven by the same record, which Cloudflare takes once: let one service have both`,
      };
    if (owner === undefined) owners.set(bare, { host, holder });
  }
}

/** ACM takes 64 characters for the first name of a certificate. */
const LONGEST_NAME = 64;

/** The hosts of a service that may be first on a certificate; those behind `*.<domain>` of Route 53 are not. */
const firstNames = (service: Service, dns: Parsed["dns"]): string[] => {
  if (dns === "external") return [];
  if (!isRouted(service)) return answersOn(service).slice(0, 1);
  return hostsOf(service).filter((host) => dns === "cloudflare" || isWildcard(host));
};

export function* hostLengths(answers: Parsed): Iterable<Problem> {
  const known = placesOf(answers).filter(({ domain }) => domain !== null);
  for (const { host, path, service } of said(answers.services)) {
    if (!firstNames(service, answers.dns).includes(host)) continue;
    const names = known.flatMap(({ domain, stages }) => stages.map((stage) => nameOf(host, stage, domain as string)));
    const long = names.find(({ length }) => length > LONGEST_NAME);
    if (long !== undefined)
      yield {
        path,
        message: `${long} is longer than the ${LONGEST_NAME} characters that a certificate takes: use a shorter host`,
      };
  }
}
