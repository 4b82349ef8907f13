import type { Aws } from "../../aws/client.ts";
import { AwsFailure } from "../../aws/errors.ts";

/**
 * Versions of a service's secret. Tasks read the one that is labelled AWSCURRENT; a rotation that is under way has a label of
 * its own on what it will be, which is all that a rotation that was stopped needs to go on.
 */

export type Values = Readonly<Record<string, string>>;

export interface Version {
  id: string;
  values: Values;
}

export const CURRENT = "AWSCURRENT";

/** The version with a label, or null. */
export async function versionAt(aws: Aws, SecretId: string, VersionStage: string): Promise<Version | null> {
  try {
    const { VersionId = "", SecretString = "{}" } = await aws.call("secrets", "GetSecretValue", {
      SecretId,
      VersionStage,
    });
    return { id: VersionId, values: JSON.parse(SecretString) as Values };
  } catch (error) {
    if (error instanceof AwsFailure && error.problem === "not-found") return null;
    throw error;
  }
}

/** All labels that its versions have. */
export async function labelsOf(aws: Aws, SecretId: string): Promise<string[]> {
  const { VersionIdsToStages = {} } = await aws.call("secrets", "DescribeSecret", { SecretId });
  return Object.values(VersionIdsToStages).flat();
}

/**
 * A new version, which has the label from now on, and no other.
 * @returns its id
 */
export async function putVersion(aws: Aws, SecretId: string, values: Values, label: string): Promise<string> {
  const SecretString = JSON.stringify(values);
  const { VersionId = "" } = await aws.call("secrets", "PutSecretValue", {
    SecretId,
    SecretString,
    VersionStages: [label],
  });
  return VersionId;
}

/** Tasks that start from now on read this version. */
export async function makeCurrent(aws: Aws, SecretId: string, from: string, to: string): Promise<void> {
  await aws.call("secrets", "UpdateSecretVersionStage", {
    SecretId,
    VersionStage: CURRENT,
    RemoveFromVersionId: from,
    MoveToVersionId: to,
  });
}

export async function takeLabel(aws: Aws, SecretId: string, label: string): Promise<void> {
  const labelled = await versionAt(aws, SecretId, label);
  if (labelled === null) return;
  await aws.call("secrets", "UpdateSecretVersionStage", {
    SecretId,
    VersionStage: label,
    RemoveFromVersionId: labelled.id,
  });
}
