import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { checkAccounts } from "../../../lib/deploy/fleet/accounts.ts";
import { checkPattern, checkProfiles, profileOf } from "../../../lib/deploy/fleet/profiles.ts";
import { releasesOf } from "../../../lib/deploy/fleet/releases.ts";
import { type Choice, type Target, targetsOf } from "../../../lib/deploy/fleet/targets.ts";
import { AwsFault, awsServer } from "../../support/aws/server.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { SHOP } from "../../support/sst/stage.ts";
import { sstState } from "../../support/sst-state.ts";
import { viewOf } from "../../support/view.ts";

/** Which stages a rollout means, and whose credentials and accounts these are. */

const CLIENTS = [
  { name: "acme", account: "222222222222", domain: "acme.io" },
  { name: "globex", account: "333333333333", domain: "globex.io", region: "eu-west-1", stages: ["production"] },
];
const view = viewOf({ ...SHOP, clients: CLIENTS });

describe("the stages that are meant", () => {
  const rows: [what: string, choice: Choice, stages: string[]][] = [
    ["are every production", {}, ["acme-production", "globex-production"]],
    ["are those of an environment", { environment: "staging" }, ["acme-staging"]],
    ["are all of them", { environment: null }, ["acme-staging", "acme-production", "globex-production"]],
    ["are those of some clients", { clients: "globex," }, ["globex-production"]],
    ["begin with the one that goes first", { first: "globex" }, ["globex-production", "acme-production"]],
  ];
  it.each(rows)("%s", (_, choice, stages) => {
    expect(targetsOf(view, choice).map(({ stage }) => stage)).toEqual(stages);
  });

  it("have the account and the region of their client", () => {
    expect(targetsOf(view, { clients: "globex" })).toEqual([
      {
        stage: "globex-production",
        client: "globex",
        environment: "production",
        account: "333333333333",
        region: "eu-west-1",
      },
    ]);
  });

  const refused: [what: string, choice: Choice, problems: string[]][] = [
    [
      "an environment that is none",
      { environment: "prod" },
      ['--environment: there is no "prod"; there are dev, staging, production'],
    ],
    ["one that no client has", { environment: "dev" }, ["--environment: no client has a dev stage"]],
    [
      "a client that is none",
      { clients: "acmee" },
      [
        '--clients: there is no "acmee" (did you mean "acme"?); there are acme, globex',
        "--environment: no client has a production stage",
      ],
    ],
    [
      "a client without it",
      { clients: "acme,globex", environment: "staging" },
      ['--clients: "globex" has no staging stage'],
    ],
    [
      "a first that is not among them",
      { clients: "acme", first: "globex" },
      ['--first: there is no "globex"; there are acme'],
    ],
  ];
  it.each(refused)("are none of %s", (_, choice, problems) => {
    const lines = problems.map((problem) => `\n  ${problem}`).join("");
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    expect(() => targetsOf(view, choice)).toThrow(`${count} in the flags:${lines}`);
  });

  it("are none in a repo without clients", () => {
    expect(() => targetsOf(viewOf({}), {})).toThrow("it has no clients yet: `space-sst client` adds one");
  });
});

const [ACME, GLOBEX] = targetsOf(view, {}) as [Target, Target];

describe("the profile of a stage", () => {
  it.each([
    ["{client}", "acme"],
    ["{client}-{environment}", "acme-production"],
    ["{stage}@{account}", "acme-production@222222222222"],
    ["shared", "shared"],
    ["none", null],
  ])("by the pattern %s is %s", (pattern, profile) => {
    expect(profileOf(pattern, ACME)).toBe(profile);
    expect(() => checkPattern(pattern)).not.toThrow();
  });

  it("is refused by a pattern that names what no stage has, and where there is none of that name", async () => {
    expect(() => checkPattern("{client}-{klient}-{x}")).toThrow(
      "--profile: {klient}, {x} should be one of {client}, {environment}, {stage}, {account}",
    );
    await profiles({ acme: "222222222222" });
    await expect(checkProfiles("none", [ACME, GLOBEX])).resolves.toBeUndefined();
    await expect(checkProfiles("{client}", [ACME])).resolves.toBeUndefined();
    await expect(checkProfiles("{client}", [ACME, GLOBEX])).rejects.toThrow(
      '1 problem in the AWS profiles:\n  globex: there is no such AWS profile, for globex-production in account 333333333333; make it, or name others with --profile "{client}-deploy"',
    );
  });
});

/** Profiles whose keys name an account. */
async function profiles(of: { [name: string]: string }, server?: { env: { [name: string]: string } }): Promise<void> {
  const config = join(await temporaryFolder(), "config");
  const section = ([name, account]: [string, string]) =>
    `[profile ${name}]\naws_access_key_id = AKIA${account}\naws_secret_access_key = test\n`;
  await writeFile(config, Object.entries(of).map(section).join("\n"));
  for (const [name, value] of Object.entries({ ...server?.env, AWS_CONFIG_FILE: config })) vi.stubEnv(name, value);
}

const whoever = {
  "sts.GetCallerIdentity": ({ accessKey }: { accessKey: string }) => ({
    Account: accessKey.slice(4),
    Arn: "arn",
    UserId: "x",
  }),
};

describe("the accounts", () => {
  it("are asked in the stage's region with the stage's profile, and all that are wrong are named", async () => {
    const server = await awsServer(whoever);
    await profiles({ acme: "999999999999", globex: "333333333333" }, server);
    const never = new AbortController().signal;
    await expect(checkAccounts("{client}", [ACME, GLOBEX], never)).rejects.toThrow(
      "1 problem in the credentials: nothing was deployed:\n  acme-production: belongs to account 222222222222, but the credentials of acme are for 999999999999 (arn)",
    );
    expect(server.requests.map(({ accessKey, region }) => `${accessKey} ${region}`).sort()).toEqual([
      "AKIA333333333333 eu-west-1",
      "AKIA999999999999 us-east-1",
    ]);
    server.answer({ "sts.GetCallerIdentity": new AwsFault("ExpiredToken", "it is expired", 403) });
    await expect(checkAccounts("none", [GLOBEX], never)).rejects.toThrow(/globex-production: .* has ended/);
    // Who stops it is told that it is stopped.
    await expect(checkAccounts("{client}", [ACME], AbortSignal.abort())).resolves.toBeUndefined();
    server.answer(whoever);
    await expect(checkAccounts("{client}", [GLOBEX], never)).resolves.toBeUndefined();
  });

  it("are asked eight at a time: one does not wait for all others, and AWS is not asked for all at once", async () => {
    let [now, most] = [0, 0];
    const server = await awsServer({
      "sts.GetCallerIdentity": async () => {
        now += 1;
        most = Math.max(most, now);
        // Whoever may come beside it has come by then.
        if (asked() < 8) await vi.waitUntil(() => asked() >= 8, { timeout: 20_000 });
        await setImmediate();
        now -= 1;
        return { Account: "333333333333", Arn: "arn", UserId: "x" };
      },
    });
    const asked = () => server.requests.length;
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
    const many = Array.from({ length: 20 }, (_, index) => ({ ...GLOBEX, stage: `globex-${index}` }));
    await checkAccounts("none", many, new AbortController().signal);
    expect([asked(), most]).toEqual([20, 8]);
  });

  it("say which version each stage has, and what cannot be known of one hides no other", async () => {
    const state = sstState();
    const stack = [{ type: "pulumi:pulumi:Stack", outputs: { release: "abc" } }];
    state.objects.set(
      "app/shop/globex-production.json",
      Buffer.from(JSON.stringify({ checkpoint: { latest: { resources: stack } } })),
    );
    const { "ssm.GetParameter": parameter } = state.answers;
    const server = await awsServer({
      ...state.answers,
      "ssm.GetParameter": (request) =>
        request.accessKey === "AKIA333333333333" && request.region === "eu-west-1"
          ? (parameter as (of: typeof request) => Buffer)(request)
          : new AwsFault("AccessDeniedException", "no"),
    });
    await profiles({ acme: "222222222222", globex: "333333333333" }, server);
    expect([...(await releasesOf([ACME, GLOBEX], "shop", "{client}"))]).toEqual([
      ["acme-production", { revision: null, error: expect.stringContaining("ssm:GetParameter") }],
      ["globex-production", { revision: "abc", error: null }],
    ]);
  });
});
