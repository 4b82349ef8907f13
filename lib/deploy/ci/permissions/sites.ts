import type { View } from "../../../answers/view.ts";
import { type Grant, type Grants, ownTags, untaken } from "./grant.ts";
import { edgeFunctionsOf } from "./names.ts";

const sites = ({ has }: View) => has.sites;

const read: Grant[] = [
  {
    sid: "EdgeRead",
    when: sites,
    actions: ["cloudfront:Get*", "cloudfront:List*", "cloudfront:DescribeFunction", "cloudfront:DescribeKeyValueStore"],
  },
];

const write: Grant[] = [
  {
    sid: "Edge",
    when: sites,
    actions: [
      "cloudfront:CreateDistribution*",
      "cloudfront:CreateInvalidation",
      "cloudfront:CreateOriginAccessControl",
      "cloudfront:DeleteOriginAccessControl",
      "cloudfront:UpdateOriginAccessControl",
      "cloudfront:CreateKeyValueStore",
      "cloudfront:CreateFunction",
      "cloudfront:TagResource",
      "cloudfront:UntagResource",
    ],
    where: untaken,
  },
  {
    sid: "EdgeChange",
    when: sites,
    actions: ["cloudfront:UpdateDistribution", "cloudfront:DeleteDistribution"],
    where: ownTags,
  },
  {
    sid: "EdgeFunctions",
    when: sites,
    actions: ["cloudfront:UpdateFunction", "cloudfront:PublishFunction", "cloudfront:DeleteFunction"],
    on: edgeFunctionsOf,
  },
  {
    sid: "EdgeValues",
    when: sites,
    actions: ["cloudfront:UpdateKeyValueStore", "cloudfront:DeleteKeyValueStore", "cloudfront-keyvaluestore:*"],
    on: ({ account }) => [`arn:aws:cloudfront::${account}:key-value-store/*`],
  },
];

/** Static sites on CloudFront. */
export const edge: Grants = { read, write };
