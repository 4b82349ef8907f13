import type { Problem } from "../../errors.ts";
import { isRouted } from "../assign.ts";
import { assignBalancers, RULES, rulesOf, sharedHost } from "../balancers.ts";
import { answersOn, beyondWildcard, certificateGroups, hostsOf, isWildcard, NAMES_OF_CERTIFICATE } from "../hosts.ts";
import type { Parsed } from "../schema.ts";

/** What AWS takes of one load balancer and of one certificate (Quotas for your Application Load Balancers; of ACM). */

/**
 * A listener takes 25 besides its own. Fewer go into the 2,048 characters that EventBridge takes of the pattern that names them,
 * to hear that they expire.
 */
const CERTIFICATES = 20;
/** In all conditions of a rule. */
const VALUES = 5;
const WILDCARDS = 5;
/** Rules of a security group in one direction (Amazon VPC quotas). */
const CALLERS = 60;

/** A new service goes where there is room; one that has its place, and what shares its host, can be too much for it. */
export function* rulesOfBalancers({ services }: Parsed): Iterable<Problem> {
  const places = assignBalancers(services);
  for (const number of new Set(places.filter((place) => place !== null))) {
    const there = services.filter((_, i) => places[i] === number);
    const rules = rulesOf(there);
    if (rules > RULES)
      yield {
        path: "services",
        message: `${there.length} services on load balancer ${number} have ${rules} rules of it, which takes ${RULES}: what shares a host stays together, so give new services hosts of their own, or use fewer redirects`,
      };
  }
}

/** A host is a record, which leads to one load balancer. */
export function* hostsOfBalancers({ services }: Parsed): Iterable<Problem> {
  const places = assignBalancers(services);
  for (const [i, service] of services.entries()) {
    if (!isRouted(service)) continue;
    for (const [j, other] of services.slice(0, i).entries()) {
      if (!isRouted(other) || places[i] === places[j]) continue;
      const host = sharedHost(service, other);
      if (host !== undefined)
        yield {
          path: `services[${i}].balancer`,
          message: `it answers on host "${host}" at load balancer ${places[i]}, "${other.name}" at load balancer ${places[j]}: a host leads to one, so use another host`,
        };
    }
  }
}

/** The certificates that every load balancer of a stage has, by who proves them. */
const CERTIFICATES_OF: Record<Parsed["dns"], (services: Parsed["services"]) => number> = {
  route53: (services) => beyondWildcard(services).length + 1,
  cloudflare: (services) => certificateGroups(services).length,
  external: () => 1,
};

export function* certificatesOfBalancer({ services, dns }: Parsed): Iterable<Problem> {
  const count = CERTIFICATES_OF[dns](services);
  if (count > CERTIFICATES)
    yield {
      path: "services",
      message: `their hosts need ${count} certificates, and a stage takes ${CERTIFICATES}: put some services into a project of their own`,
    };
}

/** What a rule or a certificate takes of a service's hosts. */
export function* hostCounts({ services }: Parsed): Iterable<Problem> {
  for (const [i, service] of services.entries()) {
    const at = (key: string, message: string): Problem => ({ path: `services[${i}].${key}`, message });
    const { path, redirects = [] } = service;
    const hosts = answersOn(service);
    if (service.kind === "static") {
      const count = hostsOf(service).length;
      if (count > NAMES_OF_CERTIFICATE)
        yield at("aliases", `${count} hosts, but a site's certificate takes ${NAMES_OF_CERTIFICATE}: use fewer`);
    }
    if (!isRouted(service)) continue;
    if (hosts.length + 1 > VALUES)
      yield at(
        "aliases",
        `${hosts.length} hosts, but a rule of the load balancer takes ${VALUES} values, of which its path is one: at most ${VALUES - 2} aliases; what only leads elsewhere can be a redirect`,
      );
    if (redirects.length > VALUES)
      yield at("redirects", `${redirects.length} hosts, but a rule of the load balancer takes ${VALUES}: use fewer`);
    const wildcards = hosts.filter(isWildcard).length + (path.match(/[*?]/g) ?? []).length;
    if (wildcards > WILDCARDS)
      yield at("path", `its path and hosts have ${wildcards} wildcards, but a rule takes ${WILDCARDS}: use fewer`);
  }
}

/** A service lets each of its callers in by a rule of its security group. */
export function* callerCounts({ services }: Parsed): Iterable<Problem> {
  for (const [i, { name }] of services.entries()) {
    const callers = services.filter(({ calls }) => calls.includes(name)).length;
    if (callers > CALLERS)
      yield {
        path: `services[${i}].name`,
        message: `${callers} services call "${name}", but its security group lets ${CALLERS} in: let the others call a second service like it`,
      };
  }
}
