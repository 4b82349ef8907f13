import type { PlainObject } from "../../proof/simulate/types.ts";
import { rowOf } from "../../resources/types.ts";
import type { Living } from "./living.ts";

/** What AWS refuses: what has a name that is taken, and what is protected, in use or not empty when it is to go. */

const NAMES = ["name", "bucket", "identifier", "clusterIdentifier", "replicationGroupId", "dashboardName"];

/** Types of which an account may have many with the same name, or whose name is none. */
const MANY =
  /^(aws:(servicediscovery\/|route53\/|ecs\/taskDefinition|ecs\/service|backup\/selection|appautoscaling|iam\/rolePolicy|cloudwatch\/logMetricFilter)|random:|docker-build:|pulumi|tls:|command:|cloudflare:)/;

/** IAM, CloudFront and S3 have one set of names for all regions. */
const GLOBAL = /^aws:(iam|cloudfront|s3)\//;

/** Why AWS would not make a thing; null where it would. */
export function refusedCreation(
  { type, inputs, region }: { type: string; inputs: PlainObject; region: string },
  living: readonly Living[],
): string | null {
  if (MANY.test(type)) return null;
  const key = NAMES.find((name) => typeof inputs[name] === "string");
  if (key === undefined) return null;
  const twin = living.find(
    (one) => one.type === type && one.inputs[key] === inputs[key] && (GLOBAL.test(type) || one.region === region),
  );
  return twin === undefined ? null : `AlreadyExists: ${type} ${inputs[key]} is there already (${twin.id})`;
}

interface Going {
  type: string;
  id: string;
  /** Its last state. */
  state: PlainObject;
}

interface Refusal {
  type: RegExp;
  /** The flag without which it goes, or with which it does not. */
  when(state: PlainObject): boolean;
  says: string;
}

/** By then a bucket, a repository and a vault have something in them. */
const REFUSALS: readonly Refusal[] = [
  {
    type: /^aws:(rds\/(instance|cluster)|dynamodb\/table|docdb\/cluster):/,
    when: ({ deletionProtection, deletionProtectionEnabled }) =>
      deletionProtection === true || deletionProtectionEnabled === true,
    says: "InvalidParameterCombination: Cannot delete protected DB",
  },
  {
    type: /^aws:lb\/loadBalancer:/,
    when: ({ enableDeletionProtection }) => enableDeletionProtection === true,
    says: "OperationNotPermitted: deletion protection is enabled",
  },
  {
    type: /^aws:rds\/(instance|cluster):/,
    when: ({ skipFinalSnapshot, finalSnapshotIdentifier }) => skipFinalSnapshot !== true && !finalSnapshotIdentifier,
    says: "final_snapshot_identifier is required when skip_final_snapshot is false",
  },
  {
    type: /^aws:s3\/bucket(V2)?:/,
    when: ({ forceDestroy }) => forceDestroy !== true,
    says: "BucketNotEmpty: The bucket you tried to delete is not empty",
  },
  {
    type: /^aws:ecr\/repository:/,
    when: ({ forceDelete }) => forceDelete !== true,
    says: "RepositoryNotEmptyException: The repository cannot be deleted because it still contains images",
  },
  {
    type: /^aws:backup\/vault:/,
    when: ({ forceDestroy }) => forceDestroy !== true,
    says: "InvalidRequestException: Backup vault cannot be deleted because it contains recovery points",
  },
];

/** RDS's engines by the parts of a version that are the major one: 17 of 17.4, 8.4 of 8.4.6. */
const majorOf = ({ engine, engineVersion }: PlainObject): string =>
  String(engineVersion ?? "")
    .split(".")
    .slice(0, /mysql/.test(String(engine)) ? 2 : 1)
    .join(".");

/** Why AWS would not change a thing; null where it would. */
export function refusedUpdate(type: string, before: PlainObject, after: PlainObject): string | null {
  if (!/^aws:rds\/(instance|cluster):/.test(type) || majorOf(before) === majorOf(after)) return null;
  return after.allowMajorVersionUpgrade === true
    ? null
    : "InvalidParameterCombination: The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.";
}

function heldBy({ type, id, state }: Going, living: readonly Living[]): Living | undefined {
  const holders = rowOf(type)?.neededBy ?? [];
  const words = [id, state.arn, state.name].filter(
    (word): word is string => typeof word === "string" && word.length > 3,
  );
  return living.find(
    (one) =>
      holders.includes(one.type) &&
      one.id !== id &&
      words.some((word) => JSON.stringify(one.inputs).includes(`"${word}"`)),
  );
}

/** Why AWS would not let a thing go; null where it would. */
export function refusedDeletion(going: Going, living: readonly Living[]): string | null {
  const { type, state } = going;
  const refusal = REFUSALS.find((one) => one.type.test(type) && one.when(state));
  if (refusal !== undefined) return refusal.says;
  const snapshot = state.skipFinalSnapshot === true ? undefined : state.finalSnapshotIdentifier;
  if (/^aws:(rds|elasticache)\//.test(type) && living.some((one) => one.type === "snapshot" && one.id === snapshot))
    return `SnapshotAlreadyExists: ${snapshot}`;
  const holder = heldBy(going, living);
  if (holder === undefined) return null;
  return `DependencyViolation: it is used by ${holder.type} ${holder.id} (${holder.urn.split("::").at(-1)})`;
}
