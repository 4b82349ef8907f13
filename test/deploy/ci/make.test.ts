import { describe, expect, it, vi } from "vitest";
import { Aws } from "../../../lib/aws/client.ts";
import { makeProvider, makeRoleWithPolicies } from "../../../lib/deploy/ci/make.ts";
import type { PolicyDocument } from "../../../lib/deploy/ci/permissions/index.ts";
import type { Role } from "../../../lib/deploy/ci/roles.ts";
import { githubTrust } from "../../../lib/deploy/ci/trust.ts";
import { AwsFault, awsServer } from "../../support/aws/server.ts";
import { ACCOUNT, changesIn, playedIam } from "./account.ts";

/** What is made of roles for CI in an account, whatever stands there before. */

const TRUST = githubTrust("repo:acme/shop", "dev");
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const [POLICY, SECOND, THIRD] = [1, 2, 3].map((n) => `arn:aws:iam::${ACCOUNT}:policy/ci/shop-dev-deploy-${n}`) as [
  string,
  string,
  string,
];

const allowing = (...actions: string[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "Some", Effect: "Allow", Action: actions, Resource: ["*"] }],
});

const ROLE: Role = {
  kind: "deploy",
  name: "shop-dev-deploy",
  arn: `arn:aws:iam::${ACCOUNT}:role/ci/shop-dev-deploy`,
  environment: "dev",
  subject: "repo:acme/shop:environment:dev",
  trust: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] },
  session: 7200,
  policies: [
    { name: "shop-dev-deploy-1", arn: POLICY, document: allowing("ecs:Describe*", "ecs:List*") },
    { name: "shop-dev-deploy-2", arn: SECOND, document: allowing("rds:Describe*") },
  ],
};

async function account() {
  const iam = playedIam();
  const server = await awsServer(iam.answers);
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  const aws = new Aws({ region: "eu-west-1" });
  const make = (role = ROLE) => makeRoleWithPolicies(aws, role, { project: "shop", stage: "dev" });
  /** Makes it, and says what of that changed something. */
  const again = async (role = ROLE) => {
    const before = server.requests.length;
    const { made, others } = await make(role);
    const actions = made.map(({ name, action }) => `${name} ${action}`);
    return { actions, others, changes: changesIn(server.requests.slice(before)) };
  };
  return { ...iam, server, aws, make, again };
}

const versionsOf = (versions: readonly { id: number }[] | undefined) => versions?.map(({ id }) => id);

describe("the provider of identities", () => {
  it("is made where there is none, and left alone after that", async () => {
    const { aws, providers, server } = await account();
    const made = { what: "provider", name: "token.actions.githubusercontent.com" };
    expect(await makeProvider(aws, TRUST, ACCOUNT)).toEqual({ ...made, action: "created" });
    expect([...providers]).toEqual([[PROVIDER, ["sts.amazonaws.com"]]]);
    expect(server.asked("iam.CreateOpenIDConnectProvider")[0]?.input.Url).toBe(
      "https://token.actions.githubusercontent.com",
    );
    expect(await makeProvider(aws, TRUST, ACCOUNT)).toEqual({ ...made, action: "unchanged" });
    expect(changesIn(server.requests)).toEqual(["iam.CreateOpenIDConnectProvider"]);
  });

  it("keeps the audiences of others", async () => {
    const { aws, providers } = await account();
    providers.set(PROVIDER, ["sigstore"]);
    expect(await makeProvider(aws, TRUST, ACCOUNT)).toMatchObject({ action: "updated" });
    expect(providers.get(PROVIDER)).toEqual(["sigstore", "sts.amazonaws.com"]);
  });

  it("is not made where IAM does not say whether there is one", async () => {
    const { aws, server } = await account();
    server.answer({ "iam.GetOpenIDConnectProvider": new AwsFault("AccessDenied", "You may not.", 403) });
    await expect(makeProvider(aws, TRUST, ACCOUNT)).rejects.toThrow("AWS denies iam:GetOpenIDConnectProvider");
    expect(changesIn(server.requests)).toEqual([]);
  });
});

describe("a role", () => {
  it("is made with its policies, all with the tags of the stage", async () => {
    const { make, roles, policies, server } = await account();
    expect(await make()).toEqual({
      made: [
        { what: "role", name: "shop-dev-deploy", action: "created" },
        { what: "policy", name: "shop-dev-deploy-1", action: "created" },
        { what: "policy", name: "shop-dev-deploy-2", action: "created" },
      ],
      others: [],
    });
    const tags = ["Project", "shop", "Stage", "dev", "ManagedBy", "generator-space-sst"];
    expect(roles.get("shop-dev-deploy")).toEqual({
      path: "/ci/",
      document: JSON.stringify(ROLE.trust),
      session: 7200,
      tags,
      attached: [POLICY, SECOND],
    });
    expect([...policies].map(([arn, [version]]) => [arn, version?.document])).toEqual(
      ROLE.policies.map(({ arn, document }) => [arn, JSON.stringify(document)]),
    );
    const tagged = server
      .asked("iam.CreatePolicy")
      .map(({ input }) => Object.entries(input).flatMap(([key, value]) => (key.startsWith("Tags.") ? [value] : [])));
    expect(tagged).toEqual([tags, tags]);
    const [{ input: { Description } = {} } = {}] = server.asked("iam.CreateRole");
    expect(Description).toBe("Lent to CI: see the README of the repo");
  });

  it("that is right is left alone, in whatever order IAM keeps its documents", async () => {
    const { make, again, roles, policies } = await account();
    await make();
    const role = roles.get("shop-dev-deploy");
    if (role)
      role.document = JSON.stringify({
        Statement: [{ Action: "sts:AssumeRole", Effect: "Allow" }],
        Version: "2012-10-17",
      });
    const [version] = policies.get(SECOND) ?? [];
    const { Statement } = allowing("rds:Describe*");
    if (version) version.document = JSON.stringify({ Statement, Version: "2012-10-17" }, null, 2);
    expect(await again()).toEqual({
      actions: ["shop-dev-deploy unchanged", "shop-dev-deploy-1 unchanged", "shop-dev-deploy-2 unchanged"],
      others: [],
      changes: [],
    });
  });

  it.each([
    [
      "a trust in somebody else",
      { document: JSON.stringify({ Version: "2012-10-17", Statement: [] }) },
      "iam.UpdateAssumeRolePolicy",
    ],
    ["a trust that is no document", { document: "%" }, "iam.UpdateAssumeRolePolicy"],
    ["a shorter session", { session: 3600 }, "iam.UpdateRole"],
  ])("is brought back from %s", async (_, was, change) => {
    const { make, again, roles } = await account();
    await make();
    const role = roles.get("shop-dev-deploy") ?? {};
    Object.assign(role, was);
    expect(await again()).toMatchObject({
      actions: ["shop-dev-deploy updated", expect.any(String), expect.any(String)],
      changes: [change],
    });
    expect(role).toMatchObject({ document: JSON.stringify(ROLE.trust), session: 7200 });
  });
});

describe("a policy", () => {
  const changed = (policy = allowing("ecs:List*", "ecs:Describe*")): Role => ({
    ...ROLE,
    policies: ROLE.policies.map((one) => (one.arn === POLICY ? { ...one, document: policy } : one)),
  });

  it("that says something else has a new version, which holds", async () => {
    const { make, again, policies } = await account();
    await make();
    expect(await again(changed())).toEqual({
      actions: ["shop-dev-deploy unchanged", "shop-dev-deploy-1 updated", "shop-dev-deploy-2 unchanged"],
      others: [],
      changes: ["iam.CreatePolicyVersion"],
    });
    expect(policies.get(POLICY)).toEqual([
      expect.objectContaining({ id: 1, isDefault: false }),
      { id: 2, isDefault: true, document: JSON.stringify(allowing("ecs:List*", "ecs:Describe*")) },
    ]);
    expect((await again(changed())).changes).toEqual([]);
  });

  it.each([
    ["room for one more", [3, 4, 5, 6], 6, [3, 4, 5, 6, 7]],
    ["as many versions as IAM keeps", [2, 8, 9, 10, 11], 11, [8, 9, 10, 11, 12]],
    // As text, v10 comes before v9.
    ["ten versions behind it", [9, 10, 11, 12, 13], 13, [10, 11, 12, 13, 14]],
    ["the oldest as the one that holds", [1, 2, 3, 4, 5], 1, [1, 3, 4, 5, 6]],
  ])("with %s loses the oldest that does not hold, and only where it has to", async (_, before, holds, after) => {
    const { make, again, policies } = await account();
    await make();
    // IAM lists the newest first.
    policies.set(POLICY, before.map((id) => ({ id, document: "{}", isDefault: id === holds })).reverse());
    await again();
    expect(versionsOf(policies.get(POLICY))?.sort((one, other) => one - other)).toEqual(after);
  });

  it("is attached again where somebody has detached it", async () => {
    const { make, again, roles } = await account();
    await make();
    const role = roles.get("shop-dev-deploy") ?? { attached: [] };
    role.attached = [SECOND];
    expect((await again()).changes).toEqual(["iam.AttachRolePolicy"]);
    expect(role.attached).toEqual([SECOND, POLICY]);
  });

  it("that the role no longer needs goes with all its versions, and nobody else's does", async () => {
    const { make, again, roles, policies } = await account();
    const third = { name: "shop-dev-deploy-3", arn: THIRD, document: allowing("sns:Get*") };
    await make({ ...ROLE, policies: [...ROLE.policies, third] });
    policies.get(THIRD)?.unshift({ id: 2, document: "{}", isDefault: false });
    const others = [
      "arn:aws:iam::aws:policy/AdministratorAccess",
      `arn:aws:iam::${ACCOUNT}:policy/ci/shop-dev-deploy-own`,
      `arn:aws:iam::${ACCOUNT}:policy/ci/old-shop-dev-deploy-3`,
    ];
    roles.get("shop-dev-deploy")?.attached.push(...others);
    expect(await again()).toEqual({
      actions: [
        "shop-dev-deploy unchanged",
        "shop-dev-deploy-1 unchanged",
        "shop-dev-deploy-2 unchanged",
        "shop-dev-deploy-3 deleted",
      ],
      others,
      changes: ["iam.DetachRolePolicy", "iam.DeletePolicyVersion", "iam.DeletePolicy"],
    });
    expect([...policies.keys()]).toEqual([POLICY, SECOND]);
    expect(roles.get("shop-dev-deploy")?.attached).toEqual([POLICY, SECOND, ...others]);
  });
});
