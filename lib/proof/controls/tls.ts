import { objects, type Stack } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { get, isNot, isSet, pointedAt, unless } from "./look.ts";

const listeners = ["aws:lb/listener:Listener"];
const isHttps = ({ inputs }: Resource) => inputs.protocol === "HTTPS";
const isHttp = ({ inputs }: Resource) => inputs.protocol === "HTTP";

/** Until there is a domain there is no certificate, and nothing to redirect to: see README. */
const hasHttpsToo = (resource: Resource, stack: Stack) =>
  stack
    .of(...listeners)
    .some((other) => isHttps(other) && other.inputs.loadBalancerArn === resource.inputs.loadBalancerArn);

/** A listener that only leads to HTTPS. */
const redirects = ({ inputs }: Resource) =>
  objects(inputs.defaultActions).every((action) => get(action, "redirect.protocol") === "HTTPS");

/** The policies that ELB.17 accepts, and their stricter successors. */
const modernTls = /^ELBSecurityPolicy-TLS13-1-[23]-(Res|Ext0|PQ|FIPS|2021)/;

/** What travels between visitors and the load balancer, and the certificates for it. */
export const tlsControls: Control[] = [
  {
    id: "ELB.1",
    title: "HTTP leads to HTTPS, as soon as there is a certificate",
    why: "what travels over HTTP can be read and changed on its way",
    fix: "keep the redirect on port 80 in infra/kit/https.ts",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: listeners,
    where: (resource, stack) => isHttp(resource) && hasHttpsToo(resource, stack),
    problem: (resource) => (redirects(resource) ? undefined : "it answers over HTTP"),
  },
  {
    id: "ELB.17",
    title: "HTTPS takes modern TLS only",
    why: "old versions of TLS can be broken; without a policy AWS takes one of 2016",
    fix: 'keep sslPolicy "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" in infra/kit/https.ts',
    severity: "mandatory",
    when: "always",
    of: listeners,
    where: isHttps,
    problem: ({ inputs }) =>
      modernTls.test(String(inputs.sslPolicy)) ? undefined : `its TLS policy is ${inputs.sslPolicy ?? "not set"}`,
  },
  {
    id: "ELB.18",
    title: "listeners are encrypted, except for one that leads to HTTPS",
    why: "a second listener in the clear is a way around the first",
    fix: "remove the listener, or let it redirect to HTTPS",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: listeners,
    where: hasHttpsToo,
    problem: (resource) => (isHttps(resource) || redirects(resource) ? undefined : "it is not encrypted"),
  },
  {
    id: "OWN.cert",
    title: "every HTTPS listener has a certificate",
    why: "AWS refuses one without, in the middle of a deploy",
    fix: "give the load balancer a domain or a certificate, as infra/kit/https.ts does",
    severity: "mandatory",
    when: "always",
    of: listeners,
    where: isHttps,
    problem: unless("certificateArn", isSet, "it has no certificate"),
  },
  {
    id: "OWN.hsts",
    title: "browsers are told to use HTTPS from then on, and not which server answers",
    why: "the first request of every visit could be caught otherwise",
    fix: "keep Strict-Transport-Security in infra/kit/https.ts",
    severity: "advisory",
    when: "always",
    of: listeners,
    where: isHttps,
    problem: ({ inputs }) => [
      ...(isSet(inputs.routingHttpResponseStrictTransportSecurityHeaderValue) ? [] : ["it sends no HSTS header"]),
      ...(inputs.routingHttpResponseServerEnabled === false ? [] : ["it says which server it is"]),
    ],
  },
  {
    id: "ACM.1",
    title: "certificates renew by themselves",
    why: "a certificate that was validated by mail expires on a day when nobody reads it",
    fix: "validate it by DNS",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: ["aws:acm/certificate:Certificate"],
    where: ({ inputs }) => !isSet(inputs.certificateBody),
    problem: ({ inputs, id, outputs }, stack) =>
      inputs.validationMethod === "DNS" &&
      pointedAt(stack, "aws:acm/certificateValidation:CertificateValidation", "certificateArn", id, outputs.arn)
        ? undefined
        : "it is not validated by DNS",
  },
  {
    id: "ACM.2",
    title: "certificates have a key of 2048 bits or more",
    why: "shorter keys can be broken",
    fix: "leave keyAlgorithm out",
    severity: "mandatory",
    when: "always",
    of: ["aws:acm/certificate:Certificate"],
    problem: unless("keyAlgorithm", isNot("RSA_1024"), "its key is too short"),
  },
  {
    id: "WA.dns",
    title: "names lead to what is well",
    why: "a name that leads to a load balancer without healthy targets hides a second one that is well",
    fix: "keep evaluateTargetHealth on",
    severity: "advisory",
    when: "always",
    of: ["aws:route53/record:Record"],
    // CloudFront answers for its own health: Route 53 takes no evaluation of it.
    where: ({ inputs }) => objects(inputs.aliases).some(({ name }) => !String(name).endsWith(".cloudfront.net")),
    problem: ({ inputs }) =>
      objects(inputs.aliases).every(({ evaluateTargetHealth }) => evaluateTargetHealth === true)
        ? undefined
        : "it does not look at the health of its target",
  },
];
