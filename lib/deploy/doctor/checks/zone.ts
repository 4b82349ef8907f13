import type { Resolver } from "node:dns/promises";
import { namesOf } from "../../../answers/stages.ts";
import type { Aws } from "../../../aws/client.ts";
import { plain, records, upwards } from "../dns.ts";
import { type Check, failed, type Outcome, ok, warning } from "../types.ts";

interface Zone {
  id: string;
  name: string;
  servers: string[];
  /** There is a private zone of the same name: SST asks for zones by their name alone. */
  shadowed: boolean;
}

/** As AWS lists it. */
interface HostedZone {
  Id?: string | undefined;
  Name?: string | undefined;
  Config?: { PrivateZone?: boolean | undefined } | undefined;
}

/** The zone of that name, and those that come after: first what is below it, because Route 53 sorts labels from the last on. */
const listFrom = async (aws: Aws, name: string, signal: AbortSignal): Promise<HostedZone[]> =>
  (await aws.call("route53", "ListHostedZonesByName", { DNSName: name }, { signal })).HostedZones ?? [];

async function readZone(
  aws: Aws,
  name: string,
  listed: readonly HostedZone[],
  signal: AbortSignal,
): Promise<Zone | null> {
  const named = listed.filter(({ Name = "" }) => plain(Name) === name);
  const found = named.find(({ Config }) => Config?.PrivateZone !== true);
  if (found?.Id === undefined) return null;
  const { DelegationSet } = await aws.call("route53", "GetHostedZone", { Id: found.Id }, { signal });
  const shadowed = named.some(({ Config }) => Config?.PrivateZone === true);
  return { id: found.Id, name, servers: (DelegationSet?.NameServers ?? []).map(plain).sort(), shadowed };
}

/**
 * The public zones that the records go into: SST takes the one with the longest name that a host ends with. That of the domain,
 * or of what it is below, comes first; then those that single hosts have for themselves.
 */
async function zonesOf(aws: Aws, domain: string, hosts: readonly string[], signal: AbortSignal): Promise<Zone[]> {
  for (const name of upwards(domain)) {
    const listed = await listFrom(aws, name, signal);
    const zone = await readZone(aws, name, listed, signal);
    if (zone === null) continue;
    const below = listed.map(({ Name = "" }) => plain(Name)).filter((one) => one !== name && hosts.includes(one));
    const own = await Promise.all([...new Set(below)].map((one) => readZone(aws, one, listed, signal)));
    return [zone, ...own.filter((one) => one !== null)];
  }
  return [];
}

/** Whether the world asks the zone's own servers. */
async function delegation({ name, servers, shadowed }: Zone, dns: Resolver): Promise<Outcome> {
  const live = (await records(dns.resolveNs(name))).map(plain).sort();
  const wanted = servers.join(", ");
  const remedy = `set these name servers where ${name} is registered: ${wanted}`;
  if (live.length === 0) return failed(`${name} is not delegated: DNS knows no name servers of it`, remedy);
  const common = live.filter((server) => servers.includes(server));
  if (common.length === 0) return failed(`${name} is delegated elsewhere: ${live.join(", ")}`, remedy);
  if (shadowed)
    return warning(
      `the account has a private zone ${name} too, and SST may write the records into that one`,
      "name the private zone otherwise, or keep it in another account: a certificate that is proven there is never issued",
    );
  return common.length === servers.length && live.length === servers.length
    ? ok(`${name} is delegated to its zone`)
    : warning(`${name} is delegated to ${live.join(", ")}`, remedy);
}

const zone: Check = {
  id: "zone",
  title: "Hosted zone",
  aws: true,
  stage: true,
  when: ({ view, stage }) => view.dns === "route53" && (stage === null || stage.domain !== null),
  run: async ({ aws, view, stage, dns }, signal) => {
    const domain = stage.domain as string;
    const hosts = namesOf(view, stage).map((name) => name.replace(/^\*\./, ""));
    const zones = await zonesOf(aws, domain, hosts, signal);
    if (zones.length === 0)
      return failed(
        `the account has no public hosted zone for ${domain}`,
        `make one in Route 53 for ${domain}, and set its name servers where the domain is registered`,
      );
    const outcomes = await Promise.all(zones.map((one) => delegation(one, dns)));
    return outcomes.find(({ result }) => result !== "ok") ?? (outcomes[0] as Outcome);
  },
};

const cloudflare: Check = {
  id: "zone",
  title: "Cloudflare",
  stage: true,
  when: ({ view, stage }) => view.dns === "cloudflare" && (stage === null || stage.domain !== null),
  run: async ({ stage, dns, env }) => {
    const missing = ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_DEFAULT_ACCOUNT_ID"].filter((name) => !env[name]);
    if (missing.length > 0) return failed(`${missing.join(" and ")} not set`, "the README says which token it takes");
    const domain = stage.domain as string;
    for (const name of upwards(domain)) {
      const live = (await records(dns.resolveNs(name))).map(plain).sort();
      if (live.length === 0) continue;
      return live.every((server) => server.endsWith(".ns.cloudflare.com"))
        ? ok(`${name} is at Cloudflare`)
        : failed(
            `${name} is delegated to ${live.join(", ")}`,
            `set Cloudflare's name servers where ${name} is registered`,
          );
    }
    return failed(`DNS knows no name servers of ${domain}`, "register the domain, and add it to Cloudflare");
  },
};

export const ZONES: readonly Check[] = [zone, cloudflare];
