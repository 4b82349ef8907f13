import type { Resolver } from "node:dns/promises";
import type { Aws } from "../../aws/client.ts";
import type { Stage } from "../../render/stages.ts";
import type { View } from "../../render/view.ts";
import { type Check, failed, type Outcome, ok, type Subject, warning } from "../types.ts";

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** The domain itself, then what it is below: `app.acme.com`, `acme.com`. */
const upwards = (domain: string): string[] => {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
};

/** Records of a name; none where there is no such name, or none of that kind. */
async function records<T>(query: Promise<T[]>): Promise<T[]> {
  try {
    return await query;
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (code === "ENOTFOUND" || code === "ENODATA") return [];
    throw error;
  }
}

/** The public names of a stage. */
export const hostsOf = ({ services }: View, { environment, domain }: Stage): string[] =>
  services
    .filter(({ routed, kind }) => routed || kind === "static")
    .map(({ host }) => `${environment === "production" ? host : `${host}-${environment}`}.${domain}`);

interface Zone {
  id: string;
  name: string;
  servers: string[];
}

/** The public zone that the records go into: SST takes the one with the longest name that the domain ends with. */
async function zoneOf(aws: Aws, domain: string, signal: AbortSignal): Promise<Zone | null> {
  for (const name of upwards(domain)) {
    const { HostedZones = [] } = await aws.call("route53", "ListHostedZonesByName", { DNSName: name }, { signal });
    const found = HostedZones.find(({ Name = "", Config }) => plain(Name) === name && Config?.PrivateZone !== true);
    if (found?.Id === undefined) continue;
    const { DelegationSet } = await aws.call("route53", "GetHostedZone", { Id: found.Id }, { signal });
    return { id: found.Id, name, servers: (DelegationSet?.NameServers ?? []).map(plain).sort() };
  }
  return null;
}

/** Whether the world asks the zone's own servers. */
async function delegation({ name, servers }: Zone, dns: Resolver): Promise<Outcome> {
  const live = (await records(dns.resolveNs(name))).map(plain).sort();
  const wanted = servers.join(", ");
  const remedy = `set these name servers where ${name} is registered: ${wanted}`;
  if (live.length === 0) return failed(`${name} is not delegated: DNS knows no name servers of it`, remedy);
  const common = live.filter((server) => servers.includes(server));
  if (common.length === 0) return failed(`${name} is delegated elsewhere: ${live.join(", ")}`, remedy);
  return common.length === servers.length && live.length === servers.length
    ? ok(`${name} is delegated to its zone`)
    : warning(`${name} is delegated to ${live.join(", ")}`, remedy);
}

const zone: Check = {
  id: "zone",
  title: "Hosted zone",
  limit: 45_000,
  aws: true,
  stage: true,
  when: ({ view, stage }) => view.dns === "route53" && (stage === null || stage.domain !== null),
  run: async ({ aws, stage, dns }, signal) => {
    const domain = stage.domain as string;
    const found = await zoneOf(aws, domain, signal);
    return found === null
      ? failed(
          `the account has no public hosted zone for ${domain}`,
          `make one in Route 53 for ${domain}, and set its name servers where the domain is registered`,
        )
      : delegation(found, dns);
  },
};

const cloudflare: Check = {
  id: "zone",
  title: "Cloudflare",
  limit: 20_000,
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

/** Names under which CAA records let AWS issue (ACM User Guide, "Configure a CAA record"). */
const AMAZON = new Set(["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"]);

/** Whether CAA records, of the name or the nearest one above that has any, let Amazon issue a certificate (RFC 8659). */
async function mayIssue(domain: string, dns: Resolver): Promise<Outcome> {
  for (const name of upwards(domain)) {
    const found = await records(dns.resolveCaa(name));
    const wild = found.filter(({ issuewild }) => issuewild !== undefined);
    // The certificate is for *.<domain>: `issuewild` says who may issue it, `issue` where there is none.
    const issuers = (wild.length > 0 ? wild : found).flatMap(({ issue, issuewild }) => {
      const issuer = wild.length > 0 ? issuewild : issue;
      return issuer === undefined ? [] : [(issuer.split(";")[0] ?? "").trim()];
    });
    if (issuers.length === 0) continue;
    return issuers.some((issuer) => AMAZON.has(issuer))
      ? ok("made by the deploy; CAA records let Amazon issue it")
      : failed(
          `CAA records of ${name} let only ${issuers.join(", ") || "nobody"} issue certificates`,
          `add a CAA record to ${name}: 0 issue "amazon.com"`,
        );
  }
  return ok("made by the deploy; no CAA record is in the way");
}

const covers = (host: string, name: string): boolean =>
  name === host || (name.startsWith("*.") && host.slice(host.indexOf(".") + 1) === name.slice(2));

/** Days before its end in which a certificate that does not renew itself is worth a word. */
const SOON_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

async function existing({ aws, view }: Subject, stage: Stage, arn: string, signal: AbortSignal): Promise<Outcome> {
  const place = arn.split(":")[3];
  if (place !== stage.region)
    return failed(
      `${arn} is in ${place}`,
      `the load balancer takes a certificate of ${stage.region} only: request one there`,
    );
  const { Certificate } = await aws.call("acm", "DescribeCertificate", { CertificateArn: arn }, { signal });
  const { Status = "unknown", SubjectAlternativeNames = [], NotAfter } = Certificate ?? {};
  const remedy = "see it in the ACM console: its validation record has to be in DNS";
  if (Status !== "ISSUED") return failed(`its status is ${Status}`, remedy);
  const bare = hostsOf(view, stage).filter((host) => !SubjectAlternativeNames.some((name) => covers(host, name)));
  if (bare.length > 0)
    return failed(
      `it is for ${SubjectAlternativeNames.join(", ")}, not for ${bare.join(", ")}`,
      `request one for *.${stage.domain} in ${stage.region}`,
    );
  const days = NotAfter === undefined ? Number.POSITIVE_INFINITY : Math.floor((NotAfter.getTime() - Date.now()) / DAY);
  const evidence = `issued for ${SubjectAlternativeNames.join(", ")}${Number.isFinite(days) ? `, ${days} days left` : ""}`;
  return days < SOON_DAYS
    ? warning(evidence, "ACM renews it only while its validation record is in DNS")
    : ok(evidence);
}

const arnOf = ({ view, stage }: Subject): string | null => (stage?.client ?? view).certificate;

const certificate: Check = {
  id: "certificate",
  title: "Certificate",
  limit: 45_000,
  aws: true,
  stage: true,
  when: ({ view, stage }) => view.has.routed && (stage === null || stage.domain !== null),
  run: (subject, signal) => {
    const arn = arnOf(subject);
    return arn === null
      ? mayIssue(subject.stage.domain as string, subject.dns)
      : existing(subject, subject.stage, arn, signal);
  },
};

export const DOMAIN: readonly Check[] = [zone, cloudflare, certificate];
