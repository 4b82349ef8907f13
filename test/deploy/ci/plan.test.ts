import { describe, expect, it } from "vitest";
import { stageNamed } from "../../../lib/answers/stages.ts";
import { deployStatements, diffStatements } from "../../../lib/deploy/ci/permissions/index.ts";
import { planStage } from "../../../lib/deploy/ci/plan.ts";
import { scopeOf } from "../../../lib/deploy/ci/roles.ts";
import { viewOf } from "../../support/view.ts";

/** What a stage's CI needs in AWS, with nothing asked: who may take which role, and what CI must know of it. */

const view = viewOf({
  project: "shop",
  domain: "acme.com",
  services: [
    { name: "api", bucket: "files", email: "noreply" },
    { name: "web", kind: "static" },
    { name: "queue", kind: "worker" },
  ],
  buckets: [{ name: "files" }],
  clients: [{ name: "globex", account: "222222222222", domain: "globex.example" }],
});
const ACCOUNT = "111111111111";
const UUIDS = {
  workspaceUuid: "{AAAAAAAA-0000-4000-8000-00000000000A}",
  repositoryUuid: "bbbbbbbb-0000-4000-8000-00000000000b",
  environmentUuid: "{cccccccc-0000-4000-8000-00000000000c}",
};

const plan = (host: "github" | "bitbucket", stage: string, diff = false) =>
  planStage(view, stageNamed(view, stage), ACCOUNT, {
    identities: { repository: { host, owner: "acme", name: "shop" }, prefix: "repo:Acme@1/shop@2", ...UUIDS },
    diff,
  });

const lent = (provider: string, condition: object) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${provider}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: condition,
    },
  ],
});

describe("a stage", () => {
  const GITHUB = "token.actions.githubusercontent.com";
  const inEnvironment = (environment: string) =>
    lent(GITHUB, {
      StringEquals: {
        [`${GITHUB}:aud`]: "sts.amazonaws.com",
        [`${GITHUB}:sub`]: `repo:Acme@1/shop@2:environment:${environment}`,
      },
    });

  it("of GitHub lends its role to its environment, and one to look with to another", () => {
    const { roles, ...rest } = plan("github", "staging", true);
    const role = (kind: string) => `arn:aws:iam::${ACCOUNT}:role/ci/shop-staging-${kind}`;
    expect(rest).toEqual({
      stage: "staging",
      account: ACCOUNT,
      trust: { provider: GITHUB, audience: "sts.amazonaws.com", subject: "repo:Acme@1/shop@2:environment:staging" },
      variables: [
        { environment: "staging", name: "AWS_ROLE_ARN", value: role("deploy") },
        { environment: "staging-diff", name: "AWS_ROLE_ARN", value: role("diff") },
      ],
    });
    expect(roles.map(({ policies, ...one }) => one)).toEqual([
      {
        kind: "deploy",
        name: "shop-staging-deploy",
        arn: role("deploy"),
        environment: "staging",
        subject: "repo:Acme@1/shop@2:environment:staging",
        trust: inEnvironment("staging"),
        session: 7200,
      },
      {
        kind: "diff",
        name: "shop-staging-diff",
        arn: role("diff"),
        environment: "staging-diff",
        subject: "repo:Acme@1/shop@2:environment:staging-diff",
        trust: inEnvironment("staging-diff"),
        // As long as GitHub asks for where nothing else is said.
        session: 3600,
      },
    ]);
  });

  it("gives each role the rights of its kind, in policies that have its name", () => {
    const [deploy, diff] = plan("github", "staging", true).roles;
    const scope = scopeOf(view, stageNamed(view, "staging"), ACCOUNT);
    const granted = (role: typeof deploy) => role?.policies.flatMap(({ document }) => document.Statement);
    expect(granted(deploy)).toEqual(deployStatements(view, scope));
    expect(granted(diff)).toEqual(diffStatements(view, scope));
    for (const role of [deploy, diff])
      expect(role?.policies.map(({ name, arn }) => [name, arn])).toEqual(
        role?.policies.map((_, index) => [
          `${role.name}-${index + 1}`,
          `arn:aws:iam::${ACCOUNT}:policy/ci/${role.name}-${index + 1}`,
        ]),
      );
  });

  it.each([
    ["dev", "dev"],
    ["globex-staging", "globex-staging"],
  ])("of GitHub called %s deploys in %s, with one role where nobody looks", (stage, environment) => {
    expect(plan("github", stage).roles.map((role) => [role.name, role.environment])).toEqual([
      [`shop-${stage}-deploy`, environment],
    ]);
  });

  it.each([
    ["dev", "dev"],
    // Bitbucket has room for few deployments.
    ["globex-staging", "clients-staging"],
  ])("of Bitbucket called %s deploys in %s, whatever the step is called", (stage, environment) => {
    const provider = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc";
    const { roles, variables } = plan("bitbucket", stage);
    expect(variables).toEqual([
      { environment, name: "AWS_ROLE_ARN", value: `arn:aws:iam::${ACCOUNT}:role/ci/shop-${stage}-deploy` },
    ]);
    expect(roles[0]?.trust).toEqual(
      lent(provider, {
        StringEquals: { [`${provider}:aud`]: "ari:cloud:bitbucket::workspace/aaaaaaaa-0000-4000-8000-00000000000a" },
        StringLike: {
          [`${provider}:sub`]: "{bbbbbbbb-0000-4000-8000-00000000000b}:{cccccccc-0000-4000-8000-00000000000c}:*",
        },
      }),
    );
  });
});

describe("permissions are limited to", () => {
  const own = { project: "shop", account: ACCOUNT, sites: ["web"], buckets: ["files"] };

  it.each([
    ["production", { zone: "acme.com", mail: "acme.com" }],
    ["dev", { zone: "acme.com", mail: "dev.acme.com" }],
    ["globex-production", { zone: "globex.example", mail: "globex.example" }],
  ])("what %s has", (stage, limits) => {
    expect(scopeOf(view, stageNamed(view, stage), ACCOUNT)).toEqual({ ...own, stage, ...limits });
  });

  it.each([
    ["a domain", { services: [{ name: "api" }] }, null, null],
    ["mail", { domain: "acme.com", services: [{ name: "api" }] }, "acme.com", null],
  ])("no mail without %s", (_, answers, zone, mail) => {
    const bare = viewOf({ project: "shop", ...answers });
    const limits = { ...own, stage: "dev", sites: [], buckets: [], zone, mail };
    expect(scopeOf(bare, stageNamed(bare, "dev"), ACCOUNT)).toEqual(limits);
  });
});
