import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyOf } from "../../lib/rehearse/account/accounts.ts";
import type { Rehearsal } from "../../lib/rehearse/rehearsal.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { run } from "../support/cli.ts";
import { commitAll, git } from "../support/git.ts";
import { preset } from "../support/plan.ts";
import { engine, Stage } from "../support/rehearsal.ts";

const found = await engine();
const MINUTES = 20 * 60_000;

const ACCOUNTS = { acme: "111111111111", globex: "222222222222" };
const CLIENTS = Object.entries(ACCOUNTS).map(([name, account]) => ({ name, account, domain: `${name}.example.com` }));
const ANSWERS = preset("minimal", { domain: "example.com", clients: CLIENTS });

/** A host answers once an account has a record of it. Hidden: DNS, certificates, the balancer and what runs behind it. */
async function hostsOf({ accounts }: Rehearsal): Promise<Server> {
  const isKnown = (host: string) =>
    Object.values(ACCOUNTS).some((id) =>
      accounts
        .of(id)
        .living()
        .some(({ type, inputs }) => type === "aws:route53/record:Record" && inputs.name === host),
    );
  const server = createServer(({ url = "" }, response) => {
    response.writeHead(isKnown(url.split("/")[1] ?? "") ? 200 : 404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

/** Hidden: docs/rehearse.md, "What it cannot show", and the hosts above. */
describe.skipIf(found === null)(
  "a rollout to two clients with the real SST and engine, providers and AWS played",
  () => {
    let stage: Stage;
    let hosts: Server;
    let env: Record<string, string | undefined>;
    const fleet = (...words: string[]) => run(["fleet", ...words], { cwd: stage.rehearsal.place, env });
    const made = (client: keyof typeof ACCOUNTS, type: string) =>
      stage.rehearsal.accounts
        .of(ACCOUNTS[client])
        .living()
        .filter((thing) => thing.type === type);

    afterAll(() => hosts.close());
    beforeAll(async () => {
      stage = await Stage.open(found as NonNullable<typeof found>, ANSWERS);
      const { rehearsal } = stage;
      await commitAll(rehearsal.place);
      const profiles = CLIENTS.map(({ name, account, domain }) => {
        rehearsal.accounts.of(account).zones.add(domain);
        return `[profile ${name}]\naws_access_key_id = ${keyOf(account)}\naws_secret_access_key = rehearsal\n`;
      });
      const config = join(dirname(rehearsal.place), "profiles");
      await writeFile(config, profiles.join("\n"));
      hosts = await hostsOf(rehearsal);
      const stand = pathToFileURL(join(packageRoot, "test", "support", "hosts.mjs")).href;
      env = {
        ...rehearsal.env,
        AWS_CONFIG_FILE: config,
        NODE_OPTIONS: `${rehearsal.env.NODE_OPTIONS} --import=${stand}`,
        HOSTS: `http://127.0.0.1:${(hosts.address() as AddressInfo).port}`,
      };
    });

    it(
      "each client gets its stage, in its account, and serves",
      async () => {
        const { stdout, stderr } = await fleet("deploy", "--environment", "staging", "--confirm", "staging", "--json");
        const { counts, stages } = JSON.parse(stdout) as {
          counts: object;
          stages: { stage: string; error: unknown }[];
        };
        expect(stages.map(({ stage: name, error }) => ({ name, error }))).toEqual([
          { name: "acme-staging", error: null },
          { name: "globex-staging", error: null },
        ]);
        expect({ counts, stderr }).toMatchObject({ counts: { complete: 2 } });
        for (const { name, account } of CLIENTS) {
          const clusters = made(name as keyof typeof ACCOUNTS, "aws:ecs/cluster:Cluster");
          expect(clusters.map(({ outputs }) => outputs.arn)).toEqual([expect.stringContaining(`:${account}:cluster/`)]);
        }
        expect(stage.rehearsal.account.living()).toEqual([]);
      },
      MINUTES,
    );

    it(
      "a client that has the version is left alone, and asked for again it does nothing",
      async () => {
        const again = await fleet("deploy", "--environment", "staging", "--confirm", "staging", "--json");
        expect(JSON.parse(again.stdout)).toMatchObject({ counts: { done: 2 } });
        const { calls } = stage.rehearsal.accounts.of(ACCOUNTS.globex);
        const before = calls.length;
        const words = ["--environment", "staging", "--confirm", "staging", "--clients", "globex", "--again", "--json"];
        const once = await fleet("deploy", ...words);
        expect(JSON.parse(once.stdout)).toMatchObject({ counts: { complete: 1 } });
        expect(calls.slice(before).map(({ operation, urn }) => `${operation} ${urn}`)).toEqual([]);
      },
      MINUTES,
    );

    it("leaves no checkout behind", async () => {
      expect(await git(stage.rehearsal.place, "worktree", "list")).not.toContain("checkout-");
      expect(stage.rehearsal.unanswered).toEqual([]);
    });
  },
);
