import { type Edge, KINDS, type Node, type Part } from "../../render/diagram/graph.ts";
import { isObject, list, type Plain, type Resource, type Resources, shortName, text } from "../resources/index.ts";

const texts = (values: Plain | undefined): string[] => list(values).map((value) => text(value));

/** What a rule of the load balancer lets through to a service: its host and path. */
function addressOf({ inputs }: Resource): string {
  const conditions = list(inputs.conditions).filter(isObject);
  const of = (key: string) => conditions.flatMap(({ [key]: found }) => (isObject(found) ? texts(found.values) : []));
  const path = of("pathPattern").filter((pattern) => pattern !== "/*");
  return `${of("hostHeader").join(", ")}${path.join(", ")}` || "/*";
}

const forwards = ({ inputs }: Resource, group: Plain | undefined): boolean =>
  [...list(inputs.actions), ...list(inputs.defaultActions)].some((action) =>
    JSON.stringify(action).includes(JSON.stringify(group)),
  );

/** Load balancers, and which service answers for which address. */
export function balancers(resources: Resources): Part {
  const nodes = resources.of("aws:lb/loadBalancer:LoadBalancer").map((balancer): Node => {
    const listeners = resources
      .of("aws:lb/listener:Listener")
      .filter(({ inputs }) => inputs.loadBalancerArn === balancer.outputs.arn)
      .map(({ inputs }) => text(inputs.protocol));
    const guarded = resources
      .of("aws:wafv2/webAclAssociation:WebAclAssociation")
      .some(({ inputs }) => inputs.resourceArn === balancer.outputs.arn);
    return {
      id: balancer.urn,
      tier: "front",
      kind: balancer.inputs.loadBalancerType === "network" ? "Load balancer (NLB)" : KINDS.balancer,
      title: shortName(balancer, resources),
      details: [[...new Set(listeners)].sort().reverse().join(", "), ...(guarded ? ["WAF"] : [])].filter(
        (part) => part !== "",
      ),
    };
  });
  const listenerOf = new Map(
    resources.of("aws:lb/listener:Listener").map((listener) => [listener.outputs.arn, listener]),
  );
  const balancerOf = new Map(
    resources.of("aws:lb/loadBalancer:LoadBalancer").map((balancer) => [balancer.outputs.arn, balancer]),
  );
  const edges = resources.of("aws:ecs/service:Service").flatMap((service): Edge[] => {
    const groups = list(service.inputs.loadBalancers)
      .filter(isObject)
      .map(({ targetGroupArn }) => targetGroupArn);
    return resources.of("aws:lb/listenerRule:ListenerRule", "aws:lb/listener:Listener").flatMap((rule): Edge[] => {
      if (!groups.some((group) => forwards(rule, group))) return [];
      const listener = listenerOf.get((rule.inputs.listenerArn ?? rule.outputs.arn) as Plain);
      const balancer = balancerOf.get(listener?.inputs.loadBalancerArn as Plain);
      return balancer === undefined ? [] : [{ from: balancer.urn, to: service.urn, label: addressOf(rule) }];
    });
  });
  return { nodes, edges };
}

/** Static sites. */
export function sites(resources: Resources): Part {
  const nodes = resources.of("aws:cloudfront/distribution:Distribution").map(
    (site): Node => ({
      id: site.urn,
      tier: "edge",
      kind: KINDS.site,
      title: shortName(site, resources, site.inputs.comment),
      details: texts(site.inputs.aliases),
    }),
  );
  return { nodes, edges: [] };
}

const DNS = [
  { name: "Route 53", type: /^aws:route53\/record:/ },
  { name: "Cloudflare", type: /^cloudflare:/ },
] as const;

/** Who answers for the names of a stage. */
export const zones = (resources: Resources): string[] =>
  DNS.filter(({ type }) => resources.all.some((resource) => type.test(resource.type))).map(
    ({ name }) => `DNS: ${name}`,
  );
