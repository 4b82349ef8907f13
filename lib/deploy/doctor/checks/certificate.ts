import type { Resolver } from "node:dns/promises";
import { isWildcard, namesToCertify } from "../../../answers/hosts.ts";
import { namesOf, type Stage } from "../../../answers/stages.ts";
import { records, upwards } from "../dns.ts";
import { type Check, failed, type Outcome, ok, type StagedSubject, type Subject, warning } from "../types.ts";

/** Names under which CAA records let AWS issue (ACM User Guide, "Configure a CAA record"). */
const AMAZON = new Set(["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"]);

/** Whether CAA records, of the name or the nearest one above that has any, let Amazon issue a certificate (RFC 8659). */
async function mayIssue(domain: string, dns: Resolver): Promise<Outcome> {
  for (const name of upwards(domain)) {
    const found = await records(dns.resolveCaa(name));
    if (found.length === 0) continue;
    const wild = found.filter(({ issuewild }) => issuewild !== undefined);
    // The certificate is for *.<domain>: `issuewild` says who may issue it, `issue` where there is none.
    const issuers = (wild.length > 0 ? wild : found).flatMap(({ issue, issuewild }) => {
      const issuer = wild.length > 0 ? issuewild : issue;
      return issuer === undefined ? [] : [(issuer.split(";")[0] ?? "").trim()];
    });
    if (issuers.length === 0) break;
    return issuers.some((issuer) => AMAZON.has(issuer))
      ? ok("made by the deploy; CAA records let Amazon issue it")
      : failed(
          `CAA records of ${name} let only ${issuers.join(", ") || "nobody"} issue certificates`,
          `add a CAA record to ${name}: 0 issue "amazon.com"`,
        );
  }
  return ok("made by the deploy; no CAA record is in the way");
}

/** Certificates are for what is below the domain, and for what is below hosts of it: each may have records of its own. */
async function allMayIssue({ view, stage, dns }: StagedSubject): Promise<Outcome> {
  const below = namesOf(view, stage).filter(isWildcard);
  const domains = [stage.domain as string, ...below.map((name) => name.slice(2))];
  const outcomes = await Promise.all(domains.map((domain) => mayIssue(domain, dns)));
  return outcomes.find(({ result }) => result === "failed") ?? (outcomes[0] as Outcome);
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
  const bare = namesOf(view, stage).filter((host) => !SubjectAlternativeNames.some((name) => covers(host, name)));
  if (bare.length > 0)
    return failed(
      `it is for ${SubjectAlternativeNames.join(", ")}, not for ${bare.join(", ")}`,
      `request one for ${namesToCertify(view.services, (stage.client ?? view).stages, stage.domain as string).join(", ")} in ${stage.region}`,
    );
  const days = NotAfter === undefined ? Number.POSITIVE_INFINITY : Math.floor((NotAfter.getTime() - Date.now()) / DAY);
  const evidence = `issued for ${SubjectAlternativeNames.join(", ")}${Number.isFinite(days) ? `, ${days} days left` : ""}`;
  return days < SOON_DAYS
    ? warning(evidence, "ACM renews it only while its validation record is in DNS")
    : ok(evidence);
}

const arnOf = ({ view, stage }: Subject): string | null => (stage?.client ?? view).certificate;

export const certificate: Check = {
  id: "certificate",
  title: "Certificate",
  aws: true,
  stage: true,
  when: ({ view, stage }) => view.has.routed && (stage === null || stage.domain !== null),
  run: (subject, signal) => {
    const arn = arnOf(subject);
    return arn === null ? allMayIssue(subject) : existing(subject, subject.stage, arn, signal);
  },
};
