import { objects } from "../../../lib/proof/simulate/stack.ts";
import type { PlainObject, Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, each, namesOf, object, sorted } from "./context.ts";
import { ruleOf } from "./services.ts";

/** How many load balancers there are, and what is at which. */

const balancersOf = ({ stack }: Context): Resource[] => stack.of("aws:lb/loadBalancer:LoadBalancer");

/** The load balancer of a rule, by its listener. */
function balancerOf(context: Context, rule: PlainObject | undefined): string | undefined {
  const { stack } = context;
  const listener = stack.of("aws:lb/listener:Listener").find(({ outputs }) => outputs.arn === rule?.listenerArn);
  return balancersOf(context).find(({ outputs }) => outputs.arn === listener?.inputs.loadBalancerArn)?.name;
}

/** Where a name leads: by the record that is made, or by the one that somebody is asked to make. */
function leadsTo({ stack }: Context, name: string): unknown {
  const alias = stack.of("aws:route53/record:Record").find(({ inputs }) => inputs.type === "A" && inputs.name === name)
    ?.inputs.aliases;
  const content = stack.of("cloudflare:index/dnsRecord:DnsRecord").find(({ inputs }) => inputs.name === name)?.inputs;
  const { outputs } = stack.simulation;
  return objects(alias)[0]?.name ?? content?.content ?? outputs[`${name}.CNAME`] ?? outputs[`${name}.ALIAS`];
}

export const balancers: Expectation[] = [
  {
    answer: "there are the load balancers that services are on, and no others",
    wanted: ({ balancers }) => sorted(balancers.map((name) => `${name}LoadBalancer`)),
    actual: (context) => sorted(balancersOf(context).map(({ name }) => name)),
  },
  {
    answer: "all of them keep a log, and outside dev the firewall stands before each",
    wanted: ({ balancers, stage }) =>
      sorted(balancers.map((name) => `${name}LoadBalancer: ${stage.environment === "dev" ? "" : "firewall, "}log`)),
    actual: (context) =>
      sorted(
        balancersOf(context).map(({ name, inputs, outputs }) => {
          const guarded = context.stack
            .of("aws:wafv2/webAclAssociation:WebAclAssociation")
            .some((association) => association.inputs.resourceArn === outputs.arn);
          const logged = object(inputs.accessLogs).enabled === true;
          return `${name}: ${[guarded && "firewall", logged && "log"].filter(Boolean).join(", ")}`;
        }),
      ),
  },
  each(
    "a service's rules, and all of its names, are at its own load balancer",
    ({ routed }) => routed,
    ({ balancer, redirects = [] }, { domain, balancers, view }) => {
      const own = `${balancers[view.balancers.indexOf(Number(balancer))]}LoadBalancer`;
      return {
        rule: own,
        redirects: domain !== null && redirects.length > 0 ? own : undefined,
        names: domain === null ? [] : [own],
      };
    },
    (service, context) => {
      const { stack, domain } = context;
      const { answers, redirects } = namesOf(context, service);
      const targets = domain === null ? [] : [...answers, ...redirects].map((name) => leadsTo(context, name));
      const byName = new Map(balancersOf(context).map(({ name, outputs }) => [outputs.dnsName as unknown, name]));
      const ofRedirects = stack
        .of("aws:lb/listenerRule:ListenerRule")
        .find(({ name }) => name === `${service.Id}Redirects`);
      return {
        rule: balancerOf(context, ruleOf(context, service)),
        redirects: balancerOf(context, ofRedirects?.inputs),
        names: [...new Set(targets.map((target) => byName.get(target)))],
      };
    },
  ),
];
