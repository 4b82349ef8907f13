import type { Simulation } from "./types.ts";

/** What nobody can list before AWS has answered. */
const LATER = [
  // The records that prove a domain to ACM are called as ACM says.
  /sst:aws:Certificate\$(?!aws:acm)/,
  // The files of a site that has the load balancer's own address compiled in.
  /sst:aws:StaticSite\$pulumi-nodejs:dynamic:Resource::.*\.sst\.aws\.(BucketFiles|DistributionInvalidation)$/,
];

/**
 * Resources of a program that a preview of it leaves out, because SST makes them only once it knows a value that comes
 * from a deploy. A preview of a stage that is there takes them for deleted, and the diff gate stops every change.
 * @param whole the program as a deploy runs it
 * @param preview the same, with what only a deploy knows left unknown
 */
export function unforeseen(whole: Simulation, preview: Simulation): string[] {
  const seen = new Set(preview.resources.map(({ urn }) => urn));
  return whole.resources
    .filter(({ urn }) => !seen.has(urn) && !LATER.some((pattern) => pattern.test(urn)))
    .map(({ type, name }) => `${type} ${name}`);
}
