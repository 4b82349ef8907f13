import { pascalCase } from "../../../answers/names.ts";
import type { Scope } from "./grant.ts";

/** SST adds a hyphen and eight random letters to the names that it makes. */
const RANDOM = 9;

/**
 * The beginning of a name that SST makes for a component, cut as SST cuts it (`physicalName` in its naming.ts): first the
 * app's name is shortened, then the stage's, then the component's.
 * @param most the longest name that AWS accepts
 */
export function sstName(most: number, { project, stage }: Pick<Scope, "project" | "stage">, name: string): string {
  const max = most - RANDOM;
  if (name.length + 1 >= max) return name.slice(0, max);
  if (name.length + stage.length + 2 >= max) return `${stage.slice(0, max - name.length - 1)}-${name}`;
  return `${project.slice(0, max - stage.length - name.length - 2)}-${stage}-${name}`;
}

/** Buckets that the stage may have: those of the sites and for files, and the load balancer's log. */
export const bucketsOf = (scope: Scope): string[] =>
  [
    "AccessLogsBucket",
    ...scope.sites.map((site) => `${pascalCase(site)}SiteAssetsBucket`),
    ...scope.buckets.map((bucket) => `${pascalCase(bucket)}FilesBucket`),
  ].map((name) => `arn:aws:s3:::${sstName(63, scope, name).toLowerCase()}-*`);

/** Functions at the edge: CloudFront has no tags for them. */
export const edgeFunctionsOf = (scope: Scope): string[] =>
  scope.sites.map(
    (site) =>
      `arn:aws:cloudfront::${scope.account}:function/${sstName(64, scope, `${pascalCase(site)}SiteCloudfrontFunctionRequest`)}-*`,
  );
