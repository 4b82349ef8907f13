/** Who may take a role: what a provider of identities says of a job, and AWS compares. */
export interface Trust {
  /** Without `https://`, as IAM names the provider. */
  provider: string;
  audience: string;
  /** The subject of the tokens that may: exactly it, or what begins with it when it ends with `*`. */
  subject: string;
}

/** Actions' provider, and the audience that aws-actions/configure-aws-credentials asks for. */
const GITHUB = { provider: "token.actions.githubusercontent.com", audience: "sts.amazonaws.com" };

/**
 * @param prefix what the subjects of the repository begin with. Since July 2026 it has numbers that no other repository
 * ever gets, `repo:acme@123456/shop@456789`; in older repositories it is `repo:acme/shop`. GitHub says which
 */
export const githubTrust = (prefix: string, environment: string): Trust => ({
  ...GITHUB,
  subject: `${prefix}:environment:${environment}`,
});

export interface BitbucketIds {
  workspace: string;
  /** UUIDs, as *Repository settings, OpenID Connect* shows them, with or without braces. */
  workspaceUuid: string;
  repositoryUuid: string;
  environmentUuid: string;
}

const bare = (uuid: string): string => uuid.replace(/^\{|\}$/g, "").toLowerCase();

/** The subject is `{repository}:{deployment environment}:{step}`, and the step is another one each time. */
export const bitbucketTrust = ({ workspace, workspaceUuid, repositoryUuid, environmentUuid }: BitbucketIds): Trust => ({
  provider: `api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc`,
  audience: `ari:cloud:bitbucket::workspace/${bare(workspaceUuid)}`,
  subject: `{${bare(repositoryUuid)}}:{${bare(environmentUuid)}}:*`,
});

/** The provider's ARN in an account. */
export const providerArn = ({ provider }: Trust, account: string): string =>
  `arn:aws:iam::${account}:oidc-provider/${provider}`;

/** The document that says who may take a role. */
export function trustDocument(trust: Trust, account: string): object {
  const { provider, audience, subject } = trust;
  const like = subject.endsWith("*") ? { StringLike: { [`${provider}:sub`]: subject } } : {};
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn(trust, account) },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${provider}:aud`]: audience,
            ...(subject.endsWith("*") ? {} : { [`${provider}:sub`]: subject }),
          },
          ...like,
        },
      },
    ],
  };
}
