import { statementsIn } from "../judges/policies.ts";
import { objects } from "../simulate/stack.ts";
import type { Control } from "./control.ts";
import { atLeast, get, handles, isOff, isSet, isTrue, pointedAt, unless } from "./look.ts";

const buckets = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
const repositories = ["aws:ecr/repository:Repository"];
const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const build = "keep it as infra/kit/build.ts sets it";

/** Buckets, images and secrets. */
export const storageControls: Control[] = [
  {
    id: "S3.5",
    title: "buckets refuse connections in the clear",
    why: "what travels over HTTP can be read",
    fix: "keep `enforceHttps`, which SST sets",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: buckets,
    problem: (bucket, stack) => {
      const policies = stack
        .of("aws:s3/bucketPolicy:BucketPolicy")
        .filter(({ inputs }) => handles(bucket).includes(inputs.bucket ?? ""));
      const refuses = policies
        .flatMap(({ inputs }) => statementsIn(inputs.policy))
        .some(({ allows, conditions }) => !allows && get(conditions, "Bool.aws:SecureTransport") !== undefined);
      return refuses ? undefined : "it takes HTTP";
    },
  },
  {
    id: "S3.8",
    title: "buckets are not public",
    why: "a bucket that is public by mistake is found within hours",
    fix: "leave `access` out",
    severity: "mandatory",
    when: "always",
    scope: "stage",
    of: buckets,
    problem: (bucket, stack) =>
      stack
        .of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
        .filter(({ inputs }) => handles(bucket).includes(inputs.bucket ?? ""))
        .some(({ inputs }) => blocks.every((block) => inputs[block] === true))
        ? undefined
        : "it may be made public",
  },
  {
    id: "S3.12",
    title: "buckets have no access control lists",
    why: "they let in other accounts past every policy",
    fix: "leave `acl` and `grants` out",
    severity: "mandatory",
    when: "always",
    of: buckets,
    problem: ({ inputs }) =>
      (isSet(inputs.acl) && inputs.acl !== "private") || objects(inputs.grants).length > 0 ? "it has one" : undefined,
  },
  {
    id: "S3.13",
    title: "buckets throw away what nobody needs any more",
    why: "old versions and unfinished uploads are paid for ever",
    fix: "keep `lifecycle`",
    severity: "advisory",
    when: "always",
    scope: "stage",
    of: buckets,
    problem: (bucket, stack) =>
      pointedAt(stack, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "bucket", ...handles(bucket))
        ? undefined
        : "it keeps everything for ever",
  },
  {
    id: "S3.14",
    title: "buckets keep old versions",
    why: "what is overwritten or deleted by mistake can be had back",
    fix: "keep `versioning` on in production",
    severity: "advisory",
    when: "production",
    scope: "stage",
    of: buckets,
    problem: (bucket, stack) =>
      stack
        .of("aws:s3/bucketVersioning:BucketVersioning")
        .filter(({ inputs }) => handles(bucket).includes(inputs.bucket ?? ""))
        .some(({ inputs }) => get(inputs, "versioningConfiguration.status") === "Enabled")
        ? undefined
        : "it keeps no versions",
  },
  {
    id: "WA.bucket",
    title: "buckets are not emptied when they are deleted",
    why: "SST empties them: AWS's refusal to delete a full bucket is the last guard",
    fix: "keepData is true for production in infra/stage.ts",
    severity: "mandatory",
    when: "production",
    of: buckets,
    problem: unless("forceDestroy", isOff, "forceDestroy is on"),
  },
  {
    id: "ECR.1",
    title: "images are scanned for known holes",
    why: "most attacks use holes that have been known for months",
    fix: build,
    severity: "advisory",
    when: "always",
    of: repositories,
    problem: unless("imageScanningConfiguration.scanOnPush", isTrue, "scanOnPush is off"),
  },
  {
    id: "ECR.2",
    title: "images cannot be exchanged",
    why: "whoever may push could otherwise put other code under a name that already runs",
    fix: build,
    severity: "mandatory",
    when: "always",
    of: repositories,
    problem: ({ inputs }) => {
      if (!String(inputs.imageTagMutability).startsWith("IMMUTABLE")) return "its tags can be moved";
      const moves = objects(inputs.imageTagMutabilityExclusionFilters).map(({ filter }) => String(filter));
      const many = moves.filter((filter) => filter.includes("*"));
      return many.length > 0 ? `tags like ${many.join(" and ")} can be moved` : undefined;
    },
  },
  {
    id: "ECR.3",
    title: "old images expire",
    why: "every deploy adds one, and all of them are paid for",
    fix: build,
    severity: "advisory",
    when: "always",
    scope: "stage",
    of: repositories,
    problem: (repository, stack) =>
      pointedAt(stack, "aws:ecr/lifecyclePolicy:LifecyclePolicy", "repository", ...handles(repository))
        ? undefined
        : "it keeps all images for ever",
  },
  {
    id: "OWN.recovery",
    title: "a secret that was deleted can be had back for a week",
    why: "SST deletes secrets at once, and with them the way into a database",
    fix: "keep infra/secrets.ts",
    severity: "mandatory",
    when: "always",
    of: ["aws:secretsmanager/secret:Secret"],
    problem: unless("recoveryWindowInDays", (days) => days === undefined || atLeast(7)(days), "it is deleted at once"),
  },
];
