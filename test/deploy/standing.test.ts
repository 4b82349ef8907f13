import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { standingStages, whyGone } from "../../lib/deploy/standing.ts";
import { AwsFault, awsServer, noCredentials } from "../support/aws/server.ts";
import { temporaryFolder } from "../support/cli.ts";
import { SHOP } from "../support/sst/stage.ts";
import { sstState } from "../support/sst-state.ts";
import { viewOf } from "../support/view.ts";

/** Which stages of a client stand in its account, before nobody knows them any more. */

const ACME = "222222222222";
const [client] = viewOf({ ...SHOP, clients: [{ name: "acme", account: ACME, domain: "acme.io", region: "eu-west-1" }] })
  .clients as [ReturnType<typeof viewOf>["clients"][number]];

/** Credentials are of the account that their key names. */
const key = (account: string) => ({ AWS_ACCESS_KEY_ID: `AKIA${account}`, AWS_SECRET_ACCESS_KEY: "test" });

async function account(stages: string[], denied = false) {
  const state = sstState();
  for (const stage of stages) {
    const resources = [{ urn: "urn:pulumi:x::shop::aws:ec2/vpc:Vpc::Vpc", type: "aws:ec2/vpc:Vpc" }];
    state.objects.set(`app/shop/${stage}.json`, Buffer.from(JSON.stringify({ checkpoint: { latest: { resources } } })));
  }
  return awsServer({
    ...state.answers,
    "sts.GetCallerIdentity": ({ accessKey }) => ({ Account: accessKey.slice(4), Arn: "arn", UserId: "x" }),
    ...(denied ? { "ssm.GetParameter": new AwsFault("AccessDeniedException", "no") } : {}),
  });
}

async function standing(stages: string[], env: Record<string, string>, denied = false) {
  const server = await account(stages, denied);
  const all = { ...server.env, AWS_ACCESS_KEY_ID: "", AWS_WEB_IDENTITY_TOKEN_FILE: "", ...env };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  return { server, found: await standingStages(client, "shop") };
}

it("the profile that is called like the client is asked, whatever the environment has", async () => {
  const config = join(await temporaryFolder(), "config");
  await writeFile(config, `[profile acme]\naws_access_key_id = AKIA${ACME}\naws_secret_access_key = test\n`);
  const { found, server } = await standing(["acme-production"], { ...key("111111111111"), AWS_CONFIG_FILE: config });
  expect(found).toEqual({ known: true, stages: ["acme-production"] });
  expect([...new Set(server.requests.map(({ accessKey, region }) => `${accessKey} ${region}`))]).toEqual([
    `AKIA${ACME} eu-west-1`,
  ]);
});

describe("without such a profile", () => {
  const rows: [what: string, env: Record<string, string>, denied: boolean, found: object][] = [
    ["the environment's credentials are", key(ACME), false, { known: true, stages: ["acme-staging"] }],
    [
      "credentials of another account say nothing",
      key("111111111111"),
      false,
      {
        known: false,
        why: `acme belongs to account ${ACME}, but the credentials are for 111111111111 (arn)`,
      },
    ],
    [
      "none say nothing, and AWS is not asked",
      noCredentials,
      false,
      { known: false, why: 'there are no AWS credentials, such as a profile "acme"' },
    ],
    [
      "those that may not read it say nothing",
      key(ACME),
      true,
      { known: false, why: expect.stringContaining("ssm:GetParameter") },
    ],
  ];
  it.each(rows)("%s", async (_, env, denied, wanted) => {
    const { found, server } = await standing(["acme-staging"], env, denied);
    expect(found).toEqual(wanted);
    if (env === noCredentials) expect(server.requests).toEqual([]);
  });

  it.each(["AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"])("those that %s names are tried", async (name) => {
    const { found } = await standing([], { [name]: "/nowhere/at-all" });
    expect(found).toMatchObject({
      known: false,
      why: expect.not.stringContaining("there are no AWS credentials, such"),
    });
  });
});

it("why its stages have to be gone first says which stand, or may", () => {
  const end = 'Once "acme" is out of the repo, nothing here can deploy or remove them';
  expect(whyGone(client, { known: true, stages: ["acme-production"] })).toBe(
    `acme-production stands in account ${ACME}. ${end}`,
  );
  expect(whyGone(client, { known: true, stages: ["acme-staging", "acme-production"] })).toBe(
    `acme-staging and acme-production stand in account ${ACME}. ${end}`,
  );
  expect(whyGone(client, { known: false, why: "nobody may" })).toBe(
    `acme-staging and acme-production may still stand in account ${ACME}: nobody may. ${end}`,
  );
});
