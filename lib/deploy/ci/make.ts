import { isDeepStrictEqual } from "node:util";
import type { Aws } from "../../aws/client.ts";
import { AwsFailure } from "../../aws/errors.ts";
import { PATH, type Role } from "./roles.ts";
import { providerArn, type Trust } from "./trust.ts";

/** What was found or made, for people and for `--json`. */
export interface Made {
  what: "provider" | "role" | "policy";
  name: string;
  action: "created" | "updated" | "unchanged" | "deleted";
}

/** IAM keeps this many versions of a policy. */
const MOST_VERSIONS = 5;

/** An answer, or undefined where IAM knows no such thing. */
const known = async <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof AwsFailure && /^NoSuchEntity/.test(error.aws)) return undefined;
    throw error;
  });

/** IAM answers with documents in percent-encoding, and in an order of its own. */
const same = (encoded: string | undefined, document: object): boolean => {
  try {
    return isDeepStrictEqual(JSON.parse(decodeURIComponent(encoded ?? "")), JSON.parse(JSON.stringify(document)));
  } catch {
    return false;
  }
};

/** The provider of identities: one in an account, for all repositories and whoever else uses it. */
export async function makeProvider(aws: Aws, trust: Trust, account: string): Promise<Made> {
  const OpenIDConnectProviderArn = providerArn(trust, account);
  const result = { what: "provider", name: trust.provider } as const;
  const found = await known(aws.call("iam", "GetOpenIDConnectProvider", { OpenIDConnectProviderArn }));
  if (found === undefined) {
    await aws.call("iam", "CreateOpenIDConnectProvider", {
      Url: `https://${trust.provider}`,
      ClientIDList: [trust.audience],
    });
    return { ...result, action: "created" };
  }
  if (found.ClientIDList?.includes(trust.audience)) return { ...result, action: "unchanged" };
  await aws.call("iam", "AddClientIDToOpenIDConnectProvider", { OpenIDConnectProviderArn, ClientID: trust.audience });
  return { ...result, action: "updated" };
}

const tagsOf = (project: string, stage: string) => [
  { Key: "Project", Value: project },
  { Key: "Stage", Value: stage },
  { Key: "ManagedBy", Value: "generator-space-sst" },
];

async function makeRole(
  aws: Aws,
  { name, trust, session }: Role,
  tags: { Key: string; Value: string }[],
): Promise<Made> {
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  const found = await known(aws.call("iam", "GetRole", { RoleName: name }));
  const result = { what: "role", name } as const;
  if (found === undefined) {
    await aws.call("iam", "CreateRole", {
      Path: PATH,
      RoleName: name,
      AssumeRolePolicyDocument,
      MaxSessionDuration: session,
      Description: "Lent to CI: see the README of the repo",
      Tags: tags,
    });
    return { ...result, action: "created" };
  }
  const right = same(found.Role?.AssumeRolePolicyDocument, trust);
  const lasts = found.Role?.MaxSessionDuration === session;
  if (!right)
    await aws.call("iam", "UpdateAssumeRolePolicy", { RoleName: name, PolicyDocument: AssumeRolePolicyDocument });
  if (!lasts) await aws.call("iam", "UpdateRole", { RoleName: name, MaxSessionDuration: session });
  return { ...result, action: right && lasts ? "unchanged" : "updated" };
}

/** Makes room for one more version of a policy: the oldest goes, never the one that holds. */
async function dropOldest(aws: Aws, PolicyArn: string): Promise<void> {
  const { Versions = [] } = await aws.call("iam", "ListPolicyVersions", { PolicyArn });
  if (Versions.length < MOST_VERSIONS) return;
  const oldest = Versions.filter((version) => version.IsDefaultVersion !== true)
    .map((version) => version.VersionId ?? "")
    .sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)))[0];
  if (oldest !== undefined) await aws.call("iam", "DeletePolicyVersion", { PolicyArn, VersionId: oldest });
}

async function makePolicy(
  aws: Aws,
  { name, arn, document }: Role["policies"][number],
  tags: { Key: string; Value: string }[],
): Promise<Made> {
  const PolicyDocument = JSON.stringify(document);
  const result = { what: "policy", name } as const;
  const found = await known(aws.call("iam", "GetPolicy", { PolicyArn: arn }));
  if (found === undefined) {
    await aws.call("iam", "CreatePolicy", { Path: PATH, PolicyName: name, PolicyDocument, Tags: tags });
    return { ...result, action: "created" };
  }
  const VersionId = found.Policy?.DefaultVersionId;
  const version = await aws.call("iam", "GetPolicyVersion", { PolicyArn: arn, VersionId });
  if (same(version.PolicyVersion?.Document, document)) return { ...result, action: "unchanged" };
  await dropOldest(aws, arn);
  await aws.call("iam", "CreatePolicyVersion", { PolicyArn: arn, PolicyDocument, SetAsDefault: true });
  return { ...result, action: "updated" };
}

async function deletePolicy(aws: Aws, role: Role, arn: string): Promise<Made> {
  await aws.call("iam", "DetachRolePolicy", { RoleName: role.name, PolicyArn: arn });
  const { Versions = [] } = await aws.call("iam", "ListPolicyVersions", { PolicyArn: arn });
  for (const { VersionId, IsDefaultVersion } of Versions)
    if (IsDefaultVersion !== true) await aws.call("iam", "DeletePolicyVersion", { PolicyArn: arn, VersionId });
  await aws.call("iam", "DeletePolicy", { PolicyArn: arn });
  return { what: "policy", name: arn.split("/").at(-1) as string, action: "deleted" };
}

/** What else is attached to a role: somebody's own policy, or AdministratorAccess from before. */
export interface MadeRole {
  made: Made[];
  others: string[];
}

/**
 * Brings a role and its policies to what they should be; run again, it changes nothing. Policies of its own that it no
 * longer needs are deleted, those that somebody else attached stay.
 * @throws {AwsFailure}
 */
export async function makeRoleWithPolicies(
  aws: Aws,
  role: Role,
  { project, stage }: { project: string; stage: string },
): Promise<MadeRole> {
  const tags = tagsOf(project, stage);
  const made = [await makeRole(aws, role, tags)];
  const { AttachedPolicies = [] } = await aws.call("iam", "ListAttachedRolePolicies", { RoleName: role.name });
  const attached = AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn);
  for (const policy of role.policies) {
    made.push(await makePolicy(aws, policy, tags));
    if (!attached.includes(policy.arn))
      await aws.call("iam", "AttachRolePolicy", { RoleName: role.name, PolicyArn: policy.arn });
  }
  const own = new RegExp(`:policy${PATH}${role.name}-\\d+$`);
  const wanted = new Set(role.policies.map(({ arn }) => arn));
  for (const arn of attached.filter((other) => own.test(other) && !wanted.has(other)))
    made.push(await deletePolicy(aws, role, arn));
  return { made, others: attached.filter((arn) => !own.test(arn)) };
}
