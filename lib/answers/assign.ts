import { claim, hash } from "../system/hash.ts";
import type { Parsed } from "./schema.ts";

/** Numbers that are assigned once and kept: they depend on names, so that adding or removing one leaves the others. */

type ParsedService = Parsed["services"][number];

/** A service that answers HTTP. */
export const answersHttp = ({ kind }: Pick<ParsedService, "kind">): boolean => kind === "api" || kind === "web";

/** A service behind the load balancer. */
export const isRouted = (service: Pick<ParsedService, "kind"> & Partial<Pick<ParsedService, "private">>): boolean =>
  answersHttp(service) && service.private !== true;

/** Rules for whole hosts ("/*") come after all rules for certain paths. AWS allows 1 to 50000. */
const HOSTS = { first: 20_000, size: 30_000 };

/** Rules that send a host to another, between the two: nothing else asks for such a host, so their order is no matter. */
const REDIRECTS = { first: 19_300, size: 700 };

/** The longer a path pattern, the earlier its rule: what is covered by another is always longer. */
const LONGEST_PATH = 80;
const PER_LENGTH = 240;
const bandOf = (path: string) =>
  path === "/*" ? HOSTS : { first: 1 + (LONGEST_PATH - path.length) * PER_LENGTH, size: PER_LENGTH };

export interface Priorities {
  /** Of the rule that leads to the service. */
  priority: number;
  /** Of the rule that sends its other hosts to its own; null where there is none. */
  redirectsPriority: number | null;
}

/**
 * The priorities of each service's rules on the load balancer, null for what is not behind it. A new service does not get
 * the number of one that was removed: AWS would refuse it while the old rule is still there.
 */
export function assignPriorities(services: readonly ParsedService[]): (Priorities | null)[] {
  const taken = new Set(
    services.flatMap(({ priority = [], redirectsPriority = [] }) => [priority, redirectsPriority].flat()),
  );
  return services.map((service) => {
    if (!isRouted(service)) return null;
    const { name, path, redirects = [] } = service;
    return {
      priority: service.priority ?? claim(hash(name), taken, bandOf(path)),
      redirectsPriority:
        redirects.length === 0 ? null : (service.redirectsPriority ?? claim(hash(name), taken, REDIRECTS)),
    };
  });
}

/** The second octet of each client's addresses: the lowest that is free. */
export function assignNetworks(clients: readonly Parsed["clients"][number][]): number[] {
  const taken = new Set(clients.flatMap(({ network }) => (network === undefined ? [] : [network])));
  return clients.map(({ network }) => network ?? claim(0, taken, { first: 1, size: 255 }));
}
