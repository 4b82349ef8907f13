import { describe, expect, it } from "vitest";
import { stageNamed } from "../../../lib/answers/stages.ts";
import type { Made } from "../../../lib/deploy/ci/make.ts";
import { planStage } from "../../../lib/deploy/ci/plan.ts";
import { nextSteps, report, type StageResult } from "../../../lib/deploy/ci/report.ts";
import { Terminal } from "../../../lib/terminal/terminal.ts";
import { viewOf } from "../../support/view.ts";

/** What `space-sst ci` says at its end, and what it leaves to do. */

const ACCOUNT = "123456789012";
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const repository = (host: "github" | "bitbucket") => ({ host, owner: "acme", name: "shop" }) as const;
const answers = {
  project: "shop",
  domain: "acme.com",
  services: [{ name: "api" }],
  clients: [{ name: "globex", account: "222222222222", domain: "globex.example" }],
};

interface Options {
  host?: "github" | "bitbucket";
  diff?: boolean;
  set?: boolean;
  others?: string[];
  more?: object;
}

function results(stages: readonly string[], { host = "github", diff = false, others = [], more = {} }: Options) {
  const view = viewOf({ ...answers, ...more });
  const identities = {
    repository: repository(host),
    prefix: "repo:acme/shop",
    workspaceUuid: "w",
    repositoryUuid: "r",
    environmentUuid: "e",
  };
  const made: Made[] = [
    { what: "provider", name: "token.actions.githubusercontent.com", action: "unchanged" },
    { what: "role", name: "shop-dev-deploy", action: "created" },
    { what: "policy", name: "shop-dev-deploy-1", action: "updated" },
  ];
  const of = stages.map(
    (stage): StageResult => ({
      ...planStage(view, stageNamed(view, stage), ACCOUNT, { identities, diff }),
      made,
      others,
    }),
  );
  return { view, of };
}

describe("what is left to do", () => {
  function next(stages: string[], options: Options = {}) {
    const { view, of } = results(stages, options);
    return nextSteps(view, repository(options.host ?? "github"), of, options.set ?? false);
  }
  const variable = (environment: string, role: string) =>
    `gh variable set AWS_ROLE_ARN --repo acme/shop --env ${environment} --body arn:aws:iam::${ACCOUNT}:role/ci/shop-${role}`;
  const token = (environment: string) => `gh secret set CLOUDFLARE_API_TOKEN --repo acme/shop --env ${environment}`;
  const cloudflare = { dns: "cloudflare" };
  const guard = (environment: string) => [
    expect.stringMatching(`^gh api --method PUT repos/acme/shop/environments/${environment} `),
    expect.stringMatching(`^gh api --method POST repos/acme/shop/environments/${environment}/`),
  ];

  it.each<[string, string[], Options, string[]]>([
    ["a variable of GitHub", ["dev"], {}, [variable("dev", "dev-deploy")]],
    ["nothing, where they are set", ["dev"], { set: true, diff: true }, []],
    [
      "the stages whose changes are shown",
      ["dev", "staging"],
      { diff: true },
      [
        variable("dev", "dev-deploy"),
        variable("dev-diff", "dev-diff"),
        variable("staging", "staging-deploy"),
        variable("staging-diff", "staging-diff"),
        "gh variable set DIFF_STAGES --repo acme/shop --body 'dev staging'",
      ],
    ],
    [
      "the token of Cloudflare",
      ["dev"],
      { set: true, diff: true, more: cloudflare },
      [token("dev"), token("dev-diff")],
    ],
    [
      "no token where nothing has a name",
      ["dev"],
      { set: true, more: { domain: null, clients: [], ...cloudflare } },
      [],
    ],
    ["a guard for production", ["staging", "production"], { set: true }, guard("production")],
    ["a guard for a client's production", ["globex-production"], { set: true }, guard("globex-production")],
    ["no guard for what only sounds like it", ["globex-staging"], { set: true }, []],
    [
      "a setting of Bitbucket",
      ["dev"],
      { host: "bitbucket", more: cloudflare },
      [
        `Repository settings, Deployments, dev: variable AWS_ROLE_ARN = arn:aws:iam::${ACCOUNT}:role/ci/shop-dev-deploy`,
      ],
    ],
    // Their pipeline works out the role by the client's name.
    ["no setting of a client's in Bitbucket", ["globex-production"], { host: "bitbucket" }, []],
    [
      "the end of what may do everything",
      ["dev"],
      { set: true, others: ["arn:aws:iam::aws:policy/ReadOnlyAccess", ADMINISTRATOR] },
      [`aws iam detach-role-policy --role-name shop-dev-deploy --policy-arn ${ADMINISTRATOR}`],
    ],
    ["no end of what may do less", ["dev"], { set: true, others: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }, []],
  ])("is %s", (_, stages, options, expected) => {
    expect(next(stages, options)).toEqual(expected);
  });
});

describe("the last screen", () => {
  function shown(stages: string[], { dryRun = false, set = false, next = [] as string[], ...options }) {
    const { of } = results(stages, options);
    const given = { repository: repository("github"), results: of, next, dryRun, set };
    return `\n${[...report(new Terminal({ env: {} }), given)].join("\n")}`;
  }

  it("says what was made, and what comes next", () => {
    expect(shown(["dev"], { next: ["gh variable set …", "gh api …"] })).toMatchInlineSnapshot(`
      "

      dev in account 123456789012: jobs of acme/shop are lent a role
        in dev: arn:aws:iam::123456789012:role/ci/shop-dev-deploy, to deploy
          for the subject repo:acme/shop:environment:dev
        unchanged provider token.actions.githubusercontent.com
        created   role     shop-dev-deploy
        updated   policy   shop-dev-deploy-1

      Next:
        gh variable set …
        gh api …"
    `);
  });

  it("says what was set", () => {
    expect(shown(["dev"], { set: true })).toMatchInlineSnapshot(`
      "

      dev in account 123456789012: jobs of acme/shop are lent a role
        in dev: arn:aws:iam::123456789012:role/ci/shop-dev-deploy, to deploy
          for the subject repo:acme/shop:environment:dev
        unchanged provider token.actions.githubusercontent.com
        created   role     shop-dev-deploy
        updated   policy   shop-dev-deploy-1

      The variables AWS_ROLE_ARN are set."
    `);
    expect(shown(["dev"], { set: true, diff: true })).toMatchInlineSnapshot(`
      "

      dev in account 123456789012: jobs of acme/shop are lent a role
        in dev: arn:aws:iam::123456789012:role/ci/shop-dev-deploy, to deploy
          for the subject repo:acme/shop:environment:dev
        in dev-diff: arn:aws:iam::123456789012:role/ci/shop-dev-diff, to diff
          for the subject repo:acme/shop:environment:dev-diff
        unchanged provider token.actions.githubusercontent.com
        created   role     shop-dev-deploy
        updated   policy   shop-dev-deploy-1

      The variables AWS_ROLE_ARN are set, and DIFF_STAGES."
    `);
  });

  it("has every document where nothing is made", () => {
    const [text, ...documents] = shown(["dev"], { dryRun: true, next: ["gh …"] }).split(/(?<=:)\n(?=\{)/);
    expect(text).toMatchInlineSnapshot(`
      "

      dev in account 123456789012: jobs of acme/shop are lent a role
        in dev: arn:aws:iam::123456789012:role/ci/shop-dev-deploy, to deploy
          for the subject repo:acme/shop:environment:dev
        unchanged provider token.actions.githubusercontent.com
        created   role     shop-dev-deploy
        updated   policy   shop-dev-deploy-1

      shop-dev-deploy, trust:"
    `);
    const rest = documents.at(-1)?.split("\n}\n").at(-1);
    expect(rest).toMatchInlineSnapshot(`
      "
      Nothing was made: this is what would be.

      Then:
        gh …"
    `);
    const { of } = results(["dev"], {});
    const [role] = of[0]?.roles ?? [];
    const read = documents.map((document) => JSON.parse(document.slice(0, document.indexOf("\n}") + 2)));
    expect(read).toEqual([role?.trust, ...(role?.policies ?? []).map(({ document }) => document)]);
  });
});
