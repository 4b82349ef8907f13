import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { awsServer } from "../../support/aws/server.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { atTerminal, runHere } from "../../support/in-process.ts";

/** `space-sst ci` up to where it would make something: what it asks, and what a dry run shows without AWS. */

const ACCOUNT = "123456789012";
const ANSWERS = {
  project: "shop",
  domain: "acme.com",
  services: [{ name: "api" }],
  clients: [{ name: "acme", account: "111111111111", domain: "acme.io" }],
};
const NAMED = ["--repository", "Acme/shop", "--subject", "repo:Acme@12/shop@34"];

async function world() {
  const root = await temporaryFolder();
  await writeFile(join(root, ".yo-rc.json"), JSON.stringify({ "generator-space-sst": ANSWERS }));
  const server = await awsServer({
    "sts.GetCallerIdentity": { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/anna`, UserId: "AIDA" },
  });
  return { root, server };
}

const asked = ({ requests }: Awaited<ReturnType<typeof awsServer>>) => requests.map(({ operation }) => operation);

describe("at a terminal", () => {
  it.each([
    ["dev", [], "shop-dev-deploy"],
    ["dev", ["--diff"], "shop-dev-deploy, shop-dev-diff"],
    ["staging,dev", [], "shop-dev-deploy, shop-staging-deploy"],
  ])("%s %j asks whether to make the roles, and in which account", async (stages, words, roles) => {
    const { root, server } = await world();
    const ran = await atTerminal("ci", [stages, ...words, ...NAMED], root, server.env, { "go-on": false });
    expect(ran.asked).toMatchObject([{ message: `Make or update ${roles} in account ${ACCOUNT}?`, default: true }]);
    expect([ran.error, asked(server)]).toMatchObject([{ code: 130 }, ["sts.GetCallerIdentity"]]);
  });

  it("asks nothing in a dry run", async () => {
    const { root, server } = await world();
    const ran = await atTerminal("ci", ["dev", "--dry-run", ...NAMED], root, server.env);
    expect([ran.error, ran.asked, asked(server)]).toEqual([null, [], []]);
  });
});

describe("a dry run", () => {
  const show = async (...words: string[]) => {
    const { root } = await world();
    const { stdout, error } = await runHere(
      "ci",
      [...words, "--repository", "Acme/shop", "--dry-run", "--json"],
      root,
      {},
    );
    expect(error).toBeNull();
    return JSON.parse(stdout);
  };

  it.each([
    ["whatever account it will be", ["dev"], "ACCOUNT_ID"],
    ["the account that is meant", ["dev", "--account", ACCOUNT], ACCOUNT],
    ["the account of the client", ["acme-production"], "111111111111"],
  ])("shows the roles of %s", async (_, words, account) => {
    const { repository, dryRun, stages, next } = await show(...words);
    expect({ repository, dryRun }).toEqual({ repository: "Acme/shop", dryRun: true });
    const [{ stage, roles, made, others }] = stages;
    expect(roles.map(({ arn }: { arn: string }) => arn)).toEqual([
      `arn:aws:iam::${account}:role/ci/shop-${stage}-deploy`,
    ]);
    expect([made, others]).toEqual([[], []]);
    expect(next[0]).toBe(
      `gh variable set AWS_ROLE_ARN --repo Acme/shop --env ${stage} --body arn:aws:iam::${account}:role/ci/shop-${stage}-deploy`,
    );
  });

  it("names the subject without GitHub's numbers, or as it is given", async () => {
    const subjectOf = ({ stages: [first] }: { stages: { trust: { subject: string } }[] }) => first?.trust.subject;
    expect(subjectOf(await show("dev"))).toBe("repo:Acme/shop:environment:dev");
    expect(subjectOf(await show("dev", "--subject", "repo:Acme@12/shop@34"))).toBe(
      "repo:Acme@12/shop@34:environment:dev",
    );
  });

  it("sets no variable, and says how to set it all the same", async () => {
    const { next } = await show("dev", "--set-variables");
    expect(next[0]).toMatch(/^gh variable set AWS_ROLE_ARN /);
  });
});

it.each([
  [["dev", "--account", "999999999999"], "dev belongs to account 999999999999"],
  [["acme-staging"], "acme-staging belongs to account 111111111111"],
  // What belongs to a client is in the client's account, whatever is said.
  [["acme-staging", "--account", ACCOUNT], "acme-staging belongs to account 111111111111"],
])("%j is refused with the credentials of another account, and nothing is made", async (words, said) => {
  const { root, server } = await world();
  const { error } = await runHere("ci", [...words, ...NAMED], root, server.env);
  expect(error).toMatchObject({
    code: 1,
    message: `${said}, but the credentials are for ${ACCOUNT} (arn:aws:iam::${ACCOUNT}:user/anna): choose a profile of that account, such as with AWS_PROFILE`,
  });
  expect(asked(server)).toEqual(["sts.GetCallerIdentity"]);
});
