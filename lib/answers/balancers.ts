import { isRouted } from "./assign.ts";
import { answersOn } from "./hosts.ts";
import type { Parsed } from "./schema.ts";

/** Which load balancer a service is on: the first that has room for it. It stays there, whatever comes and goes. */

type Service = Parsed["services"][number];

/** What AWS takes of one load balancer (Quotas for your Application Load Balancers). Of target groups it takes as many. */
export const RULES = 100;

/** The load balancer of every stage. Nobody has to name it. */
export const FIRST_BALANCER = 1;

/** One that leads to each service, and one more for its redirects. */
export const rulesOf = (services: readonly Service[]): number =>
  services.reduce((sum, { redirects = [] }) => sum + (redirects.length > 0 ? 2 : 1), 0);

/** What has its priority has its place, too. */
const placeOf = ({ balancer, priority }: Service): number | undefined =>
  balancer ?? (priority === undefined ? undefined : FIRST_BALANCER);

/** A host that both answer on. */
export const sharedHost = (one: Service, other: Service): string | undefined =>
  answersOn(one).find((host) => answersOn(other).includes(host));

/** A service, and those that share a host with it or with one of them: a host leads to one load balancer. */
function boundTo(service: Service, routed: readonly Service[]): Service[] {
  const bound = new Set([service]);
  for (const one of bound) for (const other of routed) if (sharedHost(one, other) !== undefined) bound.add(other);
  return [...bound];
}

/** The number of each service's load balancer, null for what is behind none. */
export function assignBalancers(services: readonly Service[]): (number | null)[] {
  const routed = services.filter(isRouted);
  const places = new Map<Service, number>();
  for (const service of routed) {
    const place = placeOf(service);
    if (place !== undefined) places.set(service, place);
  }
  const withRoom = (more: readonly Service[]): number => {
    for (let number = FIRST_BALANCER; ; number++) {
      const there = routed.filter((one) => places.get(one) === number);
      if (there.length === 0 || rulesOf([...there, ...more]) <= RULES) return number;
    }
  };
  for (const service of routed) {
    if (places.has(service)) continue;
    const bound = boundTo(service, routed);
    const more = bound.filter((one) => !places.has(one));
    const place = bound.flatMap((one) => places.get(one) ?? [])[0] ?? withRoom(more);
    for (const one of more) places.set(one, place);
  }
  return services.map((service) => places.get(service) ?? null);
}
