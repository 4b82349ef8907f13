import type { Grant, Grants, Scope } from "./grant.ts";

const parameters =
  (...names: string[]) =>
  ({ project, stage, account }: Scope): string[] =>
    names.map(
      (name) => `arn:aws:ssm:*:${account}:parameter/sst/${name.replace("{app}", project).replace("{stage}", stage)}`,
    );
const objects = ({ project, stage }: Scope): string[] => [
  `arn:aws:s3:::sst-state-*/*/${project}/${stage}.json`,
  `arn:aws:s3:::sst-state-*/*/${project}/${stage}/*`,
];
const buckets = () => ["arn:aws:s3:::sst-state-*", "arn:aws:s3:::sst-asset-*"];

/** Reading the state, and the passphrase that it is encrypted with: whoever may, can read every secret of the stage. */
const read: Grant[] = [
  {
    sid: "StateParameters",
    actions: ["ssm:GetParameter"],
    on: parameters("bootstrap", "bootstrap/*", "passphrase/{app}/{stage}", "passphrase/{app}/_fallback"),
  },
  {
    sid: "StateObjects",
    actions: ["s3:GetObject"],
    on: (scope) => [...objects(scope), `arn:aws:s3:::sst-state-*/secret/${scope.project}/_fallback.json`],
  },
  // Without it, S3 says of an object that is not there yet that it may not be read.
  { sid: "StateBuckets", actions: ["s3:ListBucket"], on: buckets },
  { sid: "Identity", actions: ["sts:GetCallerIdentity"] },
];

/** Writing the state of the stage, and what SST makes once in an account and region ("bootstrap"). */
const write: Grant[] = [
  {
    sid: "StateWrite",
    actions: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
    on: objects,
  },
  { sid: "StateVersions", actions: ["s3:ListBucketVersions"], on: buckets },
  {
    sid: "Passphrase",
    actions: ["ssm:PutParameter"],
    on: parameters("bootstrap", "passphrase/{app}/{stage}"),
  },
  {
    sid: "Bootstrap",
    actions: ["s3:CreateBucket", "s3:PutBucketVersioning", "s3:PutBucketNotification", "s3:PutBucketPolicy"],
    on: buckets,
  },
  { sid: "BootstrapOld", actions: ["ssm:DeleteParameter"], on: parameters("bootstrap/asset") },
  {
    sid: "BootstrapImages",
    actions: ["ecr:CreateRepository", "ecr:DescribeRepositories"],
    on: ({ account }) => [`arn:aws:ecr:*:${account}:repository/sst-asset`],
  },
];

/** SST's own state: read from its source, pkg/project/provider/aws.go. */
export const state: Grants = { read, write };
