import { isRouted } from "./assign.ts";
import type { Parsed } from "./schema.ts";
import type { Environment } from "./vocabulary.ts";

/** What services are called in the world. A host is one label below the domain, `@` for the domain itself, or `*.<label>`. */

export const APEX = "@";

/** A host for every name below a label: that of a tenant, say. */
export const isWildcard = (host: string): boolean => host.startsWith("*.");

/** The public name of a host in an environment: `api.acme.com`, `api-dev.acme.com`; of the domain itself `dev.acme.com`. */
export function nameOf(host: string, environment: Environment, domain: string): string {
  const own = environment === "production";
  if (host === APEX) return own ? domain : `${environment}.${domain}`;
  return `${own ? host : `${host}-${environment}`}.${domain}`;
}

type ParsedService = Parsed["services"][number];

/** As the schema and the view have it. */
export type Hosted = Pick<ParsedService, "kind" | "name" | "host" | "aliases" | "redirects"> &
  Partial<Pick<ParsedService, "private">>;

/** A service that the world calls by a name. */
export const isHosted = (service: Pick<Hosted, "kind" | "private">): boolean =>
  isRouted(service) || service.kind === "static";

/** The hosts that a service answers on, its own first. */
export const answersOn = ({ name, host = name, aliases = [] }: Hosted): string[] => [host, ...aliases];

/** All of its hosts, with those that send to its own. */
export const hostsOf = (service: Hosted): string[] => [...answersOn(service), ...(service.redirects ?? [])];

/** The names that a certificate made by hand has to be for: of a domain, in all stages that share it. */
export function namesToCertify(
  services: readonly Hosted[],
  environments: readonly Environment[],
  domain: string,
): string[] {
  const hosts = services.filter(isHosted).flatMap(hostsOf);
  const names = environments.flatMap((environment) => hosts.map((host) => nameOf(host, environment, domain)));
  const covered = (name: string): string => (name === domain || name.startsWith("*.") ? name : `*.${domain}`);
  return [...new Set(names.map(covered))].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** The service that answers at "/" where there is no domain; none where nothing tells it from the others. */
export function frontOf(services: readonly (Hosted & Pick<ParsedService, "path">)[]): string | null {
  const routed = services.filter(isRouted);
  const [first, ...others] = routed;
  const front =
    others.length === 0
      ? first
      : (routed.find(({ host, path }) => host === APEX && path === "/*") ?? routed.find(({ kind }) => kind === "web"));
  return front?.name ?? null;
}

/** ACM's limit for one certificate. */
export const NAMES_OF_CERTIFICATE = 10;

/**
 * The hosts behind the load balancer in groups that fit a certificate. A host and the names below it stay together: ACM
 * proves both by one record, and Cloudflare refuses to make it twice.
 */
export function certificateGroups(services: readonly Hosted[]): string[][] {
  const hosts = new Set(services.filter(isRouted).flatMap(hostsOf));
  const groups: string[][] = [[]];
  for (const host of hosts) {
    if (isWildcard(host) && hosts.has(host.slice(2))) continue;
    const together = [host, `*.${host}`].filter((one) => hosts.has(one));
    const last = groups.at(-1) as string[];
    if (last.length + together.length > NAMES_OF_CERTIFICATE) groups.push(together);
    else last.push(...together);
  }
  return groups;
}

/** Hosts behind the load balancer that a certificate for everything one label below the domain does not cover. */
export const beyondWildcard = (services: readonly Hosted[]): string[] => [
  ...new Set(
    services
      .filter(isRouted)
      .flatMap(hostsOf)
      .filter((host) => host === APEX || isWildcard(host)),
  ),
];
