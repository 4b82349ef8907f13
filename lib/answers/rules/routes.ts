import type { Problem } from "../../errors.ts";
import { assignPriorities, isRouted } from "../assign.ts";
import { answersOn } from "../hosts.ts";
import type { Parsed } from "../schema.ts";

/** Rules about what the load balancer sends where. */

/** Whatever `first` (a load balancer pattern) matches includes all that `second` matches. Exact for patterns whose only wildcard is a last `*`. */
const covers = (first: string, second: string): boolean =>
  first === second ||
  (first.endsWith("*") && !/[*?]/.test(first.slice(0, -1)) && second.startsWith(first.slice(0, -1)));

/** The rules of the load balancer that AWS gives a number. */
const PRIORITIES = ["priority", "redirectsPriority"] as const;

export function* priorities({ services }: Parsed): Iterable<Problem> {
  const owners = new Map<number, string>();
  for (const [i, service] of services.entries()) {
    if (!isRouted(service)) continue;
    for (const key of PRIORITIES) {
      const priority = service[key];
      if (priority === undefined) continue;
      const other = owners.get(priority);
      if (other !== undefined) yield { path: `services[${i}].${key}`, message: `${priority} is taken by "${other}"` };
      owners.set(priority, service.name);
    }
  }
}

/** Services that share a host have paths of their own. */
export function* routes({ services }: Parsed): Iterable<Problem> {
  const assigned = assignPriorities(services);
  const routed = services.flatMap((service, i) => {
    const order = assigned[i]?.priority;
    return order === undefined ? [] : [{ ...service, i, hosts: answersOn(service), order }];
  });
  for (const [n, service] of routed.entries()) {
    for (const other of routed.slice(0, n)) {
      const host = service.hosts.find((one) => other.hosts.includes(one));
      if (host === undefined) continue;
      if (other.path === service.path) {
        yield {
          path: `services[${service.i}].path`,
          message: `"${other.name}" already answers ${service.path} on host "${host}"`,
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
}
