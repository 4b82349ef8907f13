import { objects } from "../simulate/stack.ts";
import type { Control } from "./control.ts";
import { get, handles, isEmpty, pointedAt } from "./look.ts";

/** The web firewall in front of the load balancer. */
export const firewallControls: Control[] = [
  {
    id: "ELB.16",
    title: "a web firewall is in front of the load balancer",
    why: "it takes the known attacks and floods off the services",
    fix: "keep `firewall` on for production in infra/stage.ts",
    severity: "advisory",
    when: "production",
    scope: "stage",
    of: ["aws:lb/loadBalancer:LoadBalancer"],
    where: ({ inputs }) => (inputs.loadBalancerType ?? "application") === "application",
    problem: (resource, stack) =>
      pointedAt(stack, "aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn", ...handles(resource))
        ? undefined
        : "it has no firewall",
  },
  {
    id: "WAF.10",
    title: "the web firewall has rules",
    why: "a firewall without rules lets everything pass, and looks like protection",
    fix: "keep the rules of infra/firewall.ts",
    severity: "mandatory",
    when: "production",
    of: ["aws:wafv2/webAcl:WebAcl"],
    problem: ({ inputs }) => (isEmpty(inputs.rules) ? "it has no rules" : undefined),
  },
  {
    id: "OWN.firewall-blocks",
    title: "the web firewall blocks",
    why: "rules that only count are a diary of attacks",
    fix: 'keep `firewall: "block"` for production in infra/stage.ts',
    severity: "advisory",
    when: "production",
    of: ["aws:wafv2/webAcl:WebAcl"],
    problem: ({ inputs }) =>
      objects(inputs.rules).some((rule) => get(rule, "overrideAction.none") || get(rule, "action.block"))
        ? undefined
        : "its rules only count",
  },
  {
    id: "WAF.11",
    title: "the web firewall keeps a log",
    why: "nobody can say otherwise what it blocked, and whether that was right",
    fix: "keep the logging configuration of infra/firewall.ts",
    severity: "advisory",
    when: "production",
    scope: "stage",
    of: ["aws:wafv2/webAcl:WebAcl"],
    problem: (resource, stack) =>
      pointedAt(
        stack,
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        "resourceArn",
        ...handles(resource),
      )
        ? undefined
        : "it keeps no log",
  },
  {
    id: "WAF.12",
    title: "every rule of the web firewall is measured",
    why: "a rule that nobody measures may block customers for weeks",
    fix: "keep cloudwatchMetricsEnabled on in infra/firewall.ts",
    severity: "advisory",
    when: "production",
    of: ["aws:wafv2/webAcl:WebAcl"],
    problem: ({ inputs }) =>
      objects(inputs.rules)
        .filter((rule) => get(rule, "visibilityConfig.cloudwatchMetricsEnabled") !== true)
        .map(({ name }) => `the rule ${name} is not measured`),
  },
  {
    id: "OWN.waf-log",
    title: "the log of the web firewall leaves out what signs somebody in",
    why: "whoever reads the log could otherwise be anybody in it",
    fix: "keep redactedFields of infra/firewall.ts",
    severity: "mandatory",
    when: "always",
    of: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
    problem: ({ inputs }) => {
      const hidden = objects(inputs.redactedFields).map((field) =>
        String(get(field, "singleHeader.name")).toLowerCase(),
      );
      return ["authorization", "cookie"].filter((name) => !hidden.includes(name)).map((name) => `it shows ${name}`);
    },
  },
];
