import { objects, texts } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject } from "../../../lib/proof/simulate/types.ts";
import { close, type Defect, definition, group, ingressRule, inText, rewrite, set } from "./damage.ts";

/** Who reaches whom, and how. */
export const networkDefects: Defect[] = [
  { what: "containers may reach nothing", by: "OWN.reach-out", damage: close(/^ContainerAccess$/, "egress") },
  {
    what: "containers may not reach databases",
    by: "OWN.reach-store",
    damage: close(/^DatabaseAccess$/, "ingress"),
  },
  {
    what: "with two engines MySQL cannot be reached",
    by: "OWN.reach-store",
    damage: close(/^DatabaseAccess$/, "ingress", ({ fromPort }) => fromPort === 3307),
  },
  {
    what: "the tunnel reaches one kind of store",
    by: "OWN.reach-tunnel",
    damage: close(/^TunnelAccess$/, "egress", ({ fromPort }) => fromPort === 6379),
  },
  {
    what: "the load balancer reaches containers over UDP",
    by: "OWN.reach-service",
    damage: ({ each }) =>
      each(group, /^ContainerAccess$/, (inputs) => {
        for (const rule of objects(inputs.ingress)) rule.protocol = "udp";
      }),
  },
  {
    what: "containers are reached through a load balancer that may send nothing",
    by: "OWN.reach-service",
    damage: close(/^AlbSecurityGroup$/, "egress"),
  },
  {
    what: "the load balancer has no port open",
    by: "OWN.reach-balancer",
    damage: close(/^AlbSecurityGroup$/, "ingress", ({ fromPort }) => fromPort === 443),
  },
  {
    what: "the whole network reaches the databases",
    by: "only containers and the tunnel reach a database or a cache",
    damage: ({ each }) =>
      each(group, /^DatabaseAccess$/, (inputs) => {
        for (const rule of objects(inputs.ingress)) Object.assign(rule, { cidrBlocks: ["0.0.0.0/0"] });
      }),
  },
  {
    what: "a caller is in no group that the service knows",
    by: "OWN.reach-call",
    damage: ({ each }) =>
      each("aws:ecs/service:Service", /^ApiService/, (inputs) => {
        const network = inputs.networkConfiguration as PlainObject;
        network.securityGroups = texts(network.securityGroups).slice(0, 1);
      }),
  },
  {
    what: "callers come to another port than the service has",
    by: "OWN.reach-call",
    damage: set(ingressRule, /^BillingFrom/, { fromPort: 80, toPort: 80 }),
  },
  {
    what: "a caller is told another port than the service has",
    by: "OWN.reach-call",
    damage: inText(definition, /^ApiService/, "containerDefinitions", "billing.sst:5000", "billing.sst:80"),
  },
  {
    what: "the load balancer reaches a private service",
    by: "OWN.strangers",
    damage: set(group, /^PrivateAccess$/, {
      ingress: [{ protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ["10.0.128.0/18"] }],
    }),
  },
  {
    what: "the whole network reaches a service that some may call",
    by: "OWN.strangers",
    damage: set(ingressRule, /^OfficeFrom/, { cidrIpv4: "10.0.128.0/18", referencedSecurityGroupId: "" }),
  },
  {
    what: "private subnets have no way out",
    by: "OWN.reach-out",
    damage: set("aws:ec2/routeTable:RouteTable", /Private/, { routes: [] }),
  },
  {
    what: "a new task has no grace",
    by: "OWN.grace",
    damage: ({ each }) =>
      each("aws:ecs/service:Service", /^Api/, (inputs) => {
        delete inputs.healthCheckGracePeriodSeconds;
      }),
  },
  {
    what: "browsers are not told to remember HTTPS",
    by: "HTTP leads to HTTPS for good",
    damage: ({ each }) =>
      each("aws:lb/listener:Listener", /HTTP80$/, (inputs) =>
        rewrite(inputs, "defaultActions", (actions) => {
          for (const { redirect } of objects(actions)) (redirect as PlainObject).statusCode = "HTTP_302";
        }),
      ),
  },
  {
    what: "the limit of requests counts only",
    by: "a firewall that blocks in production, and only counts in staging",
    damage: ({ each }) =>
      each("aws:wafv2/webAcl:WebAcl", /./, (inputs) => {
        for (const rule of objects(inputs.rules)) if (rule.name === "RateLimit") rule.action = { count: {} };
      }),
  },
  {
    what: "cookies are in the firewall's log",
    by: "OWN.waf-log",
    damage: ({ each }) =>
      each("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", /./, (inputs) => {
        inputs.redactedFields = objects(inputs.redactedFields).slice(0, 1);
      }),
  },
  {
    what: "a service is told another port of its database",
    by: "OWN.reach-store",
    damage: inText(definition, /^ApiService/, "containerDefinitions", '"5433"', '"5432"'),
  },
];
