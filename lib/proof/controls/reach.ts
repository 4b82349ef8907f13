import { mayLeave, mayReach, type Place, placeOf } from "../judges/network.ts";
import { callsOf, connectionsOf, type Endpoint, endpointsOf, runsOf, storesOf } from "../judges/tasks.ts";
import { objects, type Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { handles } from "./look.ts";

const shared = {
  fix: "open it in infra/access.ts: the one side must send, and the other must let it in",
  severity: "mandatory",
  when: "always",
  scope: "stage",
} as const;

const runners = ["aws:ecs/service:Service", "aws:scheduler/schedule:Schedule", "aws:lambda/invocation:Invocation"];
const own = (by: Resource, stack: Stack) => runsOf(stack).filter((run) => run.by.urn === by.urn);

/** The load balancers that send to a target group. */
function balancersOf(group: unknown, stack: Stack): Resource[] {
  const rules = stack
    .of("aws:lb/listenerRule:ListenerRule", "aws:lb/listener:Listener")
    .filter(({ inputs }) => JSON.stringify([inputs.actions, inputs.defaultActions]).includes(`"${group}"`));
  const listeners = stack
    .of("aws:lb/listener:Listener")
    .filter((listener) =>
      rules.some((rule) => rule === listener || handles(listener).includes(rule.inputs.listenerArn ?? "")),
    );
  return stack
    .of("aws:lb/loadBalancer:LoadBalancer")
    .filter((balancer) => listeners.some(({ inputs }) => handles(balancer).includes(inputs.loadBalancerArn ?? "")));
}

/**
 * Who has no business at an endpoint: what is not told of it. What a load balancer leads to is public, so that another one may
 * come to it as well.
 */
function strangersOf({ service }: Endpoint, stack: Stack): { name: string; place: Place | "internet" }[] {
  const isPublic = objects(service.inputs.loadBalancers).some(
    ({ targetGroupArn }) => balancersOf(targetGroupArn, stack).length > 0,
  );
  return [
    { name: "the internet", place: "internet" },
    ...[
      ...(isPublic ? [] : stack.of("aws:lb/loadBalancer:LoadBalancer")),
      ...stack.of("aws:ec2/instance:Instance"),
    ].map((resource) => ({ name: resource.name, place: placeOf(resource, stack) })),
    ...runsOf(stack)
      .filter((run) => run.by.urn !== service.urn)
      .filter((run) => !callsOf(run, endpointsOf(stack)).some(({ to }) => to.service.urn === service.urn))
      .map(({ by, place }) => ({ name: by.name, place })),
  ];
}

/** What must be reached, and by whom alone. What nobody may reach is asked by the controls of security groups. */
export const reachControls: Control[] = [
  {
    ...shared,
    id: "OWN.reach-balancer",
    title: "the internet reaches the load balancer on every port that it listens on",
    why: "a listener behind a closed port answers nobody",
    of: ["aws:lb/listener:Listener"],
    problem: ({ inputs }, stack) =>
      stack
        .of("aws:lb/loadBalancer:LoadBalancer")
        .filter((balancer) => handles(balancer).includes(inputs.loadBalancerArn ?? ""))
        .filter(({ inputs: { internal } }) => internal !== true)
        .filter(
          (balancer) => !mayReach("internet", { place: placeOf(balancer, stack), port: Number(inputs.port) }, stack),
        )
        .map(({ name }) => `nobody comes to port ${inputs.port} of ${name}`),
  },
  {
    ...shared,
    id: "OWN.reach-service",
    title: "the load balancer reaches every service behind it",
    why: "what it does not reach it takes for dead: the service never starts",
    of: ["aws:ecs/service:Service"],
    where: ({ inputs }) => objects(inputs.loadBalancers).length > 0,
    problem: (service, stack) =>
      objects(service.inputs.loadBalancers).flatMap(({ targetGroupArn, containerPort }) =>
        balancersOf(targetGroupArn, stack).flatMap((balancer) =>
          own(service, stack)
            .filter(({ place }) => !mayReach(placeOf(balancer, stack), { place, port: Number(containerPort) }, stack))
            .map(() => `${balancer.name} does not come to its port ${containerPort}`),
        ),
      ),
  },
  {
    ...shared,
    id: "OWN.reach-store",
    title: "every task reaches the databases and caches that it is given",
    why: "it waits for an answer until it gives up, and fails at the first request",
    of: runners,
    where: (by, stack) =>
      own(by, stack).some(({ definition }) => connectionsOf(definition, storesOf(stack)).length > 0),
    problem: (by, stack) =>
      own(by, stack).flatMap(({ definition, place }) =>
        connectionsOf(definition, storesOf(stack)).flatMap(({ store, port }) => {
          if (port !== store.port)
            return [`it looks for ${store.resource.name} on port ${port} instead of ${store.port}`];
          return mayReach(place, store, stack) ? [] : [`it does not come to port ${port} of ${store.resource.name}`];
        }),
      ),
  },
  {
    ...shared,
    id: "OWN.reach-call",
    title: "every task reaches the services that it is given",
    why: "it waits for an answer that never comes, and whoever called it waits with it",
    fix: "connect the caller to the endpoint of the other service: infra/endpoints.ts",
    of: runners,
    where: (by, stack) => own(by, stack).some((run) => callsOf(run, endpointsOf(stack)).length > 0),
    problem: (by, stack) =>
      own(by, stack).flatMap((run) =>
        callsOf(run, endpointsOf(stack)).flatMap(({ to, port }) => {
          if (port !== to.port) return [`it looks for ${to.service.name} on port ${port} instead of ${to.port}`];
          return mayReach(run.place, to, stack) ? [] : [`it does not come to port ${port} of ${to.service.name}`];
        }),
      ),
  },
  {
    ...shared,
    id: "OWN.strangers",
    title: "a service that has a name in the VPC is reached by those that call it, and by no other",
    why: "it trusts its callers: whoever else comes in, from a task that was broken into, is taken for one of them",
    fix: "let the groups of its callers into its own group, and nothing into the others: infra/access.ts",
    of: ["aws:ecs/service:Service"],
    where: (service, stack) => endpointsOf(stack).some((endpoint) => endpoint.service.urn === service.urn),
    problem: (service, stack) =>
      endpointsOf(stack)
        .filter((endpoint) => endpoint.service.urn === service.urn)
        .flatMap((endpoint) =>
          strangersOf(endpoint, stack)
            .filter(({ place }) => mayReach(place, endpoint, stack))
            .map(({ name }) => `${name} comes to its port ${endpoint.port}`),
        ),
  },
  {
    ...shared,
    id: "OWN.reach-out",
    title: "every task reaches the internet",
    why: "without a way to AWS it gets neither its image nor its secrets, and does not start",
    fix: "let containers out on port 443 in infra/access.ts, and through NAT or an address of their own in infra/network.ts",
    of: runners,
    where: (by, stack) => own(by, stack).length > 0,
    problem: (by, stack) =>
      own(by, stack).every(({ place }) => mayLeave(place, 443, stack)) ? undefined : "it has no way to the internet",
  },
  {
    ...shared,
    id: "OWN.reach-tunnel",
    title: "the tunnel reaches Systems Manager, and every database and cache",
    why: "a closed tunnel is noticed at night, when somebody must look into a database",
    // What the program says of itself: which of its machines is the tunnel.
    scope: "program",
    of: ["aws:ec2/instance:Instance"],
    where: ({ id }, { simulation }) => simulation.outputs.tunnel === id,
    problem: (machine, stack) => {
      const place = placeOf(machine, stack);
      const closed = storesOf(stack).filter((store) => !mayReach(place, store, stack));
      return [
        ...(mayLeave(place, 443, stack) ? [] : ["it has no way to Systems Manager"]),
        ...closed.map(({ resource, port }) => `it does not come to port ${port} of ${resource.name}`),
      ];
    },
  },
];
