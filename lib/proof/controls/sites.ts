import { objects } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";
import type { Control } from "./control.ts";
import { isNot, isSet, unless } from "./look.ts";

const of = ["aws:cloudfront/distribution:Distribution"];
const always = { when: "always", severity: "mandatory", of } as const;
const fix = "keep it as infra/kit/site.ts has it made by SST";

const behaviours = ({ inputs }: Resource) => [
  ...objects([inputs.defaultCacheBehavior ?? null]),
  ...objects(inputs.orderedCacheBehaviors),
];
const ownOrigins = ({ inputs }: Resource) =>
  objects(inputs.origins).flatMap(({ customOriginConfig }) => objects([customOriginConfig ?? null]));
/** Below a name of its own: CloudFront's name comes with CloudFront's certificate and settings. */
const named = ({ inputs }: Resource): boolean => Array.isArray(inputs.aliases) && inputs.aliases.length > 0;

/** Static sites on CloudFront. */
export const siteControls: Control[] = [
  {
    ...always,
    id: "CloudFront.3",
    title: "a site is read over HTTPS only",
    why: "what comes over HTTP can be read and changed on its way",
    fix,
    problem: (site) =>
      behaviours(site).every(({ viewerProtocolPolicy }) =>
        ["redirect-to-https", "https-only"].includes(String(viewerProtocolPolicy)),
      )
        ? undefined
        : "it answers over HTTP",
  },
  {
    ...always,
    id: "CloudFront.7",
    title: "a site with a domain of its own has a certificate for it",
    why: "without one, browsers warn of it",
    fix,
    where: named,
    problem: unless("viewerCertificate.acmCertificateArn", isSet, "it has CloudFront's own certificate"),
  },
  {
    ...always,
    id: "CloudFront.8",
    title: "HTTPS is served by name",
    why: "addresses of its own cost $600 a month, for browsers that nobody has",
    fix,
    where: named,
    problem: unless("viewerCertificate.sslSupportMethod", isNot("vip", "static-ip"), "it has addresses of its own"),
  },
  {
    ...always,
    id: "CloudFront.9",
    title: "CloudFront asks its origin over HTTPS",
    why: "what travels in the clear can be read and changed on its way",
    fix,
    problem: (site) =>
      ownOrigins(site).every(({ originProtocolPolicy }) => originProtocolPolicy === "https-only")
        ? undefined
        : "an origin is asked over HTTP",
  },
  {
    ...always,
    id: "CloudFront.10",
    title: "CloudFront speaks no old version of TLS with its origin",
    why: "SSL 3 and the first versions of TLS are broken",
    fix,
    problem: (site) =>
      ownOrigins(site).some(({ originSslProtocols }) => JSON.stringify(originSslProtocols ?? []).includes("SSLv3"))
        ? "an origin is asked over SSL 3"
        : undefined,
  },
  {
    ...always,
    id: "CloudFront.15",
    title: "a site speaks TLS 1.2 or newer",
    why: "older versions of TLS are broken",
    fix,
    where: named,
    problem: unless(
      "viewerCertificate.minimumProtocolVersion",
      (version) => /^TLSv1\.[23]_20(19|2\d)$/.test(String(version)),
      "it speaks older versions",
    ),
  },
  {
    ...always,
    id: "OWN.site-headers",
    title: "a site tells browsers what they must not do with it",
    why: "without HSTS and framing by its own pages only, others can show it as theirs",
    fix: "keep responseHeadersPolicyId in infra/kit/site.ts",
    severity: "advisory",
    problem: (site) =>
      behaviours(site).every(({ responseHeadersPolicyId }) => isSet(responseHeadersPolicyId))
        ? undefined
        : "it sends no security headers",
  },
];
