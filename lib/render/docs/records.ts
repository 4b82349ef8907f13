import { hostsOf, isHosted, nameOf, namesToCertify } from "../../answers/hosts.ts";
import { BOUNCES, mailDomain } from "../../answers/mail.ts";
import type { Stage } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { code } from "../encode.ts";
import { sentence, table } from "./markdown.ts";

/** What somebody enters by hand whose DNS is neither in Route 53 nor at Cloudflare. */

/** Two of where mail comes back to, and three that SES names once it has the domain. */
function mailRecords(stage: string, domain: string): string[][] {
  const bounces = code(`${BOUNCES}.${domain}`);
  return [
    [code(stage), bounces, "MX", "SES, in `mail.MX`"],
    [code(stage), bounces, "TXT", "what may send for it, in `mail.TXT`"],
    ...[1, 2, 3].map((n) => [
      code(stage),
      code(`…._domainkey.${domain}`),
      "CNAME",
      `a key of SES, in \`mail.key${n}\``,
    ]),
  ];
}

function recordsOf({ services, has }: View, { stage, environment, domain }: Stage): string[][] {
  if (domain === null) return [];
  const rows = services.filter(isHosted).flatMap((service) => {
    const balancer = has.balancers ? `load balancer ${service.balancer}` : "the load balancer";
    const target = service.routed ? balancer : `CloudFront's name of ${service.name}`;
    return hostsOf(service).map((host) => {
      const name = nameOf(host, environment, domain);
      return [code(stage), code(name), name === domain ? "ALIAS" : "CNAME", target] as const;
    });
  });
  // Services that share a host share its record.
  const hosts = [...new Map(rows.map((row) => [row[1], [...row]])).values()];
  return [...hosts, ...(has.email ? mailRecords(stage, mailDomain(environment, domain)) : [])];
}

/** Every record of some stages, one line each. */
export const recordTable = (view: View, stages: readonly Stage[]): string =>
  table(
    ["Stage", "Record", "Type", "Leads to"],
    stages.flatMap((stage) => recordsOf(view, stage)),
  );

/** What certificates have to be for: the project's, and each client's own. */
export function certificateNames(view: View, stages: readonly Stage[]): string[] {
  const owners = [view, ...view.clients.filter(({ name }) => stages.some(({ client }) => client?.name === name))];
  return owners.flatMap(({ domain, stages: environments }) =>
    domain === null ? [] : [sentence(namesToCertify(view.services, environments, domain).map(code))],
  );
}
