import { objects, type Stack, texts } from "../simulate/stack.ts";
import type { PlainObject, Resource } from "../simulate/types.ts";

/** What the world calls things by: which name has a certificate that covers it, and a record that leads to it. */

const object = (value: unknown): PlainObject => (value ?? {}) as PlainObject;

/** The names that a rule of the load balancer or a site answers to. */
export const namesOf = ({ inputs }: Resource): string[] => [
  ...texts(inputs.aliases),
  ...objects(inputs.conditions).flatMap(({ hostHeader }) => texts(object(hostHeader).values)),
];

/** The certificates that stand before a rule's listener, or a site. */
function certificatesOf({ inputs }: Resource, stack: Stack): string[] {
  const { listenerArn } = inputs;
  if (listenerArn === undefined) return texts(object(inputs.viewerCertificate).acmCertificateArn);
  const own = stack.of("aws:lb/listener:Listener").filter(({ outputs }) => outputs.arn === listenerArn);
  const further = stack
    .of("aws:lb/listenerCertificate:ListenerCertificate")
    .filter((certificate) => certificate.inputs.listenerArn === listenerArn);
  return [...own, ...further].flatMap((one) => texts(one.inputs.certificateArn));
}

/** A wildcard is for one label: `*.acme.com` for `api.acme.com`, not for `acme.com`. */
const covers = (certified: string, name: string): boolean =>
  certified === name || (certified.startsWith("*.") && certified.slice(2) === name.slice(name.indexOf(".") + 1));

/** The names that browsers would warn of. None where a certificate was made elsewhere: nothing here knows what it is for. */
export function uncertified(resource: Resource, stack: Stack): string[] {
  const arns = certificatesOf(resource, stack);
  const certificates = stack
    .of("aws:acm/certificate:Certificate")
    .filter(({ outputs }) => arns.includes(String(outputs.arn)));
  if (arns.length === 0 || certificates.length < new Set(arns).size) return [];
  const certified = certificates.flatMap(({ inputs }) => [
    ...texts(inputs.domainName),
    ...texts(inputs.subjectAlternativeNames),
  ]);
  return namesOf(resource).filter((name) => !certified.some((one) => covers(one, name)));
}

const RECORDS = ["aws:route53/record:Record", "cloudflare:index/dnsRecord:DnsRecord"];

/** The names that nobody finds. None where a stage makes no records: DNS is kept by somebody else. */
export function unrecorded(resource: Resource, stack: Stack): string[] {
  const recorded = stack.of(...RECORDS).flatMap(({ inputs }) => texts(inputs.name));
  return recorded.length === 0 ? [] : namesOf(resource).filter((name) => !recorded.includes(name));
}
