import { mayReach } from "../../../lib/proof/judges/network.ts";
import { callsOf, endpointsOf, type Run, runsOf, storesOf } from "../../../lib/proof/judges/tasks.ts";
import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { Plain, Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, object, sorted } from "./context.ts";

/** Who reaches whom, and who must not. */

/** The service that a task definition is of. */
const nameOf = ({ inputs }: Resource, { view, stage }: Context): string =>
  String(inputs.family).slice(`${view.project}-${stage.stage}-`.length);

/** Ports that something listens on in some repo, and those that nothing may be found at. */
const PORTS = [22, 80, 443, 3306, 3307, 5000, 5432, 5433, 6379, 8080];

export const reach: Expectation[] = [
  {
    answer: "only containers and the tunnel reach a database or a cache",
    wanted: ({ stack, view }) => {
      const groups = ["ContainerAccess", ...(view.has.private ? ["PrivateAccess"] : []), "TunnelAccess"];
      return Object.fromEntries(storesOf(stack).map(({ resource }) => [resource.name, groups]));
    },
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
    answer: "the internet reaches load balancers where they listen, and nothing else",
    wanted: ({ balancers, domain }) =>
      Object.fromEntries(balancers.map((name) => [`${name}SecurityGroup`, domain === null ? [80] : [80, 443]])),
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
    answer: "a security group lets through what it is for, and no port beside it",
    wanted: ({ view: { databases, caches, has }, balancers, routed, domain }) => {
      const families = new Set(databases.map(({ family }) => family));
      const stores = [
        ...(families.has("postgres") ? [5433] : []),
        ...(families.has("mysql") ? [3307] : []),
        ...(caches.length > 0 ? [6379] : []),
      ];
      const ports = (...list: number[]) => sorted(list.map((port) => `tcp ${port}-${port}`));
      const all = ["tcp 0-65535"];
      const containers = { out: ["-1 0-0"] };
      return Object.fromEntries([
        ...(has.containers ? [["ContainerAccess", { in: routed.length > 0 ? all : [], ...containers }]] : []),
        ...(has.private ? [["PrivateAccess", { in: [], ...containers }]] : []),
        ...(stores.length > 0 ? [["TunnelAccess", { in: [], out: ports(443, ...stores) }]] : []),
        ...(databases.length > 0
          ? [["DatabaseAccess", { in: ports(...stores.filter((port) => port !== 6379)), out: [] }]]
          : []),
        ...(caches.length > 0 ? [["CacheAccess", { in: ports(6379), out: [] }]] : []),
        ...balancers.map((name) => [
          `${name}SecurityGroup`,
          { in: domain === null ? ports(80) : ports(80, 443), out: all },
        ]),
      ]);
    },
    actual: ({ stack }) => {
      const through = (rules: Plain | undefined) =>
        sorted(objects(rules).map(({ protocol, fromPort, toPort }) => `${protocol} ${fromPort}-${toPort}`));
      return Object.fromEntries(
        stack
          .of(groupType)
          .filter(({ name }) => /Access$|^Alb\d*SecurityGroup$/.test(name))
          .map(({ name, inputs }) => [name, { in: through(inputs.ingress), out: through(inputs.egress) }]),
      );
    },
  },
  {
    answer: "those that call a service are let in at its port, and at no other",
    wanted: ({ view }) =>
      Object.fromEntries(
        view.services
          .filter(({ callers }) => callers.length > 0)
          .map(({ name, port }) => [name, `tcp ${port}-${port}`]),
      ),
    actual: ({ stack, view }) =>
      Object.fromEntries(
        view.services
          .filter(({ callers }) => callers.length > 0)
          .map(({ name, Id, callers }) => {
            const [group] = stack.of(groupType).filter((one) => one.name === `${Id}Endpoint`);
            const rules = stack
              .of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
              .filter(({ inputs }) => inputs.securityGroupId === group?.id);
            const through = new Set(
              rules.map(({ inputs: { ipProtocol, fromPort, toPort } }) => `${ipProtocol} ${fromPort}-${toPort}`),
            );
            return [name, callers.length === rules.length ? [...through].join() : `${rules.length} rules`];
          }),
      ),
  },
  {
    answer: "all that runs may run in both zones, in private where there are NAT gateways",
    wanted: ({ stack, production }) => {
      const where = production ? /^VpcPrivateSubnet/ : /^VpcPublicSubnet/;
      const subnets = stack.of("aws:ec2/subnet:Subnet").filter(({ name }) => where.test(name));
      const zones = sorted(subnets.map(({ id }) => String(id)));
      return Object.fromEntries(runsOf(stack).map(({ by }) => [by.name, zones]));
    },
    actual: ({ stack }) => Object.fromEntries(runsOf(stack).map(({ by, place }) => [by.name, sorted(place.subnets)])),
  },
  {
    answer: "every rule of a security group says what it is for",
    wanted: () => [],
    actual: ({ stack }) =>
      stack
        .of(groupType)
        .filter(({ inputs }) =>
          [inputs.ingress, inputs.egress].flatMap(objects).some(({ description = "" }) => description === ""),
        )
        .map(({ name }) => name),
  },
  {
    answer: "those that call a service are told where it is and reach it, and no other is or does",
    wanted: ({ view }) =>
      Object.fromEntries(
        view.services
          .filter(({ endpoint }) => endpoint)
          .map(({ name, callers }) => [name, { told: sorted(callers), reach: sorted(callers) }]),
      ),
    actual: (context) => {
      const { stack } = context;
      const endpoints = endpointsOf(stack);
      const names = (runs: readonly Run[]) => sorted(runs.map(({ definition }) => nameOf(definition, context)));
      return Object.fromEntries(
        endpoints.map((endpoint) => {
          const others = runsOf(stack).filter(({ by }) => by.urn !== endpoint.service.urn);
          const told = others.filter((run) => callsOf(run, endpoints).some(({ to }) => to === endpoint));
          const reach = others.filter(({ place }) => mayReach(place, endpoint, stack));
          return [nameOf(endpoint.definition, context), { told: names(told), reach: names(reach) }];
        }),
      );
    },
  },
  {
    answer: "a private service alone has neither a target group of the load balancer nor an address for the world",
    wanted: ({ view }) => sorted(view.services.filter((service) => service.private).map(({ name }) => name)),
    actual: (context) =>
      sorted(
        endpointsOf(context.stack)
          .filter(({ service }) => objects(service.inputs.loadBalancers).length === 0)
          .map(({ definition }) => nameOf(definition, context))
          .filter((name) =>
            ["url", "health"].every((kind) => !(`${name}.${kind}` in context.stack.simulation.outputs)),
          ),
      ),
  },
  {
    answer: "HTTP leads to HTTPS for good",
    wanted: ({ balancers, domain }) => (domain === null ? [] : balancers.map(() => "HTTPS 443 HTTP_301")),
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
