import { mayReach } from "../../../lib/proof/judges/network.ts";
import { storesOf } from "../../../lib/proof/judges/tasks.ts";
import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { type Expectation, object } from "./context.ts";

/** Who reaches whom, and who must not. */

/** Ports that something listens on in some repo, and those that nothing may be found at. */
const PORTS = [22, 80, 443, 3306, 3307, 5000, 5432, 5433, 6379, 8080];

export const reach: Expectation[] = [
  {
    answer: "only containers and the tunnel reach a database or a cache",
    wanted: ({ stack }) =>
      Object.fromEntries(storesOf(stack).map(({ resource }) => [resource.name, ["ContainerAccess", "TunnelAccess"]])),
    actual: ({ stack }) =>
      Object.fromEntries(
        storesOf(stack).map((store) => [
          store.resource.name,
          [
            ...(mayReach("internet", store, stack) ? ["the internet"] : []),
            ...groupsOf(stack.of(groupType))
              .filter(({ id }) => mayReach({ groups: [id], subnets: [] }, store, stack))
              .map(({ name }) => name)
              .sort(),
          ],
        ]),
      ),
  },
  {
    answer: "the internet reaches the load balancer where it listens, and nothing else",
    wanted: ({ routed, domain }) =>
      routed.length === 0 ? {} : { AlbSecurityGroup: domain === null ? [80] : [80, 443] },
    actual: ({ stack }) =>
      Object.fromEntries(
        groupsOf(stack.of(groupType))
          .map(({ id, name }) => {
            const place = { groups: [id], subnets: [] };
            return [name, PORTS.filter((port) => mayReach("internet", { place, port }, stack))] as const;
          })
          .filter(([, ports]) => ports.length > 0),
      ),
  },
  {
    answer: "HTTP leads to HTTPS for good",
    wanted: ({ routed, domain }) => (routed.length > 0 && domain !== null ? ["HTTPS 443 HTTP_301"] : []),
    actual: ({ stack }) =>
      stack
        .of("aws:lb/listener:Listener")
        .flatMap(({ inputs }) => objects(inputs.defaultActions))
        .map(({ redirect }) => object(redirect))
        .filter(({ statusCode }) => statusCode !== undefined)
        .map(({ protocol, port, statusCode }) => `${protocol} ${port} ${statusCode}`),
  },
];

const groupType = "aws:ec2/securityGroup:SecurityGroup";
const groupsOf = (groups: readonly Resource[]) => groups.map(({ id, name }) => ({ id: String(id), name }));
