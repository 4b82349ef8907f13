import type { Wire } from "../../support/aws/protocols.ts";
import { AwsFault, type AwsRequest, type awsServer } from "../../support/aws/server.ts";

/**
 * IAM in an account, as far as roles for CI ask it: what is made stays, and what IAM refuses is refused. What it hides:
 * whether IAM takes the documents, which are only kept here.
 */

export const ACCOUNT = "123456789012";

interface PlayedRole {
  path: string;
  document: string;
  session: number;
  tags: string[];
  attached: string[];
}

interface Version {
  id: number;
  document: string;
  isDefault: boolean;
}

type Input = AwsRequest["input"];
/** Undefined where there is nothing to say. */
type Outcome = Wire | AwsFault | undefined;

const missing = () => new AwsFault("NoSuchEntity", "The entity cannot be found.", 404);
const text = (value: unknown) => String(value);
/** Lists are flat in what is asked: `Tags.member.1.Key`. */
const list = (input: Input, name: string): string[] =>
  Object.entries(input).flatMap(([key, value]) => (key.startsWith(`${name}.member.`) ? [text(value)] : []));

export function playedIam() {
  const providers = new Map<string, string[]>();
  const roles = new Map<string, PlayedRole>();
  const policies = new Map<string, Version[]>();

  const about =
    <T>(
      things: Map<string, T>,
      key: "RoleName" | "PolicyArn" | "OpenIDConnectProviderArn",
      act: (thing: T, input: Input) => Outcome,
    ) =>
    ({ input }: AwsRequest) => {
      const found = things.get(text(input[key]));
      return found === undefined ? missing() : (act(found, input) ?? {});
    };
  const ofRole = (act: (role: PlayedRole, input: Input) => Outcome) => about(roles, "RoleName", act);
  const ofPolicy = (act: (versions: Version[], input: Input) => Outcome) => about(policies, "PolicyArn", act);
  const idOf = (input: Input) => Number(text(input.VersionId).slice(1));

  const answers = {
    "sts.GetCallerIdentity": { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/anna`, UserId: "AIDA" },
    "iam.GetOpenIDConnectProvider": about(providers, "OpenIDConnectProviderArn", (audiences) => ({
      ClientIDList: audiences,
    })),
    "iam.CreateOpenIDConnectProvider": ({ input }) => {
      const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${text(input.Url).replace("https://", "")}`;
      providers.set(arn, list(input, "ClientIDList"));
      return {};
    },
    "iam.AddClientIDToOpenIDConnectProvider": about(
      providers,
      "OpenIDConnectProviderArn",
      (audiences, { ClientID }) => {
        audiences.push(text(ClientID));
      },
    ),
    "iam.GetRole": ofRole(({ document, session }, { RoleName }) => ({
      Role: {
        RoleName: text(RoleName),
        AssumeRolePolicyDocument: encodeURIComponent(document),
        MaxSessionDuration: session,
      },
    })),
    "iam.CreateRole": ({ input }) => {
      roles.set(text(input.RoleName), {
        path: text(input.Path),
        document: text(input.AssumeRolePolicyDocument),
        session: Number(input.MaxSessionDuration),
        tags: list(input, "Tags"),
        attached: [],
      });
      return {};
    },
    "iam.UpdateAssumeRolePolicy": ofRole((role, { PolicyDocument }) => {
      role.document = text(PolicyDocument);
    }),
    "iam.UpdateRole": ofRole((role, { MaxSessionDuration }) => {
      role.session = Number(MaxSessionDuration);
    }),
    "iam.ListAttachedRolePolicies": ofRole(({ attached }) => ({
      AttachedPolicies: attached.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split("/").at(-1) })),
    })),
    "iam.AttachRolePolicy": ofRole(({ attached }, { PolicyArn }) => {
      attached.push(text(PolicyArn));
    }),
    "iam.DetachRolePolicy": ofRole((role, { PolicyArn }) => {
      role.attached = role.attached.filter((arn) => arn !== PolicyArn);
    }),
    "iam.GetPolicy": ofPolicy((versions) => ({
      Policy: { DefaultVersionId: `v${versions.find(({ isDefault }) => isDefault)?.id}` },
    })),
    "iam.GetPolicyVersion": ofPolicy((versions, input) => ({
      PolicyVersion: { Document: encodeURIComponent(versions.find(({ id }) => id === idOf(input))?.document ?? "") },
    })),
    "iam.ListPolicyVersions": ofPolicy((versions) => ({
      Versions: versions.map(({ id, isDefault }) => ({ VersionId: `v${id}`, IsDefaultVersion: isDefault })),
    })),
    "iam.CreatePolicy": ({ input }) => {
      const arn = `arn:aws:iam::${ACCOUNT}:policy${input.Path}${input.PolicyName}`;
      policies.set(arn, [{ id: 1, document: text(input.PolicyDocument), isDefault: true }]);
      return {};
    },
    "iam.CreatePolicyVersion": ofPolicy((versions, { PolicyDocument, SetAsDefault }) => {
      if (versions.length >= 5)
        return new AwsFault("LimitExceeded", "A managed policy can have up to 5 versions.", 409);
      const isDefault = SetAsDefault === "true";
      if (isDefault) for (const version of versions) version.isDefault = false;
      versions.push({ id: Math.max(...versions.map(({ id }) => id)) + 1, document: text(PolicyDocument), isDefault });
    }),
    "iam.DeletePolicyVersion": ofPolicy((versions, input) => {
      const at = versions.findIndex(({ id }) => id === idOf(input));
      if (versions[at]?.isDefault !== false) return new AwsFault("DeleteConflict", "It is the default version.", 409);
      versions.splice(at, 1);
    }),
    "iam.DeletePolicy": ofPolicy((versions, { PolicyArn }) => {
      const isAttached = [...roles.values()].some(({ attached }) => attached.includes(text(PolicyArn)));
      if (isAttached || versions.length > 1) return new AwsFault("DeleteConflict", "It is in use.", 409);
      policies.delete(text(PolicyArn));
    }),
  } satisfies Parameters<typeof awsServer>[0];
  return { answers, providers, roles, policies };
}

/** What was asked that changes something. */
export const changesIn = (requests: readonly AwsRequest[]): string[] =>
  requests.map(({ operation }) => operation).filter((operation) => !/\.(Get|List)/.test(operation));
