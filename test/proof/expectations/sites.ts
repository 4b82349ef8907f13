import { grants } from "../../../lib/proof/judges/access.ts";
import { texts } from "../../../lib/proof/simulate/stack.ts";
import type { Resource } from "../../../lib/proof/simulate/types.ts";
import { type Context, type Expectation, each, namesOf, object, sorted } from "./context.ts";

/** Sites of static files, on CloudFront. */

const find = ({ stack }: Context, type: string, name: string): Resource | undefined =>
  stack.of(type).find((one) => one.name === name);

/** CloudFront takes certificates of us-east-1 only: with one that was made elsewhere a site keeps CloudFront's own name. */
function hasNames({ view, stage, domain }: Context): boolean {
  const { certificate } = stage.client ?? view;
  return domain !== null && (view.dns !== "external" || certificate?.split(":")[3] === "us-east-1");
}

export const sites: Expectation[] = [
  each(
    "CloudFront answers on every name of a site, and on those that lead to it",
    (context) => context.sites,
    (site, context) => {
      const { answers, redirects } = namesOf(context, site);
      return hasNames(context) ? sorted([...answers, ...redirects]) : [];
    },
    ({ Id }, context) =>
      sorted(
        texts(find(context, "aws:cloudfront/distribution:Distribution", `${Id}SiteCdnDistribution`)?.inputs.aliases),
      ),
  ),
  each(
    "browsers are told to ask over HTTPS, to guess no types and to frame no page of it",
    (context) => context.sites,
    // By AWS's documentation of its managed policies: SecurityHeadersPolicy.
    () => ({ headers: "67f7725c-6f97-4210-82d7-5512b31e9d03", http: "redirect-to-https" }),
    ({ Id }, context) => {
      const site = find(context, "aws:cloudfront/distribution:Distribution", `${Id}SiteCdnDistribution`);
      const { responseHeadersPolicyId, viewerProtocolPolicy } = object(site?.inputs.defaultCacheBehavior);
      return { headers: responseHeadersPolicyId, http: viewerProtocolPolicy };
    },
  ),
  each(
    "the files of a site are read by distributions of its account, over TLS, and by nobody else",
    (context) => context.sites,
    () => ["allow", "nothing", "deny", "nothing"],
    ({ Id }, context) => {
      const { account } = context.stack.simulation;
      const bucket = find(context, "aws:s3/bucket:Bucket", `${Id}SiteAssetsBucket`);
      const policy = find(context, "aws:s3/bucketPolicy:BucketPolicy", `${Id}SiteAssetsPolicy`)?.inputs.policy;
      const says = (owner: string, over: string, action = "s3:GetObject") =>
        grants(policy, "cloudfront.amazonaws.com", {
          action,
          resource: `${bucket?.outputs.arn}/index.html`,
          context: {
            "aws:SourceArn": `arn:aws:cloudfront::${owner}:distribution/E0`,
            "aws:SecureTransport": over,
          },
        });
      return [
        says(account, "true"),
        says("999999999999", "true"),
        says(account, "false"),
        says(account, "true", "s3:PutObject"),
      ];
    },
  ),
];
