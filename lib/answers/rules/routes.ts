import type { Problem } from "../../errors.ts";
import { assignPriorities, isRouted } from "../assign.ts";
import type { Parsed } from "../schema.ts";

/** Rules about what the load balancer sends where. */

/** Whatever `first` (a load balancer pattern) matches includes all that `second` matches. Exact for patterns whose only wildcard is a last `*`. */
const covers = (first: string, second: string): boolean =>
  first === second ||
  (first.endsWith("*") && !/[*?]/.test(first.slice(0, -1)) && second.startsWith(first.slice(0, -1)));

/** AWS's limit for a load balancer. */
const RULES = 100;

/** Each service behind the load balancer has a rule of it. */
export function* rulesOfBalancer({ services }: Parsed): Iterable<Problem> {
  const routed = services.filter(isRouted).length;
  if (routed > RULES)
    yield {
      path: "services",
      message: `${routed} services of kinds api and web share a load balancer, which takes ${RULES}: put the others into a project of their own`,
    };
}

export function* routes({ services }: Parsed): Iterable<Problem> {
  const priorities = new Map<number, string>();
  const assigned = assignPriorities(services);
  const routed = services.flatMap((service, i) =>
    isRouted(service) ? [{ ...service, i, host: service.host ?? service.name, order: assigned[i] as number }] : [],
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
      const [first, second] = other.order < service.order ? [other, service] : [service, other];
      if (covers(first.path, second.path)) {
        yield {
          path: `services[${second.i}].path`,
          message: `${second.path} is never reached: "${first.name}" takes ${first.path} first; give it a lower priority, or none`,
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
